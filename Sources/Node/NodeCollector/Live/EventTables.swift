import Netlink
import NetlinkRoute
import NetworkTypes

extension MessageType {
  fileprivate static let newMulticastEntry = Self(rawValue: 84)  // RTM_NEWMDB
  fileprivate static let deleteMulticastEntry = Self(rawValue: 85)  // RTM_DELMDB
}

/// Says which tables an event is about.
enum EventTables {
  /// The multicast groups that are always heard.
  ///
  /// Those of routes are joined only while routes are wanted: hearing them slows whoever makes
  /// routes to about half.
  static let groups: [UInt32] = [
    RouteGroup.link, RouteGroup.ipv4Address, RouteGroup.ipv6Address, RouteGroup.neighbour,
    RouteGroup.ipv4Rule, RouteGroup.ipv6Rule, RouteGroup.namespaceID, RouteGroup.nextHop,
    RouteGroup.qdisc, RouteGroup.ipv6Link, RouteGroup.mdb,
  ]
  static let routeGroups: [UInt32] = [RouteGroup.ipv4Route, RouteGroup.ipv6Route]

  /// What the messages of one datagram are about.
  ///
  /// Anything unreadable is about all tables.
  ///
  /// The kernel tells the cause and not always the effects: routes, next hops and rules that a
  /// link or an address takes along go without a word. So an event is about all that it may
  /// have changed.
  ///
  /// - Parameter flags: What each link had by the last event of it, or when all was read; what
  ///   it has now is noted. What links were read with since then may be newer than the event.
  static func tables(in datagram: RawSpan, flags: inout [Int32: LinkFlags])
    -> (tables: TableSet, namespaces: Bool)
  {
    var tables: TableSet = []
    var namespaces = false
    var messages = MessageReader(datagram)
    do {
      while let message = try messages.next() {
        switch message.header.type {
        case .newLink, .deleteLink:
          tables.formUnion(linkTables(message, &flags))
        case .newAddress, .deleteAddress:
          // Routes with the address as their source go with it (`fib_sync_down_addr`), and an
          // IPv6 address adds a multicast address to the device, which is an entry of its FDB.
          tables.formUnion([.addresses, .routes, .fdb])
        case .newRoute, .deleteRoute: tables.insert(.routes)
        case .newNeighbour, .deleteNeighbour: tables.formUnion(neighbourTables(message.payload))
        case .newRule, .deleteRule: tables.insert(.rules)
        case .newQdisc, .deleteQdisc: tables.insert(.qdiscs)
        case .newNamespaceID, .deleteNamespaceID: namespaces = true
        // Routes of a next hop that is deleted go with it (`__remove_nexthop_fib`).
        case .newNextHop, .deleteNextHop: tables.formUnion([.nextHops, .routes])
        // A port of a bridge counts its multicast groups.
        case .newMulticastEntry, .deleteMulticastEntry: tables.insert(.links)
        default: break
        }
      }
    } catch {
      return (everything, true)
    }
    return (tables, namespaces)
  }

  /// A link that rises, falls or loses its carrier takes along what is bound to it: routes, next
  /// hops (`nexthop_flush_dev`), proxy entries; and rules that name it become detached or not
  /// when it comes or goes.
  private static func linkTables(
    _ message: borrowing Message, _ flags: inout [Int32: LinkFlags]
  ) -> TableSet {
    let payload = message.payload
    guard let family: UInt8 = payload.integer(at: 0), let index: Int32 = payload.integer(at: 4),
      let now: UInt32 = payload.integer(at: 8)
    else { return everything }
    let isGone = message.header.type == .deleteLink
    switch family {
    // AF_BRIDGE tells of bridge ports, AF_INET6 of settings: not of new or lost links.
    case 7: return isGone ? [.links, .fdb, .tunnelFDB] : .links
    case 10: return .links
    default: break
    }
    let upAndRunning: LinkFlags = [.up, .running, .lowerUp]
    let before = flags[index]?.intersection(upAndRunning) ?? []
    let after = isGone ? [] : LinkFlags(rawValue: now).intersection(upAndRunning)
    flags[index] = isGone ? nil : after
    // With a million routes this spares a second for each pod.
    return before == after
      ? [.links, .addresses, .rules, .fdb, .tunnelFDB, .tunnelPeers, .qdiscs] : everything
  }

  private static func neighbourTables(_ payload: RawSpan) -> TableSet {
    guard payload.integer(at: 0, as: UInt8.self) == 7 else { return .neighbours }  // AF_BRIDGE
    // Entries of a vxlan device are its own (NTF_SELF), and not of the bridge that it is in.
    let flags: UInt8 = payload.integer(at: 10) ?? 0
    return flags & 0x02 == 0 ? .fdb : [.fdb, .tunnelFDB]
  }

  /// Also what is part of another table.
  static let everything = TableSet.all.union(.tunnelFDB)
}
