public import Netlink

/// The messages of the routing family (`RTM_*`).
extension MessageType {
  public static let newLink = Self(rawValue: 16)  // RTM_NEWLINK
  public static let deleteLink = Self(rawValue: 17)  // RTM_DELLINK
  public static let getLink = Self(rawValue: 18)  // RTM_GETLINK
  public static let setLink = Self(rawValue: 19)  // RTM_SETLINK
  public static let newAddress = Self(rawValue: 20)  // RTM_NEWADDR
  public static let deleteAddress = Self(rawValue: 21)  // RTM_DELADDR
  public static let getAddress = Self(rawValue: 22)  // RTM_GETADDR
  public static let newRoute = Self(rawValue: 24)  // RTM_NEWROUTE
  public static let deleteRoute = Self(rawValue: 25)  // RTM_DELROUTE
  public static let getRoute = Self(rawValue: 26)  // RTM_GETROUTE
  public static let newNeighbour = Self(rawValue: 28)  // RTM_NEWNEIGH
  public static let deleteNeighbour = Self(rawValue: 29)  // RTM_DELNEIGH
  public static let getNeighbour = Self(rawValue: 30)  // RTM_GETNEIGH
  public static let newRule = Self(rawValue: 32)  // RTM_NEWRULE
  public static let deleteRule = Self(rawValue: 33)  // RTM_DELRULE
  public static let getRule = Self(rawValue: 34)  // RTM_GETRULE
  public static let newQdisc = Self(rawValue: 36)  // RTM_NEWQDISC
  public static let deleteQdisc = Self(rawValue: 37)  // RTM_DELQDISC
  public static let getQdisc = Self(rawValue: 38)  // RTM_GETQDISC
  public static let newNamespaceID = Self(rawValue: 88)  // RTM_NEWNSID
  public static let deleteNamespaceID = Self(rawValue: 89)  // RTM_DELNSID
  public static let getNamespaceID = Self(rawValue: 90)  // RTM_GETNSID
  public static let newStatistics = Self(rawValue: 92)  // RTM_NEWSTATS
  public static let getStatistics = Self(rawValue: 94)  // RTM_GETSTATS
  public static let newNextHop = Self(rawValue: 104)  // RTM_NEWNEXTHOP
  public static let deleteNextHop = Self(rawValue: 105)  // RTM_DELNEXTHOP
  public static let getNextHop = Self(rawValue: 106)  // RTM_GETNEXTHOP
}

/// The multicast groups of the routing family (`RTNLGRP_*`).
public enum RouteGroup {
  public static let link: UInt32 = 1  // RTNLGRP_LINK
  public static let neighbour: UInt32 = 3  // RTNLGRP_NEIGH
  public static let qdisc: UInt32 = 4  // RTNLGRP_TC
  public static let ipv4Address: UInt32 = 5  // RTNLGRP_IPV4_IFADDR
  public static let ipv4MulticastRoute: UInt32 = 6  // RTNLGRP_IPV4_MROUTE
  public static let ipv4Route: UInt32 = 7  // RTNLGRP_IPV4_ROUTE
  public static let ipv4Rule: UInt32 = 8  // RTNLGRP_IPV4_RULE
  public static let ipv6Address: UInt32 = 9  // RTNLGRP_IPV6_IFADDR
  public static let ipv6MulticastRoute: UInt32 = 10  // RTNLGRP_IPV6_MROUTE
  public static let ipv6Route: UInt32 = 11  // RTNLGRP_IPV6_ROUTE
  public static let ipv6Link: UInt32 = 12  // RTNLGRP_IPV6_IFINFO
  public static let ipv6Prefix: UInt32 = 18  // RTNLGRP_IPV6_PREFIX
  public static let ipv6Rule: UInt32 = 19  // RTNLGRP_IPV6_RULE
  public static let mdb: UInt32 = 26  // RTNLGRP_MDB
  public static let mplsRoute: UInt32 = 27  // RTNLGRP_MPLS_ROUTE
  public static let namespaceID: UInt32 = 28  // RTNLGRP_NSID
  public static let nextHop: UInt32 = 32  // RTNLGRP_NEXTHOP
  public static let bridgeVLAN: UInt32 = 33  // RTNLGRP_BRVLAN
  public static let tunnel: UInt32 = 35  // RTNLGRP_TUNNEL
  public static let statistics: UInt32 = 36  // RTNLGRP_STATS
}
