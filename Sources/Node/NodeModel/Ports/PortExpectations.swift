/// A port that a setting of the node gives to a program.
public struct ConfiguredPort: Hashable, Sendable {
  /// The name of the program, whole.
  public var program: String
  /// `API server`, as `WellKnownPort.purpose` has it.
  public var purpose: String
  public var port: UInt16
  /// `--secure-port in /etc/kubernetes/manifests/kube-apiserver.yaml`.
  public var source: String

  public init(program: String, purpose: String, port: UInt16, source: String) {
    self.program = program
    self.purpose = purpose
    self.port = port
    self.source = source
  }
}

/// Whose each port is: by default, or by the configuration of the node.
public struct PortExpectations: Sendable {
  private var byPort: [UInt16: [WellKnownPort]] = [:]
  /// Those of any port, which a program alone tells.
  private var anywhere: [WellKnownPort] = []

  /// - Parameter configured: A port that is moved is no longer expected at its default.
  public init(_ configured: [ConfiguredPort] = [], defaults: [WellKnownPort] = WellKnownPort.all) {
    let moved = Set(configured.map(\.purpose))
    for known in defaults {
      let settings = configured.filter {
        known.owner == "kubernetes" && $0.purpose == known.purpose
      }
      guard moved.contains(known.purpose), !settings.isEmpty else {
        add(known)
        continue
      }
      for setting in settings where setting.port != 0 {
        var here = known
        here.ports = setting.port...setting.port
        here.programs.insert(String(setting.program.prefix(15)))
        if !known.ports.contains(setting.port) { here.source = setting.source }
        if byPort[setting.port]?.contains(here) != true { add(here) }
      }
    }
  }

  private mutating func add(_ known: WellKnownPort) {
    guard known.ports.count <= 16 else {
      anywhere.append(known)
      return
    }
    for port in known.ports { byPort[port, default: []].append(known) }
  }

  /// All that may have a port.
  public subscript(port: UInt16, protocol: String) -> [WellKnownPort] {
    (byPort[port] ?? []).filter { $0.protocols.contains(`protocol`) }
  }

  /// Whose port a program is at; nil for one that nothing is known of.
  public func owner(
    of port: UInt16, _ protocol: String, process: String?
  ) -> WellKnownPort? {
    let candidates = self[port, `protocol`]
    guard let process else { return candidates.first { !$0.isCommon } }
    if process.hasPrefix("kernel") { return candidates.first { $0.programs.isEmpty } }
    return candidates.first { $0.programs.contains(process) }
      ?? (`protocol` == "tcp" ? anywhere.first { $0.programs.contains(process) } : nil)
  }

  /// The component without which a node does not work, where another program is at its port.
  public func displaced(
    at port: UInt16, _ protocol: String, by process: String
  ) -> WellKnownPort? {
    let vital = self[port, `protocol`].filter(\.isVital)
    return vital.contains { $0.programs.contains(process) } ? nil : vital.first
  }
}
