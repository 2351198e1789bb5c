import NetworkTypes

extension Change.Value {
  /// What the value is called in every change of it.
  func key(on link: LinkID?, _ names: DeviceNames) -> String {
    switch self {
    case .namespace(let namespace): namespace.id.description
    case .link(let link): link.id.description
    case .pod(let pod): pod.uid ?? pod.title
    case .tunnel(let tunnel): tunnel.link.description
    case .configuration(let configuration): configuration.path
    case .plugin(let plugin): plugin.path
    case .bgpSpeaker(let speaker): "\(speaker.daemon) \(speaker.id.source)"
    case .bgpSession(let session): session.identity.joined(separator: " ")
    case .service(let service): service.key
    case .port(let port): port.identity
    default: title(on: names[link?.index], names)
    }
  }

  /// What the value is, without what may change while it stays the same thing.
  func title(on device: String?, _ names: DeviceNames) -> String {
    switch self {
    case .namespace(let namespace): namespace.paths.min() ?? namespace.id.description
    case .link(let link): link.name
    case .address(let address):
      "\(address.address)/\(address.prefixLength)" + Self.suffix(" on ", device)
    case .route(let route): Self.title(route)
    case .rule(let rule): "\(rule.priority): \(rule.family.word)"
    case .neighbour(let neighbour):
      "\(neighbour.address)" + Self.suffix(" on ", names[neighbour.device])
    case .fdb(let entry):
      "\(entry.macAddress)" + Self.suffix(" on ", names[entry.device])
        + Self.suffix(" vlan ", entry.vlan)
    case .nextHop(let hop): "next hop \(hop.id)"
    case .qdisc(let qdisc): Self.suffix("", names[qdisc.device]) + " \(qdisc.parent)"
    case .pod(let pod): pod.title
    case .tunnel(let tunnel): Self.suffix(tunnel.kind + " ", names[tunnel.link.index])
    case .configuration(let configuration): configuration.name ?? configuration.path
    case .plugin(let plugin): plugin.type
    case .bgpSpeaker(let speaker): speaker.daemon
    case .bgpSession(let session): session.title
    case .lease(let lease): "lease \(lease.address)"
    case .service(let service): service.title
    case .port(let port):
      "\(port.kind.rawValue) \(port.addressText):\(port.port)/\(port.protocol)"
        + Self.suffix(" of ", port.pod ?? port.process)
    }
  }

  private static func title(_ route: Route) -> String {
    let isUnicast = route.type == .unicast
    return (isUnicast ? "" : route.type.word + " ")
      + (route.isDefault ? "default \(route.family.word)" : route.destination.description)
      + (route.table == RouteTableID.main ? "" : " table \(RouteTableID.word(route.table))")
      + suffix(" metric ", route.priority)
  }

  private static func suffix(_ word: String, _ value: (some CustomStringConvertible)?) -> String {
    value.map { word + $0.description } ?? ""
  }
}
