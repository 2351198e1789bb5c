import NetlinkDiag
import NetworkTypes
import NodeModel
import NodeSources

/// Joins sockets with the processes and pods that have them, and with what leads to pods.
struct PortJoin {
  private let findings: PortFindings
  private let snapshot: Snapshot
  private let host: NamespaceID?
  /// The pods by their uid, and those with a namespace of their own by that.
  private var podsByUID: [String: String] = [:]
  private var podsByContainer: [String: String] = [:]
  private var podsByNamespace: [NamespaceID: String] = [:]

  init(_ findings: PortFindings, _ snapshot: Snapshot) {
    self.findings = findings
    self.snapshot = snapshot
    host = snapshot.host?.id
    for pod in snapshot.pods {
      if let uid = pod.uid { podsByUID[uid] = pod.title }
      for container in pod.containers {
        if let id = container.id { podsByContainer[id] = pod.title }
      }
      if let id = pod.sandboxID { podsByContainer[id] = pod.title }
      if let netns = pod.netns, !pod.hostNetwork { podsByNamespace[netns] = pod.title }
    }
  }

  var state: PortState {
    var state = PortState(
      entries: listeners + hostPorts, ranges: ranges, isKubernetesNode: findings.isKubernetesNode)
    state.entries.sort { Self.key($0, host) < Self.key($1, host) }
    return PortProblems(state, PortExpectations(configured), host: host).solved()
  }

  /// The node's own namespace first; then by port, and by all that tells two of them apart.
  private static func key(
    _ entry: PortState.Entry, _ host: NamespaceID?
  ) -> (Int, UInt16, String, NamespaceID, String) {
    let netns = entry.netns ?? NamespaceID(inode: 0)
    return (netns == host ? 0 : 1, entry.port, entry.protocol, netns, entry.identity)
  }

  // MARK: Sockets

  /// One for all sockets that share a port.
  private var listeners: [PortState.Entry] {
    findings.sockets.flatMap { inode, sockets -> [PortState.Entry] in
      let netns = NamespaceID(inode: inode)
      let namespace = snapshot.namespace(netns)
      var found: [String: PortState.Entry] = [:]
      for socket in sockets {
        let entry = listener(socket, netns, namespace)
        let key = entry.identity
        guard var known = found[key] else {
          found[key] = entry
          continue
        }
        known.sockets += 1
        known.pids = Set(known.pids).union(entry.pids).sorted()
        known.process = known.process ?? entry.process
        known.pod = known.pod ?? entry.pod
        found[key] = known
      }
      return Array(found.values)
    }
  }

  private func listener(
    _ listening: ListeningSocket, _ netns: NamespaceID, _ namespace: Namespace?
  ) -> PortState.Entry {
    let socket = listening.socket
    var entry = PortState.Entry(
      .listener, socket.localPort, listening.protocol.word, address: socket.localAddress.unmapped,
      netns: netns)
    entry.isIPv6Only = socket.family == .ipv6 && socket.isIPv6Only == true
    entry.device =
      socket.device == 0
      ? nil : namespace?.linkName(Int32(truncatingIfNeeded: socket.device)) ?? "if\(socket.device)"
    entry.uid = socket.uid
    entry.sockets = 1
    let owners = findings.owners[socket.inode]
    entry.pids = owners.map(\.pid)
    entry.process = owners.first?.command
    if owners.isEmpty, listening.protocol == .udp { entry.process = tunnel(entry) }
    entry.pod = podsByNamespace[netns] ?? owners.lazy.compactMap(pod).first
    return entry
  }

  /// The pod in whose container a process runs.
  private func pod(of owner: SocketOwner) -> String? {
    owner.container?.podUID.flatMap { podsByUID[$0] }
      ?? owner.container?.containerID.flatMap { podsByContainer[$0] }
  }

  /// The tunnel of the kernel that receives at a port.
  private func tunnel(_ entry: PortState.Entry) -> String? {
    let tunnel = snapshot.tunnels.first {
      $0.link.namespace == entry.netns && $0.port == entry.port && $0.kind != "wireguard"
    }
    return tunnel.flatMap { snapshot.link($0.link) }.map { "kernel (\($0.name))" }
  }

  // MARK: Ports that lead elsewhere

  /// Those that container runtimes were told to make.
  private var hostPorts: [PortState.Entry] {
    snapshot.pods.flatMap { pod -> [PortState.Entry] in
      // A container of the node's own namespace has its ports by listening.
      guard !pod.hostNetwork else { return [] }
      return pod.hostPorts.map { port in
        let address = port.hostAddress.flatMap { IPAddress($0) }
        var entry = PortState.Entry(
          .hostPort, port.hostPort, port.protocol.lowercased(),
          address: address.flatMap { $0.isUnspecified ? nil : $0 }, netns: host)
        entry.pod = pod.title
        entry.targets = targets(port, of: pod, family: address?.family)
        return entry
      }
    }
  }

  private func targets(
    _ port: Pod.HostPort, of pod: Pod, family: AddressFamily?
  ) -> [String] {
    let addresses = pod.interfaces.flatMap(\.addresses).map(\.address).filter {
      family == nil || $0.family == family
    }
    return addresses.sorted().map { address in
      address.family == .ipv4
        ? "\(address):\(port.containerPort)" : "[\(address)]:\(port.containerPort)"
    }
  }

  // MARK: Settings

  private var configured: [ConfiguredPort] {
    findings.settings.compactMap { setting in
      guard case .port(let port) = setting.value else { return nil }
      return ConfiguredPort(
        program: setting.program, purpose: setting.purpose, port: port, source: setting.source)
    }
  }

  private var ranges: PortState.Ranges {
    var ranges = PortState.Ranges()
    for setting in findings.settings {
      guard case .range(let range) = setting.value, range.lowerBound > 0 else { continue }
      ranges.nodePorts = range
      ranges.nodePortsSource = setting.source
    }
    let ends = (findings.ephemeral ?? "").split { $0 == "\t" || $0 == " " }
    if ends.count == 2 { ranges.ephemeral = ClosedRange(ports: "\(ends[0])-\(ends[1])") }
    ranges.reserved = (findings.reserved ?? "").split(separator: ",").compactMap {
      ClosedRange(ports: $0)
    }
    return ranges
  }
}
