public import CNIPlan
public import CNISpec
import LinuxSystem
import Netlink
public import NetlinkRoute
import NetworkTypes

extension KernelSession {
  /// Does what tunnels take.
  func performTunnels(_ action: Action) throws {
    switch action {
    case .addNeighbour(let neighbour): try perform(change(.add, neighbour).message())
    case .deleteNeighbour(let neighbour):
      try tolerating(.noSuchFile) { () throws(NetlinkError) in
        try perform(change(.delete, neighbour).message())
      }
    case .addForwarding(let entry): try perform(change(.add, entry).message())
    case .deleteForwarding(let entry):
      try tolerating(.noSuchFile) { () throws(NetlinkError) in
        try perform(change(.delete, entry).message())
      }
    case .addTableRule(let rule):
      try tolerating(.notSupported) { () throws(NetlinkError) in
        try tolerating(.fileExists) { () throws(NetlinkError) in
          try perform(change(.add, rule).message())
        }
      }
    case .deleteTableRule(let rule):
      // A kernel without IPv6 has no rules of it.
      try tolerating(.notSupported) { () throws(NetlinkError) in
        try tolerating(.noSuchFile) { () throws(NetlinkError) in
          try perform(change(.delete, rule).message())
        }
      }
    case .setWireGuard(let settings): try set(settings)
    case .deleteUnusedTunnel(let tunnel):
      // Whoever plans it has the lock of the network.
      try deleteUnused(tunnel)
    default: break
    }
  }

  private func change(_ change: Change, _ neighbour: NewNeighbour) throws(NetlinkError)
    -> ChangeNeighbour
  {
    ChangeNeighbour(
      change, neighbour: neighbour.address, neighbour.macAddress,
      on: try index(neighbour.device))
  }

  private func change(_ change: Change, _ entry: NewForwarding) throws(NetlinkError)
    -> ChangeNeighbour
  {
    var request = ChangeNeighbour(
      change, fdb: entry.macAddress, remote: entry.remote, flags: .self,
      on: try index(entry.device))
    request.replaces = true
    return request
  }

  private func change(_ change: Change, _ rule: TableRule) -> ChangeRule {
    ChangeRule(change, rule.family, priority: rule.priority, table: rule.table)
  }

  /// Whether a container is on the tunnel of a network.
  public func isUsed(_ tunnel: SharedTunnel) throws(CNIError) -> Bool {
    let links = try links()
    let bridge = tunnel.bridge.flatMap { name in links.first { $0.name == name } }
    return links.contains { link in
      link.name.hasPrefix(tunnel.portPrefix) || (bridge != nil && link.master == bridge?.index)
    }
  }

  /// Takes the tunnel of a network away, and its bridge, unless a container is on it.
  ///
  /// - Parameter isUnfinished: Whoever made it may have been killed before it was marked.
  func deleteUnused(_ tunnel: SharedTunnel, isUnfinished: Bool = false) throws {
    guard try !isUsed(tunnel) else { return }
    // Another network may have the same table, and with it the same rule.
    for rule in tunnel.rules where try isEmptyTable(rule) {
      try performTunnels(.deleteTableRule(rule))
    }
    if let bridge = tunnel.bridge { try deleteUnusedBridge(bridge) }
    guard !tunnel.device.isEmpty, let found = try message(tunnel.device),
      // Another one of that name is somebody else's.
      found.alias == tunnel.alias || (isUnfinished && found.alias == nil)
    else { return }
    try deleteLink(tunnel.device)
  }

  private func isEmptyTable(_ rule: TableRule) throws(NetlinkError) -> Bool {
    do { return try dump(RouteDump(family: rule.family, table: rule.table)).entries.isEmpty } catch
    {
      // The kernel makes a table with its first route, and may not keep an empty one.
      guard error.reason == .noSuchFile else { throw error }
      return true
    }
  }

  // MARK: What leads to peers

  /// The neighbours of a link that somebody entered for good.
  public func permanentNeighbours(_ device: Int32) throws(CNIError) -> [NeighbourMessage] {
    do {
      return try dump(NeighbourDump(device: device)).entries
        .filter { $0.device == device && $0.state.principal == .permanent }
    } catch { throw CNIError(.other, "cannot list the neighbours of link \(device): \(error)") }
  }

  /// The entries of a vxlan device that name a remote end.
  public func forwardings(_ device: Int32) throws(CNIError) -> [NeighbourMessage] {
    do {
      return try dump(FDBDump(device: device)).entries
        .filter { $0.device == device && $0.address != nil }
    } catch {
      throw CNIError(.other, "cannot list the forwarding table of link \(device): \(error)")
    }
  }
}

extension SharedTunnel {
  /// What marks the device (`ip link show` prints it): whose it is.
  public var alias: String { "overlay \(network)" }
}

extension TunnelKind {
  /// As the kernel is asked for it.
  var request: CreateLink.Kind {
    switch self {
    case .vxlan(let id, let local, let port):
      .vxlan(id: id, local: local, port: port, learning: false)
    case .geneve(let port): .geneve(port: port)
    case .gre(let key, let local): .gre(local: local, key: key)
    case .ipip(let local): .ipip(local: local)
    case .wireGuard: .wireGuard
    }
  }
}

extension IPEncapsulation {
  init(_ tunnel: RouteTunnel) {
    self.init()
    id = tunnel.id
    source = tunnel.source
    destination = tunnel.destination
    ttl = 64
    // TUNNEL_KEY; around IPv6, receivers want checksums (TUNNEL_CSUM).
    flags = tunnel.destination.family == .ipv6 ? 0x05 : 0x04
  }
}
