import CNICore
import CNIPlugins
import CNIRuntime
import CNISpec
import CNIStores
import LinuxSystem
import TestSupport
import Testing

/// The plugins of Debian's `containernetworking-plugins`, executed in a namespace of the test.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct ReferenceTests {
  private func list(_ folder: String) throws -> NetworkConfiguration {
    let text = #"""
      {"cniVersion":"1.0.0","name":"net","plugins":[
       {"type":"bridge","bridge":"br0","isGateway":true,
        "ipam":{"type":"host-local","subnet":"10.9.0.0/24","dataDir":"\#(folder)/leases",
                "routes":[{"dst":"0.0.0.0/0"}]}},
       {"type":"tuning","sysctl":{"net.ipv4.conf.eth0.arp_filter":"1"}}]}
      """#
    return try NetworkConfiguration(parsing: Array(text.utf8))
  }

  @Test func attachCheckDelete() throws {
    let test = try TestRuntime([], path: ["/usr/lib/cni"])
    let node = try TestNamespace()
    let pod = try TestNamespace()
    let (runtime, network) = (test.runtime, try list(test.folder))
    let attachment = CNIRuntime.Attachment(containerID: "pod", ifname: "eth0", netns: pod.path)
    let result = try node.namespace.run { try runtime.add(network, attachment) }
    #expect(result.ips.map { "\($0.address)" } == ["10.9.0.2/24"])
    #expect(result.interfaces.last?.name == "eth0")
    let addresses = try pod.json("ip -j -4 addr show dev eth0").elements.first?["addr_info"]
    #expect(addresses?.elements.first?["local"] == "10.9.0.2")
    #expect(try pod.run("cat /proc/sys/net/ipv4/conf/eth0/arp_filter") == "1\n")
    #expect(try run(["ls", test.folder + "/leases/net"]).contains("10.9.0.2\n"))

    #expect(try node.namespace.run { try runtime.check(network, attachment) })
    try pod.ip("addr flush dev eth0")
    #expect(throws: CNIError.self) {
      try node.namespace.run { try runtime.check(network, attachment) }
    }

    try node.namespace.run { try runtime.delete(network, attachment) }
    #expect(try pod.json("ip -j link").elements.count == 1)
    #expect(try !run(["ls", test.folder + "/leases/net"]).contains("10.9.0.2\n"))
    #expect(test.cacheFiles.isEmpty)
  }

  /// The second plugin fails: what the first one made is taken back.
  @Test func undoesAnAddThatFailsHalfWay() throws {
    let test = try TestRuntime([], path: ["/usr/lib/cni"])
    try test.addProgram(
      "fails", #"[ $CNI_COMMAND = ADD ] || exit 0; echo '{"code":7,"msg":"no"}'; exit 1"#)
    let node = try TestNamespace()
    let pod = try TestNamespace()
    var network = try list(test.folder)
    try network.append(.object([JSONMember("type", .string("fails"))]))
    let (runtime, broken) = (test.runtime, network)
    let attachment = CNIRuntime.Attachment(containerID: "pod", ifname: "eth0", netns: pod.path)
    #expect(throws: CNIError(.invalidConfiguration, #"plugin type="fails" failed (add): no"#)) {
      try node.namespace.run { try runtime.add(broken, attachment) }
    }
    #expect(try pod.json("ip -j link").elements.count == 1)
    #expect(try node.json("ip -j link show type veth").elements.isEmpty)
    #expect(try !run(["ls", test.folder + "/leases/net"]).contains("10.9.0.2\n"))
    #expect(test.cacheFiles.isEmpty)
  }

  /// The namespace went away without DEL: GC gives everything back.
  @Test func collectsWhatLostItsNamespace() throws {
    let test = try TestRuntime([], path: ["/usr/lib/cni"])
    let node = try TestNamespace()
    let (runtime, network) = (test.runtime, try list(test.folder))
    // A path of the test's own: numbers of descriptors are used again by tests that run beside.
    let path = test.folder + "/netns"
    do {
      let pod = try TestNamespace()
      try run(["ln", "-s", pod.path, path])
      let attachment = CNIRuntime.Attachment(containerID: "pod", ifname: "eth0", netns: path)
      _ = try node.namespace.run { try runtime.add(network, attachment) }
    }
    try run(["rm", path])
    let collection = try node.namespace.run {
      runtime.garbageCollect(
        network, among: runtime.store.all().files.map(\.entry), keeping: [])
    }
    #expect(collection.stale.map(\.containerID) == ["pod"])
    #expect(collection.errors.isEmpty)
    #expect(try !run(["ls", test.folder + "/leases/net"]).contains("10.9.0.2\n"))
    #expect(test.cacheFiles.isEmpty)
  }

  /// The path names another namespace by now: nothing in that one is touched.
  @Test func doesNotDeleteInTheNamespaceOfAStranger() throws {
    let test = try TestRuntime([], path: ["/usr/lib/cni"])
    let node = try TestNamespace()
    let stranger = try TestNamespace()
    try stranger.ip("link add eth0 type veth peer name other")
    let (runtime, network) = (test.runtime, try list(test.folder))
    let path = test.folder + "/netns"
    do {
      let pod = try TestNamespace()
      try run(["ln", "-s", pod.path, path])
      let attachment = CNIRuntime.Attachment(containerID: "pod", ifname: "eth0", netns: path)
      _ = try node.namespace.run { try runtime.add(network, attachment) }
    }
    try run(["ln", "-sfn", stranger.path, path])
    let collection = try node.namespace.run {
      runtime.garbageCollect(
        network, among: runtime.store.all().files.map(\.entry), keeping: [])
    }
    #expect(collection.errors.isEmpty && collection.stale.count == 1)
    #expect(try stranger.json("ip -j link show dev eth0").elements.count == 1)
    #expect(try !run(["ls", test.folder + "/leases/net"]).contains("10.9.0.2\n"))
  }

  /// Loopback of ours in this process, in a chain with one of others.
  @Test func ourOwnInOneChainWithThem() throws {
    let test = try TestRuntime([], path: ["/usr/lib/cni"])
    let node = try TestNamespace()
    let pod = try TestNamespace()
    let text = #"""
      {"cniVersion":"1.0.0","name":"lo","plugins":[{"type":"loopback"},
       {"type":"tuning","sysctl":{"net.ipv4.conf.lo.arp_filter":"1"}}]}
      """#
    let network = try NetworkConfiguration(parsing: Array(text.utf8))
    var runtime = test.runtime
    runtime.context.plugins = BuiltInPlugins.all.filter { $0.type == "loopback" }
    let (ours, attachment) = (
      runtime, CNIRuntime.Attachment(containerID: "pod", ifname: "lo", netns: pod.path)
    )
    let result = try node.namespace.run { try ours.add(network, attachment) }
    #expect(result.ips.map { "\($0.address)" } == ["127.0.0.1/8", "::1/128"])
    #expect(try node.namespace.run { try ours.check(network, attachment) })
    try node.namespace.run { try ours.delete(network, attachment) }
    #expect(try pod.json("ip -j link").elements.first?["operstate"] == "DOWN")
  }
}
