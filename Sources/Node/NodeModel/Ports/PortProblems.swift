import NetworkTypes

/// What is wrong with ports, found by comparing them with each other and with what is expected.
public struct PortProblems {
  private let state: PortState
  private let expectations: PortExpectations
  private let host: NamespaceID?

  public init(_ state: PortState, _ expectations: PortExpectations, host: NamespaceID?) {
    self.state = state
    self.expectations = expectations
    self.host = host
  }

  /// The same state with `expectedBy` and `problem` filled in.
  public func solved() -> PortState {
    var solved = state
    let own = state.entries.indices.filter { state.entries[$0].netns == host }
    let byPort = Dictionary(grouping: own) { state.entries[$0].port }
    for index in state.entries.indices {
      let entry = state.entries[index]
      solved.entries[index].expectedBy = expectation(entry)
      guard entry.netns == host, host != nil else { continue }
      let others = (byPort[entry.port] ?? []).filter { $0 != index }.map { state.entries[$0] }
      let problems = problems(entry, others)
      solved.entries[index].problem = problems.isEmpty ? nil : problems.joined(separator: "; ")
    }
    solved.ranges.problem = Self.problem(state.ranges)
    return solved
  }

  private func expectation(_ entry: PortState.Entry) -> String? {
    guard entry.kind == .listener else { return nil }
    guard entry.netns == host || entry.process != nil else { return nil }
    return expectations.owner(of: entry.port, entry.protocol, process: entry.process)?.title
  }

  private func problems(_ entry: PortState.Entry, _ others: [PortState.Entry]) -> [String] {
    switch entry.kind {
    case .listener: listenerProblems(entry, others)
    case .hostPort: hostPortProblems(entry, others)
    }
  }

  private func listenerProblems(
    _ entry: PortState.Entry, _ others: [PortState.Entry]
  ) -> [String] {
    var found: [String] = []
    if state.isKubernetesNode, let process = entry.process,
      let known = expectations.displaced(at: entry.port, entry.protocol, by: process)
    {
      found.append("it is the port of \(known.purpose), but \(process) listens")
    }
    if let thief = others.first(where: {
      $0.kind == .hostPort && $0.overlaps(entry) && !Self.isProxy(entry, of: $0)
    }) {
      found.append("shadowed by the host port of \(thief.pod ?? "a pod")")
    }
    if let other = others.first(where: { Self.areTwoSpeakers(entry, $0) }) {
      found.append("\(other.process ?? "another process") listens for BGP, too")
    }
    if state.isKubernetesNode, !entry.isLocal, state.ranges.nodePorts.contains(entry.port),
      entry.process != nil, !Self.proxies.contains(entry.process ?? "")
    {
      found.append("in the range of node ports \(state.ranges.nodePorts.portText)")
    }
    return found
  }

  private func hostPortProblems(
    _ entry: PortState.Entry, _ others: [PortState.Entry]
  ) -> [String] {
    var found: [String] = []
    if let other = others.first(where: { $0.kind == .hostPort && $0.overlaps(entry) }) {
      found.append("\(other.pod ?? "another pod") has the same host port")
    }
    if let listener = others.first(where: {
      $0.kind == .listener && $0.overlaps(entry) && !Self.isProxy($0, of: entry)
    }) {
      found.append("\(listener.process ?? "a process") of the node listens there")
    }
    if state.isKubernetesNode, state.ranges.nodePorts.contains(entry.port) {
      found.append("in the range of node ports \(state.ranges.nodePorts.portText)")
    }
    return found
  }

  /// Whether both are daemons that listen for BGP, at one address or of different kinds.
  ///
  /// BIRD 1 is a pair, `bird` and `bird6`.
  private static func areTwoSpeakers(_ one: PortState.Entry, _ other: PortState.Entry) -> Bool {
    func isSpeaker(_ entry: PortState.Entry) -> Bool {
      entry.kind == .listener && entry.port == 179 && entry.protocol == "tcp"
    }
    guard isSpeaker(one), isSpeaker(other), !one.pids.isEmpty, !other.pids.isEmpty,
      Set(one.pids).isDisjoint(with: other.pids)
    else { return false }
    func kind(_ entry: PortState.Entry) -> String {
      entry.process == "bird6" ? "bird" : entry.process ?? ""
    }
    return kind(one) != kind(other) || one.overlaps(other)
  }

  /// Programs that hold a port open for what rules lead elsewhere.
  private static let proxies: Set<String> = WellKnownPort.wholes.union([
    "kube-proxy", "kube-router", "cilium-agent", "antrea-agent", "docker-proxy", "rootlessport",
    "conmon", "crio", "portmap", "containers-root",
  ])

  private static func isProxy(_ listener: PortState.Entry, of hostPort: PortState.Entry) -> Bool {
    guard let process = listener.process else { return true }
    return proxies.contains(process) || (listener.pod != nil && listener.pod == hostPort.pod)
  }

  /// Node ports that outgoing connections may take, less those that the kernel leaves out.
  private static func problem(_ ranges: PortState.Ranges) -> String? {
    guard let ephemeral = ranges.ephemeral, ephemeral.overlaps(ranges.nodePorts) else {
      return nil
    }
    let shared = ephemeral.clamped(to: ranges.nodePorts)
    var free = 0
    var first: UInt16?
    for port in shared where !ranges.reserved.contains(where: { $0.contains(port) }) {
      free += 1
      if first == nil { first = port }
    }
    guard let first else { return nil }
    return "\(free) node ports from \(first) on are taken by outgoing connections, too: leave "
      + "\(shared.portText) out by net.ipv4.ip_local_reserved_ports"
  }
}
