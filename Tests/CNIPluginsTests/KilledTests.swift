import Foundation
import TestSupport
import Testing

/// A plugin that was killed between any two steps: DEL leaves nothing of it.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct KilledTests {
  struct Case: CustomTestStringConvertible {
    var plugin: String
    var keys: String
    var prepare = ""
    var testDescription: String { plugin }
  }

  static let cases = [
    Case(plugin: "loopback", keys: ""),
    Case(
      plugin: "bridge",
      keys: """
        "bridge": "br0", "isDefaultGateway": true, "hairpinMode": true, "ipMasq": true,
        "ipMasqBackend": "nftables", "macspoofchk": true, \(staticAddresses)
        """),
    Case(plugin: "ptp", keys: staticAddresses),
    Case(plugin: "overlay", keys: OverlayStateTests.keys, prepare: ConformanceTests.uplink),
    Case(
      plugin: "overlay", keys: OverlayStateTests.keys + #", "mode": "routed""#,
      prepare: ConformanceTests.uplink),
    Case(
      plugin: "underlay",
      keys: #""kind": "routed", "table": 100, \#(staticAddresses)"#,
      prepare: ConformanceTests.uplink),
    Case(
      plugin: "macvlan", keys: #""master": "up0", \#(staticAddresses)"#,
      prepare: ConformanceTests.uplink),
    Case(
      plugin: "host-device", keys: #""device": "up1", \#(staticAddresses)"#,
      prepare: ConformanceTests.uplink),
  ]

  @Test(arguments: cases)
  func deleteLeavesNothing(_ test: Case) throws {
    let text = configuration(test.plugin, test.keys)
    var step = 1
    while true {
      let pod = try Pod(prepare: test.prepare)
      let before = try Links(pod)
      let killed = try pod.call("ADD", test.plugin, text, by: .killed(before: step))
      if killed.isSuccess { break }
      #expect(killed.text.isEmpty, "it was to be killed, and said: \(killed.text)")
      let deleted = try pod.call("DEL", test.plugin, text)
      #expect(deleted.isSuccess, "before step \(step): \(deleted.text)")
      let after = try Links(pod)
      #expect(after == before, "before step \(step)")
      #expect(!pod.hasJournal, "before step \(step)")
      step += 1
      try #require(step < 60)
    }
    #expect(step > 1, "it was never killed")
  }

  /// What was left is not taken for what is there: neither a bridge that goes again, nor an
  /// interface that was half made.
  @Test(arguments: cases)
  func addCanBeRepeated(_ test: Case) throws {
    let text = configuration(test.plugin, test.keys)
    var step = 1
    while true {
      let pod = try Pod(prepare: test.prepare)
      if try pod.call("ADD", test.plugin, text, by: .killed(before: step)).isSuccess { break }
      let added = try pod.call("ADD", test.plugin, text)
      #expect(added.isSuccess, "before step \(step): \(added.text)")
      #expect(!pod.hasJournal, "before step \(step)")
      let full = configuration(test.plugin, test.keys, previous: added.text)
      let checked = try pod.call("CHECK", test.plugin, full)
      #expect(checked.isSuccess, "before step \(step): \(checked.text)")
      #expect(try pod.call("DEL", test.plugin, full).isSuccess)
      step += 1
      try #require(step < 60)
    }
    #expect(step > 1, "it was never killed")
  }

  @Test func addAfterAKilledOneWorks() throws {
    let text = configuration("bridge", #""bridge": "br0", "isGateway": true, \#(staticAddresses)"#)
    let pod = try Pod()
    let killed = try pod.call("ADD", "bridge", text, by: .killed(before: 6))
    try #require(!killed.isSuccess)
    #expect(pod.hasJournal)
    _ = try pod.call("DEL", "bridge", text)
    let added = try pod.call("ADD", "bridge", text)
    #expect(added.isSuccess, "\(added.text)")
    #expect(!pod.hasJournal)
  }

  @Test func collectingUndoesWhatIsNotListed() throws {
    let keys = #""bridge": "br0", "isGateway": true, "cni.dev/valid-attachments": "#
    let text = configuration("bridge", keys + "[]", version: "1.1.0")
    let pod = try Pod()
    let before = try Links(pod)
    try #require(try !pod.call("ADD", "bridge", text, by: .killed(before: 5)).isSuccess)
    #expect(try Links(pod) != before)
    let own = #"[{"containerID": "\#(pod.containerID)", "ifname": "eth0"}]"#
    let listed = try pod.call("GC", "bridge", configuration("bridge", keys + own, version: "1.1.0"))
    #expect(listed.isSuccess, "\(listed.text)")
    #expect(pod.hasJournal)
    let collected = try pod.call("GC", "bridge", text)
    #expect(collected.isSuccess, "\(collected.text)")
    #expect(try Links(pod) == before)
    #expect(!pod.hasJournal)
  }
}

/// The links of both sides with their states and addresses, but for what the kernel adds itself.
struct Links: Equatable, CustomStringConvertible {
  private var lines: [String] = []
  var description: String { lines.joined(separator: "\n") }

  init(_ pod: Pod) throws {
    let rules = try pod.node.run("nft list ruleset").split(separator: "\n")
    // Rules of attachments; what they stand in may stay.
    lines = rules.filter { $0.contains("id: ") || $0.contains("cni-br-iface") }.map(String.init)
    for output in [
      try pod.node.run("ip -br addr"), try pod.container.run("ip -br addr"),
      try pod.container.run("ip route"),
    ] {
      for line in output.split(separator: "\n") {
        let words = line.split(separator: " ")
          .filter { !$0.hasPrefix("fe80") && !$0.hasPrefix("::1") && !$0.hasPrefix("127.") }
        // A link that was moved is down when it is back, unless the journal says that it was up.
        let name = words.first.map { $0.split(separator: "@").first ?? "" } ?? ""
        lines.append("\(name) \(words.dropFirst(2).joined(separator: " "))")
      }
    }
  }
}
