import Glibc
import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes
import NodeCollector

/// A small node made of network namespaces: an uplink, a bridge with pods, a macvlan pod, and an
/// overlay to a second node.
///
/// Everything is done by the project's own requests, and is gone when the namespaces are.
final class DemoNode {
  let folder: DemoFolder
  private let files: DemoFiles
  private let buffer = ReceiveBuffer()
  private let processes: DemoProcesses
  let traffic = DemoTraffic()

  private var node: DemoNamespace
  private var other: DemoNamespace
  /// The wire between the two nodes.
  private var wire: DemoNamespace
  private var pods: [String: (namespace: DemoNamespace, processes: [pid_t])] = [:]
  private var remotePod: DemoNamespace?

  private static let nodeAddress = IPAddress(ipv4: 0xC0A8_560A)  // 192.168.86.10
  private static let otherAddress = IPAddress(ipv4: 0xC0A8_560B)  // 192.168.86.11
  private static let any = IPPrefix(.unspecified(.ipv4), length: 0)

  init(_ folder: DemoFolder) throws {
    self.folder = folder
    files = DemoFiles(root: folder.root)
    processes = try DemoProcesses()
    try files.makeFolders("run/netns")
    try files.makeFolders("elsewhere")
    node = try DemoNamespace("node", folder: folder.elsewhere, buffer: buffer)
    other = try DemoNamespace("other-node", folder: folder.elsewhere, buffer: buffer)
    wire = try DemoNamespace("wire", folder: folder.elsewhere, buffer: buffer)
    try buildUnderlay()
    try buildOverlay()
    try files.writeNode()
    for pod in DemoPod.all { try add(pod) }
    startTraffic()
  }

  /// What the collector has to read to see this node and nothing else.
  var options: CollectorOptions {
    var options = CollectorOptions()
    options.root = folder.root
    options.netns = node.path
    options.proc = "/proc"
    options.isLimitedToBound = true
    return options
  }

  /// Takes everything away.
  func remove() {
    processes.stopAll()
    folder.remove()
  }

  // MARK: The network

  private func buildUnderlay() throws {
    try wire.perform(CreateLink("lan", .bridge()).message())
    try wire.up("lan")
    for (end, address) in [(node, Self.nodeAddress), (other, Self.otherAddress)] {
      var link = CreateLink("to-\(end.name)", .veth(peer: "eth0", peerNamespace: end.descriptor))
      link.master = try wire.index("lan")
      link.isUp = true
      try wire.perform(link.message())
      try end.up("eth0")
      try end.add(IPPrefix(address, length: 24), to: "eth0")
    }
    try wire.add(IPPrefix(IPAddress(ipv4: 0xC0A8_5601), length: 24), to: "lan")
    try node.route(Self.any, via: IPAddress(ipv4: 0xC0A8_5601), on: "eth0")
  }

  private func buildOverlay() throws {
    let subnets: [(DemoNamespace, IPAddress, UInt32)] = [
      (node, Self.nodeAddress, 0x0AF4_0100), (other, Self.otherAddress, 0x0AF4_0200),
    ]
    for (end, local, subnet) in subnets {
      var tunnel = CreateLink("flannel.1", .vxlan(id: 1, local: local, port: 8472, learning: false))
      tunnel.parent = try end.index("eth0")
      tunnel.mtu = 1450
      try end.perform(tunnel.message())
      try end.up("flannel.1")
      try end.add(IPPrefix(IPAddress(ipv4: subnet), length: 32), to: "flannel.1")
      try end.perform(CreateLink("cni0", .bridge()).message())
      try end.add(IPPrefix(IPAddress(ipv4: subnet | 1), length: 24), to: "cni0")
      try end.up("cni0")
    }
    for (here, there) in [(subnets[0], subnets[1]), (subnets[1], subnets[0])] {
      guard let macAddress = try there.0.macAddress("flannel.1") else { continue }
      let gateway = IPAddress(ipv4: there.2)
      try here.0.tunnelEnd(gateway, macAddress: macAddress, behind: there.1, on: "flannel.1")
      try here.0.route(
        IPPrefix(gateway, length: 24), via: gateway, on: "flannel.1", flags: .onLink)
    }
    let remote = try DemoNamespace("remote-pod", folder: folder.elsewhere, buffer: buffer)
    try connect(
      remote, to: other, hostInterface: "vethremote", address: IPAddress(ipv4: 0x0AF4_0202),
      gateway: IPAddress(ipv4: 0x0AF4_0201))
    remotePod = remote
    // Each node forwards; a namespace starts with its own settings.
    for end in [node, other] { Self.enableForwarding(in: end) }
  }

