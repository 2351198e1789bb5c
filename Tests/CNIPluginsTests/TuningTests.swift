import Foundation
import TestSupport
import Testing

/// Settings of a container: beside the reference, back again, and refused.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct TuningTests {
  private static let result = """
    {"cniVersion": "1.0.0", "interfaces": [{"name": "host0", "mac": "02:00:00:00:00:01"},
     {"name": "eth0", "mac": "02:00:00:00:00:02", "sandbox": "/run/netns/box"}],
     "ips": [{"address": "10.9.0.2/24", "interface": 1}]}
    """

  private func pod() throws -> Pod {
    let pod = try Pod()
    try pod.node.ip(
      "link add host0 type veth peer name eth0 address 02:00:00:00:00:02 netns \(pod.container.path)"
    )
    try pod.container.ip("link set eth0 up")
    return pod
  }

  private func state(_ pod: Pod) throws -> [String: JSON?] {
    let link = try pod.container.json("ip -j -d link show eth0").elements.first
    var state: [String: JSON?] = [:]
    for key in ["mtu", "address", "promiscuity", "txqlen", "allmulti"] { state[key] = link?[key] }
    for flag in ["PROMISC", "ALLMULTI"] {
      state[flag] = .bool(link?["flags"]?.elements.contains(.string(flag)) ?? false)
    }
    for key in ["net.core.somaxconn", "net.ipv4.conf.eth0.arp_filter"] {
      state[key] = .string(try pod.container.run("sysctl -n \(key)"))
    }
    return state
  }

  @Test(
    arguments: [
      #""sysctl": {"net.core.somaxconn": "500", "net.ipv4.conf.IFNAME.arp_filter": "1"}"#,
      #""mac": "02:00:00:00:00:0a", "promisc": true, "mtu": 1400, "allmulti": true"#,
      #""sysctl": {"net/core/somaxconn": "500"}, "args": {"cni": {"sysctl": {"net.ipv4.conf.eth0.arp_filter": "1"}, "mtu": 1300}}"#,
      #""mtu": 1400, "runtimeConfig": {"mac": "02:00:00:00:00:0b"}"#, #""allmulti": false"#,
    ])
  func doesAsTheReferenceDoes(_ keys: String) throws {
    let theirs = try pod()
    let ours = try pod()
    let folder = try TemporaryFolder()
    let before = try state(ours)
    var backups: [JSON] = []
    for (pod, program) in [(theirs, Pod.Program.reference), (ours, .ours)] {
      let text = configuration(
        "tuning", #"\#(keys), "dataDir": "\#(folder.path)""#, previous: Self.result)
      let name = "box\(backups.count)"
      let answer = try pod.call("ADD", "tuning", text, by: program, container: name)
      #expect(answer.isSuccess, "\(answer.text)")
      let file = try? JSON(contentsOf: "\(folder.path)/\(name)_eth0.json")
      backups.append(.object(["file": file ?? .null, "result": anonymous(answer.json)]))
      #expect(try pod.call("CHECK", "tuning", text, by: .ours, container: name).isSuccess)
    }
    #expect(backups.first == backups.last)
    #expect(try state(ours) == state(theirs))
    let text = configuration(
      "tuning", #"\#(keys), "dataDir": "\#(folder.path)""#, previous: Self.result)
    // Each restores what the other saved.
    #expect(try theirs.call("DEL", "tuning", text, by: .ours, container: "box0").isSuccess)
    #expect(try ours.call("DEL", "tuning", text, by: .reference, container: "box1").isSuccess)
    #expect(try state(ours) == state(theirs))
    #expect(try state(ours)["mtu"] == before["mtu"] && state(ours)["address"] == before["address"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// Since 1.2 of the reference.
  @Test func setsTheTransmitQueue() throws {
    let pod = try pod()
    let folder = try TemporaryFolder()
    let text = configuration(
      "tuning", #""txQLen": 77, "dataDir": "\#(folder.path)""#, previous: Self.result)
    let before = try state(pod)
    #expect(try pod.call("ADD", "tuning", text).isSuccess)
    #expect(try state(pod)["txqlen"] == .number(77))
    #expect(try pod.call("CHECK", "tuning", text).isSuccess)
    try pod.container.ip("link set eth0 txqueuelen 78")
    #expect(
      try pod.call("CHECK", "tuning", text).message
        == "Error: Tuning configured Transmit Queue Length of eth0 is 77, current value is 78")
    #expect(try pod.call("DEL", "tuning", text).isSuccess)
    #expect(try state(pod) == before)
  }

  @Test func leavesNothingOfAContainerThatIsGone() throws {
    let pod = try pod()
    let folder = try TemporaryFolder()
    let text = configuration(
      "tuning", #""mtu": 1400, "dataDir": "\#(folder.path)""#, previous: Self.result)
    #expect(try pod.call("ADD", "tuning", text).isSuccess)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    // Again, before it was taken back: what it was at first is what counts.
    #expect(try pod.call("ADD", "tuning", text).isSuccess)
    #expect(try pod.call("DEL", "tuning", text, netns: "").isSuccess)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    #expect(try pod.call("DEL", "tuning", text).isSuccess)
  }

  /// What an ADD that fails found saved is not its own to delete.
  @Test func keepsWhatAnEarlierAddSaved() throws {
    let pod = try pod()
    let folder = try TemporaryFolder()
    let before = try state(pod)
    let keys = #""mtu": 1400, "dataDir": "\#(folder.path)""#
    let text = configuration("tuning", keys, previous: Self.result)
    #expect(try pod.call("ADD", "tuning", text).isSuccess)
    let bad = configuration(
      "tuning", #"\#(keys), "sysctl": {"net.no.such": "1"}"#, previous: Self.result)
    #expect(try !pod.call("ADD", "tuning", bad).isSuccess)
    #expect(try pod.call("DEL", "tuning", text).isSuccess)
    #expect(try state(pod) == before)
    // With nothing saved before, nothing is left.
    #expect(try !pod.call("ADD", "tuning", bad).isSuccess)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test(
    arguments: [
      (#""sysctl": {"kernel.hostname": "x"}"#, #"invalid net sysctl key: "kernel.hostname""#),
      (#""sysctl": {"net.a": "1", "net.a": "2"}"#, "duplicated sysctl keys are not allowed"),
      (#""mac": "02:00""#, "address 02:00: invalid MAC address"),
      (#""txQLen": -1"#, "invalid txQLen -1"),
    ])
  func refuses(_ keys: String, message: String) throws {
    let pod = try pod()
    let before = try state(pod)
    let answer = try pod.call(
      "ADD", "tuning", configuration("tuning", keys, previous: Self.result))
    #expect(!answer.isSuccess && answer.message == message)
    #expect(try state(pod) == before)
  }

  /// A setting that the kernel refuses behind one that it took: the first is taken back.
  @Test func takesBackWhatItDid() throws {
    let pod = try pod()
    let before = try state(pod)
    let keys = #""sysctl": {"net.core.somaxconn": "500", "net.ipv4.conf.eth0.arp_filter": "x"}"#
    let text = configuration("tuning", keys, previous: Self.result)
    let answer = try pod.call("ADD", "tuning", text)
    #expect(!answer.isSuccess)
    #expect(try state(pod) == before)
    #expect(!pod.hasJournal)
    let missing = try pod.call(
      "ADD", "tuning",
      configuration("tuning", #""sysctl": {"net.no.such": "1"}"#, previous: Self.result))
    #expect(missing.message == "open /proc/sys/net/no/such: no such file or directory")
    let difference = try pod.call("CHECK", "tuning", text)
    #expect(difference.message.hasPrefix("Error: Tuning configured value of /proc/sys/net/core"))
  }
}
