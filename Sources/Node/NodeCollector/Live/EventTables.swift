import Netlink
import NetlinkRoute

/// Says which tables an event is about.
enum EventTables {
  /// The multicast groups that are always heard. Those of routes are joined only while routes
  /// are wanted: hearing them slows whoever makes routes to about half.
  static let groups: [UInt32] = [
    RouteGroup.link, RouteGroup.ipv4Address, RouteGroup.ipv6Address, RouteGroup.neighbour,
    RouteGroup.ipv4Rule, RouteGroup.ipv6Rule, RouteGroup.namespaceID, RouteGroup.nextHop,
    RouteGroup.qdisc,
  ]
  static let routeGroups: [UInt32] = [RouteGroup.ipv4Route, RouteGroup.ipv6Route]

  /// What the messages of one datagram are about. Anything unreadable is about all tables.
  static func tables(in datagram: RawSpan) -> (tables: TableSet, namespaces: Bool) {
    var tables: TableSet = []
    var namespaces = false
    var messages = MessageReader(datagram)
    do {
      while let message = try messages.next() {
        switch message.header.type.rawValue {
        case 16, 17: tables.formUnion(linkTables(message.payload))  // RTM_NEWLINK, RTM_DELLINK
        case 20, 21: tables.insert(.addresses)  // RTM_NEWADDR, RTM_DELADDR
        case 24, 25: tables.insert(.routes)  // RTM_NEWROUTE, RTM_DELROUTE
        case 28, 29: tables.insert(neighbourTable(message.payload))  // RTM_NEWNEIGH, RTM_DELNEIGH
        case 32, 33: tables.insert(.rules)  // RTM_NEWRULE, RTM_DELRULE
        case 36, 37: tables.insert(.qdiscs)  // RTM_NEWQDISC, RTM_DELQDISC
        case 88, 89: namespaces = true  // RTM_NEWNSID, RTM_DELNSID
        case 104, 105: tables.insert(.nextHops)  // RTM_NEWNEXTHOP, RTM_DELNEXTHOP
        default: break
        }
      }
    } catch {
      return (.all, true)
    }
    return (tables, namespaces)
  }

  /// A link that goes down takes its routes with it, and the kernel sends no event for those.
  private static func linkTables(_ payload: RawSpan) -> TableSet {
    let family: UInt8 = payload.integer(at: 0) ?? 0
    // AF_BRIDGE tells of bridge ports, not of new or lost links.
    return family == 7 ? [.links] : [.links, .routes, .qdiscs]
  }

  private static func neighbourTable(_ payload: RawSpan) -> TableSet {
    payload.integer(at: 0, as: UInt8.self) == 7 ? .fdb : .neighbours  // AF_BRIDGE
  }
}
