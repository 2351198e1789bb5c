import NetworkTypes
import NodeModel

extension Change {
  /// Whether it only says that a kernel did what it does by itself, after something that is told
  /// by another change: duplicate address detection, multicast groups, the qdiscs of a new link.
  var isChatter: Bool {
    switch after ?? before {
    case .address(let address)?:
      // A failed detection is news: the address does not work.
      if address.flags.contains(.dadFailed) { return false }
      if action == .changed { return fields.allSatisfy { $0.name == "flags" } }
      return address.address.isLoopback || isOwnLinkLocal(address)
    case .link?:
      return action == .changed && fields.allSatisfy { Self.restlessLinkFields.contains($0.name) }
    case .fdb(let entry)?:
      return entry.remote == nil
        && (entry.macAddress.isMulticast
          || (entry.state == .permanent && entry.flags.contains(.`self`)))
    case .neighbour(let neighbour)?:
      return neighbour.state == .noARP || neighbour.address.isMulticast
    case .route(let route)?:
      if route.destination.address.isMulticast { return true }
      // Those of the table `local` come and go with an address, which is told.
      return route.protocol == .kernel
        && (route.table == RouteTableID.local || route.destination.address.isLinkLocal)
    case .rule(let rule)?:
      // The three that every new namespace has.
      return rule.attributes["protocol"]?.text == "kernel"
        && [0, 32_766, 32_767].contains(rule.priority)
    case .qdisc?: return action != .changed
    case .namespace?: return action == .changed && fields.allSatisfy { $0.name == "processes" }
    default: return false
    }
  }

  /// What a link tells of router solicitation and of the multicast groups behind it.
  private static let restlessLinkFields: Set<String> = [
    "inet6Flags", "port.multicastGroups", "port.multicastHostsCount",
  ]

  /// An address that a kernel made from the link-layer address of its link.
  private func isOwnLinkLocal(_ address: InterfaceAddress) -> Bool {
    address.address.family == .ipv6 && address.address.isLinkLocal
  }
}
