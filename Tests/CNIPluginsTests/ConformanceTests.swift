import Foundation
import TestSupport
import Testing

/// Whether the reference plugins and the kernel's modules are there.
let canCompare =
  canMakeNamespaces && FileManager.default.isExecutableFile(atPath: "/usr/lib/cni/bridge")

/// The kinds of links that this kernel can make.
let linkKinds: Set<String> = {
  let commands = [
    "dummy": "link add probe type dummy", "vrf": "link add probe type vrf table 9",
    "ipvlan": "link add probe link up0 type ipvlan",
    "vlan": "link add probe link up0 type vlan id 9",
    "bridge VLANs": "link add probe type bridge vlan_filtering 1",
  ]
  return Set(
    commands.compactMap { kind, command in
      let lines = "link add up0 type veth peer name up1\n\(command)"
      let works: Void? = try? withNamespace { try $0.ip(lines) }
      return works == nil ? nil : kind
    })
}()

/// The same configuration, once by the reference and once by ours: the results, the kernel and
/// what is left have to be the same.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct ConformanceTests {
  struct Case: CustomTestStringConvertible {
    var what: String
    var plugin: String
    var keys: String
    var prepare = ""
    var arguments = ""
    var testDescription: String { "\(plugin): \(what)" }
  }

  static let uplink = """
    link add up0 type veth peer name up1
    link set up0 up
    link set up1 up
    addr add 10.81.0.100/24 dev up0
    route add default via 10.81.0.1 dev up0
    """

  static let cases = [
    Case(what: "plain", plugin: "bridge", keys: #""bridge": "br0", \#(staticAddresses)"#),
    Case(
      what: "gateway", plugin: "bridge",
      keys: #""bridge": "br0", "isGateway": true, \#(staticAddresses)"#),
    Case(
      what: "default gateway, MTU, hairpin", plugin: "bridge",
      keys: """
        "isDefaultGateway": true, "mtu": 1400, "hairpinMode": true, \(staticAddresses)
        """),
    Case(
      what: "promiscuous", plugin: "bridge",
      keys: #""bridge": "br0", "promiscMode": true, \#(staticAddresses)"#),
    Case(
      what: "an existing bridge with the address", plugin: "bridge",
      keys: #""bridge": "br0", "isGateway": true, \#(staticAddresses)"#,
      prepare: """
        link add br0 type bridge
        link set br0 up
        addr add 10.81.0.1/24 dev br0
        """),
    Case(
      what: "an existing bridge with another address, forced", plugin: "bridge",
      keys: #""bridge": "br0", "isGateway": true, "forceAddress": true, \#(staticAddresses)"#,
      prepare: """
        link add br0 type bridge
        link set br0 up
        addr add 10.99.0.1/24 dev br0
        """),
    Case(what: "without addresses", plugin: "bridge", keys: #""bridge": "br0", "ipam": {}"#),
    Case(
      what: "with a hardware address", plugin: "bridge",
      keys: #""bridge": "br0", "runtimeConfig": {"mac": "02:11:22:33:44:55"}, \#(staticAddresses)"#),
    Case(
      what: "with a resolver of its own", plugin: "bridge",
      keys: #""bridge": "br0", "dns": {"nameservers": ["192.0.2.1"]}, \#(staticAddresses)"#),
    Case(
      what: "masquerading", plugin: "bridge",
      keys: #""bridge": "br0", "isGateway": true, "ipMasq": true, \#(staticAddresses)"#),
    Case(what: "masquerading", plugin: "ptp", keys: #""ipMasq": true, \#(staticAddresses)"#),
    Case(what: "plain", plugin: "ptp", keys: staticAddresses),
    Case(what: "MTU", plugin: "ptp", keys: #""mtu": 1300, \#(staticAddresses)"#),
    Case(
      what: "mode bridge", plugin: "macvlan", keys: #""master": "up0", \#(staticAddresses)"#,
      prepare: uplink),
    Case(
      what: "on the link of the default route", plugin: "macvlan",
      keys: #""mode": "private", \#(staticAddresses)"#, prepare: uplink),
    Case(
      what: "mode vepa, MTU, without addresses", plugin: "macvlan",
      keys: #""master": "up0", "mode": "vepa", "mtu": 1200"#, prepare: uplink),
    Case(
      what: "mode passthru", plugin: "macvlan",
      keys: #""master": "up0", "mode": "passthru", \#(staticAddresses)"#, prepare: uplink),
    Case(
      what: "a hardware address from the arguments", plugin: "macvlan",
      keys: #""master": "up0", \#(staticAddresses)"#, prepare: uplink,
      arguments: "IgnoreUnknown=1;MAC=02:aa:bb:cc:dd:ee"),
    Case(
      what: "by name", plugin: "host-device", keys: #""device": "up1", \#(staticAddresses)"#,
      prepare: uplink),
    Case(
      what: "by hardware address, without addresses", plugin: "host-device",
      keys: #""hwaddr": "02:00:00:00:00:77""#,
      prepare: uplink + "\nlink set up1 address 02:00:00:00:00:77"),
    Case(what: "plain", plugin: "loopback", keys: ""),
  ]

  @Test(
    .enabled(if: linkKinds.isSuperset(of: ["ipvlan", "vlan"]), "the kernel lacks ipvlan or vlan"),
    arguments: [
      Case(
        what: "mode l2", plugin: "ipvlan", keys: #""master": "up0", \#(staticAddresses)"#,
        prepare: uplink),
      Case(
        what: "mode l3s, MTU", plugin: "ipvlan",
        keys: #""master": "up0", "mode": "l3s", "mtu": 1300, \#(staticAddresses)"#,
        prepare: uplink),
      Case(
        what: "plain", plugin: "vlan",
        keys: #""master": "up0", "vlanId": 12, \#(staticAddresses)"#, prepare: uplink),
    ])
  func doesWhatTheReferenceDoesWithOtherKinds(_ test: Case) throws {
    try doesWhatTheReferenceDoes(test)
  }

  @Test(
    .enabled(if: linkKinds.contains("bridge VLANs"), "the kernel lacks VLANs of bridges"),
    arguments: [
      // The reference 1.1.1 has no other way, and no trunks.
      Case(
        what: "a VLAN beside the default one, with its gateway", plugin: "bridge",
        keys: """
          "bridge": "br0", "vlan": 100, "preserveDefaultVlan": true, "isGateway": true,
          \(staticAddresses)
          """)
    ])
  func doesWhatTheReferenceDoesWithVLANs(_ test: Case) throws {
    try doesWhatTheReferenceDoes(test)
  }

  @Test(arguments: cases)
  func doesWhatTheReferenceDoes(_ test: Case) throws {
    // Names of chains are made of it.
    let containerID = Pod.newID()
    let theirs = try outcome(of: test, by: .reference, containerID)
    let ours = try outcome(of: test, by: .ours, containerID)
    #expect(anonymous(ours.result) == anonymous(theirs.result))
    #expect(differences(ours.after, theirs.after) == "")
    #expect(differences(ours.end, theirs.end) == "")
  }

  private struct Outcome {
    var result: JSON
    var after: KernelState
    var end: KernelState
  }

  private func outcome(of test: Case, by program: Pod.Program, _ containerID: String) throws
    -> Outcome
  {
    let pod = try Pod(prepare: test.prepare, containerID: containerID)
    let plain = configuration(test.plugin, test.keys)
    let added = try pod.call("ADD", test.plugin, plain, by: program, arguments: test.arguments)
    try #require(added.isSuccess, "\(program): \(added.text)")
    let after = try KernelState(pod)
    let full = configuration(test.plugin, test.keys, previous: added.text)
    // The reference's bridge does not check without addresses.
    if test.keys.contains("static") || test.plugin != "bridge" {
      for checker in [Pod.Program.ours, .reference] {
        let checked = try pod.call("CHECK", test.plugin, full, by: checker)
        #expect(checked.isSuccess, "\(checker) on the work of \(program): \(checked.text)")
      }
    }
    let deleted = try pod.call("DEL", test.plugin, full, by: program)
    #expect(deleted.isSuccess, "\(program): \(deleted.text)")
    #expect(!pod.hasJournal)
    return Outcome(result: added.json, after: after, end: try KernelState(pod))
  }

  private func differences(_ ours: KernelState, _ theirs: KernelState) -> String {
    let more = ours.lines.subtracting(theirs.lines).sorted().map { "ours: \($0)" }
    let less = theirs.lines.subtracting(ours.lines).sorted().map { "theirs: \($0)" }
    return (more + less).joined(separator: "\n")
  }
}