  /// What the bridge plugin does: a pair, one end on the bridge, an address, a default route.
  private func connect(
    _ pod: DemoNamespace, to host: DemoNamespace, hostInterface: String, address: IPAddress,
    gateway: IPAddress
  ) throws {
    var link = CreateLink(hostInterface, .veth(peer: "eth0", peerNamespace: pod.descriptor))
    link.master = try host.index("cni0")
    link.mtu = 1450
    link.isUp = true
    try host.perform(link.message())
    var change = ChangeLink(index: try pod.index("eth0"))
    change.mtu = 1450
    change.isUp = true
    try pod.perform(change.message())
    try pod.add(IPPrefix(address, length: 24), to: "eth0")
    try pod.route(Self.any, via: gateway, on: "eth0")
  }

  private static func enableForwarding(in namespace: DemoNamespace) {
    _ = try? namespace.handle.run {
      let file = open("/proc/sys/net/ipv4/ip_forward", O_WRONLY | O_CLOEXEC)
      if file >= 0 {
        _ = write(file, "1", 1)
        close(file)
      }
      return true
    }
  }

  // MARK: Pods

  /// Makes a pod: namespace, interface, processes and files.
  func add(_ pod: DemoPod) throws {
    let namespace = try DemoNamespace(pod.netns, folder: folder.netns, buffer: buffer)
    var hostMACAddress: String?
    if pod.isMACVLAN {
      var link = CreateLink("eth0", .macvlan(.bridge))
      link.parent = try node.index("eth0")
      link.namespace = namespace.descriptor
      try node.perform(link.message())
      try namespace.up("eth0")
      try namespace.add(pod.address, to: "eth0")
      try namespace.route(Self.any, via: IPAddress(ipv4: 0xC0A8_5601), on: "eth0")
    } else {
      try connect(
        namespace, to: node, hostInterface: pod.hostInterface, address: pod.address.address,
        gateway: IPAddress(ipv4: 0x0AF4_0101))
      hostMACAddress = try node.macAddress(pod.hostInterface)?.description
    }
    let started = try pod.containers.map {
      try processes.start(in: namespace.handle, name: $0)
    }
    try files.write(
      pod, macAddress: try namespace.macAddress("eth0")?.description ?? "",
      hostMACAddress: hostMACAddress, processes: started)
    pods[pod.name] = (namespace, started)
  }

  /// Removes a pod as a runtime does: processes, the link, the binding, the files.
  func remove(_ pod: DemoPod) {
    guard let (namespace, started) = pods.removeValue(forKey: pod.name) else { return }
    started.forEach { processes.stop($0) }
    if let index = try? node.index(pod.hostInterface) {
      try? node.perform(DeleteLink(index: index).message())
    }
    DemoNamespace.remove(path: namespace.path)
    files.remove(pod)
  }

  /// A link that goes down and comes back.
  func flap(_ pod: DemoPod, isUp: Bool) { try? node.setUp(pod.hostInterface, isUp) }

  private func startTraffic() {
    let flows: [(from: String, to: String, period: Int, size: Int)] = [
      ("web-0", "cart-6b9f8d7c5-ql9wz", 1, 1300), ("web-1", "cart-6b9f8d7c5-ql9wz", 3, 800),
      ("cart-6b9f8d7c5-ql9wz", "db-0", 2, 600), ("db-0", "cart-6b9f8d7c5-ql9wz", 2, 1400),
      ("web-0", "coredns-5d78c9869d-7xk2p", 10, 60),
    ]
    for pod in DemoPod.all { pods[pod.name].map { traffic.receive(in: $0.namespace.handle) } }
    if let remotePod { traffic.receive(in: remotePod.handle) }
    for flow in flows {
      guard let from = pods[flow.from]?.namespace,
        let to = DemoPod.all.first(where: { $0.name == flow.to })
      else { continue }
      traffic.send(
        from: from.handle, to: UInt32(truncatingIfNeeded: to.address.address.low),
        period: flow.period, size: flow.size)
    }
    if let from = pods["web-1"]?.namespace {
      traffic.send(from: from.handle, to: 0x0AF4_0202, period: 4, size: 1000)
    }
  }
}
