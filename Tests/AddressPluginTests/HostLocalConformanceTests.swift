import CNISpec
import Foundation
import TestSupport
import Testing

/// Held against the reference plugin: same answers, same files.
struct HostLocalConformanceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var ipam: String
    var more = ""
    var arguments = ""
    var version = "1.0.0"

    init(
      _ what: String, _ ipam: String, more: String = "", arguments: String = "",
      version: String = "1.0.0"
    ) {
      testDescription = what
      self.ipam = ipam
      self.more = more
      self.arguments = arguments
      self.version = version
    }
  }

  static let one = #""ranges":[[{"subnet":"10.1.2.0/24"}]]"#
  static let two = #""ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"fd00:1::/64"}]]"#

  static let cases: [Case] = [
    Case("old form", #""subnet":"10.1.2.0/24""#),
    Case(
      "old form with all keys",
      #""subnet":"10.1.2.0/24","rangeStart":"10.1.2.20","rangeEnd":"10.1.2.30","gateway":"10.1.2.254""#
    ),
    Case("old form and new", #""subnet":"10.1.2.0/24","ranges":[[{"subnet":"fd00::/64"}]]"#),
    Case(
      "routes", one + #","routes":[{"dst":"0.0.0.0/0"},{"dst":"192.168.0.0/16","gw":"10.1.2.9"}]"#),
    Case("two families", two),
    Case("two ranges in a set", #""ranges":[[{"subnet":"10.1.2.0/30"},{"subnet":"10.1.3.0/30"}]]"#),
    Case(
      "range that begins at the gateway",
      #""ranges":[[{"subnet":"10.1.2.0/24","rangeStart":"10.1.2.1"}]]"#),
    Case("gateway in the middle", #""ranges":[[{"subnet":"10.1.2.0/29","gateway":"10.1.2.2"}]]"#),
    Case("gateway elsewhere", #""ranges":[[{"subnet":"10.1.2.0/29","gateway":"10.9.9.9"}]]"#),
    Case("smallest IPv6", #""ranges":[[{"subnet":"fd00::/126"}]]"#),
    Case(
      "range of the runtime", one,
      more: #","runtimeConfig":{"ipRanges":[[{"subnet":"10.7.0.0/24"}]]}"#),
    Case(
      "only of the runtime", #""x":1"#,
      more: #","runtimeConfig":{"ipRanges":[[{"subnet":"10.7.0.0/24"}]]}"#),
    Case("address in CNI_ARGS", one, arguments: "IP=10.1.2.77"),
    Case("address with length", one, arguments: "IP=10.1.2.77/24"),
    Case("empty address", one, arguments: "IP="),
    Case("address and others", one, arguments: "IgnoreUnknown=1;K8S_POD_NAME=p;IP=10.1.2.77"),
    Case("ignores in words", one, arguments: "IgnoreUnknown=true;A=b"),
    Case("address in args", one, more: #","args":{"cni":{"ips":["10.1.2.88"]}}"#),
    Case(
      "address of the capability", two,
      more: #","runtimeConfig":{"ips":["fd00:1::99/64","10.1.2.9"]}"#),
    Case("address twice", one, arguments: "IP=10.1.2.9", version: "1.0.0"),
    Case("mapped address", one, arguments: "IP=::ffff:10.1.2.77"),
    Case("address is the gateway", one, arguments: "IP=10.1.2.1"),
    Case("address elsewhere", one, arguments: "IP=10.9.2.1"),
    Case("no address", one, arguments: "IP=10.1.2"),
    Case("no address in args", one, more: #","args":{"cni":{"ips":["x"]}}"#),
    Case("empty address in args", one, more: #","args":{"cni":{"ips":[""]}}"#),
    Case("no ranges", #""x":1"#),
    Case("empty ranges", #""ranges":[]"#),
    Case("empty set", #""ranges":[[]]"#),
    Case("no subnet", #""ranges":[[{"rangeStart":"10.1.2.3"}]]"#),
    Case("subnet without length", #""ranges":[[{"subnet":"10.1.2.0"}]]"#),
    Case("empty subnet", #""ranges":[[{"subnet":""}]]"#),
    Case("too long", #""ranges":[[{"subnet":"10.1.2.0/33"}]]"#),
    Case("too small", #""ranges":[[{"subnet":"10.1.2.0/31"}]]"#),
    Case("host bits", #""ranges":[[{"subnet":"10.1.2.3/24"}]]"#),
    Case("start outside", #""ranges":[[{"subnet":"10.1.2.0/24","rangeStart":"10.1.3.1"}]]"#),
    Case("end outside", #""ranges":[[{"subnet":"10.1.2.0/24","rangeEnd":"10.1.3.1"}]]"#),
    Case("start is none", #""ranges":[[{"subnet":"10.1.2.0/24","rangeStart":"x"}]]"#),
    Case("gateway is none", #""ranges":[[{"subnet":"10.1.2.0/24","gateway":"10.1"}]]"#),
    Case(
      "start behind the end",
      #""ranges":[[{"subnet":"10.1.2.0/24","rangeStart":"10.1.2.9","rangeEnd":"10.1.2.8"}]]"#),
    Case("families in one set", #""ranges":[[{"subnet":"10.1.2.0/24"},{"subnet":"fd00::/64"}]]"#),
    Case("overlap in a set", #""ranges":[[{"subnet":"10.1.2.0/24"},{"subnet":"10.1.2.0/25"}]]"#),
    Case("overlap of sets", #""ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"10.1.0.0/16"}]]"#),
    Case(
      "two of a family in 0.2.0",
      #""ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"10.1.3.0/24"}]]"#, version: "0.2.0"),
    Case(
      "two of a family in 0.3.0",
      #""ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"10.1.3.0/24"}]]"#, version: "0.3.0"),
    Case("two families in 0.2.0", two, version: "0.2.0"),
    Case("two families in 0.3.1", two, version: "0.3.1"),
    Case("two families in 0.4.0", two, version: "0.4.0"),
    Case("no resolver file", one + #","resolvConf":"/nonexistent/resolv.conf""#),
  ]

  /// ADD, ADD again, ADD of others, CHECK and DEL, with the files after each.
  @Test(arguments: cases)
  func answersAndWritesTheSame(_ test: Case) throws {
    var transcripts: [[String]] = []
    for maker in Maker.allCases {
      let folder = try TemporaryFolder(onDisk: true)
      var transcript: [String] = []
      for (command, id) in [
        ("ADD", "box"), ("ADD", "box"), ("ADD", "box2"), ("CHECK", "box"), ("DEL", "box"),
        ("DEL", "box"), ("CHECK", "box"), ("ADD", "box3"), ("ADD", "box4"), ("DEL", "box2"),
      ] {
        if command == "CHECK", test.version < "0.4.0" { continue }
        // A configuration that is broken keeps nobody from giving leases back.
        let isBroken = transcript.first?.contains(": 256 ") ?? false
        if command == "DEL", isBroken { continue }
        let request = Request(
          command: command, id: id, arguments: test.arguments,
          input: folder.configuration(test.ipam, version: test.version, more: test.more))
        let answer = try call(maker, request)
        transcript.append("\(command) \(id): \(answer.essence)".replacing(folder.path, with: "D"))
        let files = folder.leases().sorted { $0.key < $1.key }
        transcript.append(files.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
      }
      for number in 0...1 {
        let hint = "\(folder.path)/net/last_reserved_ip.\(number)"
        transcript.append((try? String(contentsOfFile: hint, encoding: .utf8)) ?? "none")
      }
      transcripts.append(transcript)
    }
    #expect(transcripts[0] == transcripts[1])
  }

  @Test func readsTheResolverFileTheSame() throws {
    let folder = try TemporaryFolder(onDisk: true)
    try folder.write(
      "resolv",
      """
      # a remark
      nameserver 10.0.0.1
        nameserver\tfd00::1 trailing
      ;domain no
      domain one.example
      domain two.example
      search a.example b.example
      search c.example
      options ndots:5 edns0
      nameserver
      sortlist 1.2.3.4
      """)
    let ipam = Self.one + #","resolvConf":"\#(folder.path)/resolv""#
    let answers = try Maker.allCases.map {
      try call($0, Request(id: $0.rawValue, input: folder.configuration(ipam)))
    }
    let dns = answers.map { $0.document?["dns"]?.description }
    #expect(dns[0] == dns[1] && dns[0]?.contains("two.example") == true)
  }

  /// The same operations by turns of both and by the reference alone: nobody sees a difference.
  @Test(arguments: 0..<6)
  func takesTurnsWithTheReference(_ seed: Int) throws {
    let (shared, alone) = (try TemporaryFolder(onDisk: true), try TemporaryFolder(onDisk: true))
    var random = SystemRandomNumberGenerator()
    var tellTale: [String] = []
    for _ in 0..<120 {
      let id = "box\(Int.random(in: 0..<14, using: &random))"
      let command = ["ADD", "ADD", "DEL", "CHECK"].randomElement(using: &random) ?? "ADD"
      let maker = Maker.allCases.randomElement(using: &random) ?? .ours
      let ifname = Bool.random(using: &random) ? "eth0" : "net1"
      let ipam =
        #""ranges":[[{"subnet":"10.1.2.0/28"},{"subnet":"10.1.3.0/30"}],[{"subnet":"fd00::/123"}]]"#
      func request(_ folder: TemporaryFolder) -> Request {
        Request(command: command, id: id, ifname: ifname, input: folder.configuration(ipam))
      }
      tellTale.append("\(maker) \(command) \(id) \(ifname)")
      let answer = try call(maker, request(shared))
      let expected = try call(.reference, request(alone))
      #expect(answer.essence == expected.essence, "\(tellTale.suffix(6))")
      #expect(shared.leases() == alone.leases(), "\(tellTale.suffix(6))")
      guard answer.essence == expected.essence else { return }
    }
  }
}
