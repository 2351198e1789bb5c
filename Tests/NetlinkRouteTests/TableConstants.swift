import CLinux
import Netlink
import NetlinkRoute

/// Addresses, routes, rules, neighbours and the rest.
enum TableConstants {
  static let all: [[Constant]] = [
    addressAttribute, messageType, routeGroup, neighbourAttribute, fdbAttribute, nextHopAttribute,
    resilientGroupAttribute, namespaceIDAttribute, qdiscAttribute, statisticsAttribute,
    ipEncapsulationAttribute, bpfEncapsulationAttribute, xfrmEncapsulationAttribute,
    routeHopAttribute, routeAttribute, routeMetricAttribute, ruleAttribute,
  ]

  static let addressAttribute = constants(
    of: AddressAttribute.self,
    [
      (.address, IFA_ADDRESS),
      (.local, IFA_LOCAL),
      (.label, IFA_LABEL),
      (.broadcast, IFA_BROADCAST),
      (.anycast, IFA_ANYCAST),
      (.cache, IFA_CACHEINFO),
      (.multicast, IFA_MULTICAST),
      (.wideFlags, IFA_FLAGS),
      (.routePriority, IFA_RT_PRIORITY),
      (.targetNetnsID, IFA_TARGET_NETNSID),
      (.origin, IFA_PROTO),
    ])

  static let messageType = constants(
    of: MessageType.self,
    [
      (.newLink, RTM_NEWLINK),
      (.deleteLink, RTM_DELLINK),
      (.getLink, RTM_GETLINK),
      (.setLink, RTM_SETLINK),
      (.newAddress, RTM_NEWADDR),
      (.deleteAddress, RTM_DELADDR),
      (.getAddress, RTM_GETADDR),
      (.newRoute, RTM_NEWROUTE),
      (.deleteRoute, RTM_DELROUTE),
      (.getRoute, RTM_GETROUTE),
      (.newNeighbour, RTM_NEWNEIGH),
      (.deleteNeighbour, RTM_DELNEIGH),
      (.getNeighbour, RTM_GETNEIGH),
      (.newRule, RTM_NEWRULE),
      (.deleteRule, RTM_DELRULE),
      (.getRule, RTM_GETRULE),
      (.newQdisc, RTM_NEWQDISC),
      (.deleteQdisc, RTM_DELQDISC),
      (.getQdisc, RTM_GETQDISC),
      (.newNamespaceID, RTM_NEWNSID),
      (.deleteNamespaceID, RTM_DELNSID),
      (.getNamespaceID, RTM_GETNSID),
      (.newStatistics, RTM_NEWSTATS),
      (.getStatistics, RTM_GETSTATS),
      (.newNextHop, RTM_NEWNEXTHOP),
      (.deleteNextHop, RTM_DELNEXTHOP),
      (.getNextHop, RTM_GETNEXTHOP),
    ])

  static let routeGroup = constants([
    (RouteGroup.link, RTNLGRP_LINK),
    (RouteGroup.neighbour, RTNLGRP_NEIGH),
    (RouteGroup.qdisc, RTNLGRP_TC),
    (RouteGroup.ipv4Address, RTNLGRP_IPV4_IFADDR),
    (RouteGroup.ipv4MulticastRoute, RTNLGRP_IPV4_MROUTE),
    (RouteGroup.ipv4Route, RTNLGRP_IPV4_ROUTE),
    (RouteGroup.ipv4Rule, RTNLGRP_IPV4_RULE),
    (RouteGroup.ipv6Address, RTNLGRP_IPV6_IFADDR),
    (RouteGroup.ipv6MulticastRoute, RTNLGRP_IPV6_MROUTE),
    (RouteGroup.ipv6Route, RTNLGRP_IPV6_ROUTE),
    (RouteGroup.ipv6Link, RTNLGRP_IPV6_IFINFO),
    (RouteGroup.ipv6Prefix, RTNLGRP_IPV6_PREFIX),
    (RouteGroup.ipv6Rule, RTNLGRP_IPV6_RULE),
    (RouteGroup.mdb, RTNLGRP_MDB),
    (RouteGroup.mplsRoute, RTNLGRP_MPLS_ROUTE),
    (RouteGroup.namespaceID, RTNLGRP_NSID),
    (RouteGroup.nextHop, RTNLGRP_NEXTHOP),
    (RouteGroup.bridgeVLAN, RTNLGRP_BRVLAN),
    (RouteGroup.tunnel, RTNLGRP_TUNNEL),
    (RouteGroup.statistics, RTNLGRP_STATS),
  ])

  static let neighbourAttribute = constants(
    of: NeighbourAttribute.self,
    [
      (.address, NDA_DST),
      (.macAddress, NDA_LLADDR),
      (.cache, NDA_CACHEINFO),
      (.probes, NDA_PROBES),
      (.vlan, NDA_VLAN),
      (.port, NDA_PORT),
      (.vni, NDA_VNI),
      (.via, NDA_IFINDEX),
      (.master, NDA_MASTER),
      (.linkNetnsID, NDA_LINK_NETNSID),
      (.sourceVNI, NDA_SRC_VNI),
      (.`protocol`, NDA_PROTOCOL),
      (.nextHopID, NDA_NH_ID),
      (.fdbAttributes, NDA_FDB_EXT_ATTRS),
      (.extendedFlags, NDA_FLAGS_EXT),
      (.stateMask, NDA_NDM_STATE_MASK),
      (.flagsMask, NDA_NDM_FLAGS_MASK),
    ])

  static let fdbAttribute = constants(
    of: FDBAttribute.self,
    [
      (.activityNotify, NFEA_ACTIVITY_NOTIFY),
      (.doesNotRefresh, NFEA_DONT_REFRESH),
    ])

  static let nextHopAttribute = constants(
    of: NextHopAttribute.self,
    [
      (.id, NHA_ID),
      (.group, NHA_GROUP),
      (.groupType, NHA_GROUP_TYPE),
      (.isBlackhole, NHA_BLACKHOLE),
      (.device, NHA_OIF),
      (.gateway, NHA_GATEWAY),
      (.encapsulationType, NHA_ENCAP_TYPE),
      (.encapsulationData, NHA_ENCAP),
      (.groups, NHA_GROUPS),
      (.master, NHA_MASTER),
      (.isFDB, NHA_FDB),
      (.resilient, NHA_RES_GROUP),
      (.resilientBucket, NHA_RES_BUCKET),
    ])

  static let resilientGroupAttribute = constants(
    of: ResilientGroupAttribute.self,
    [
      (.padding, NHA_RES_GROUP_PAD),
      (.buckets, NHA_RES_GROUP_BUCKETS),
      (.idleTimer, NHA_RES_GROUP_IDLE_TIMER),
      (.unbalancedTimer, NHA_RES_GROUP_UNBALANCED_TIMER),
      (.unbalancedTime, NHA_RES_GROUP_UNBALANCED_TIME),
    ])

  static let namespaceIDAttribute = constants(
    of: NamespaceIDAttribute.self,
    [
      (.id, NETNSA_NSID),
      (.pid, NETNSA_PID),
      (.descriptor, NETNSA_FD),
      (.targetID, NETNSA_TARGET_NSID),
      (.currentID, NETNSA_CURRENT_NSID),
    ])

  static let qdiscAttribute = constants(
    of: QdiscAttribute.self,
    [
      (.kind, TCA_KIND),
      (.options, TCA_OPTIONS),
      (.oldStatistics, TCA_STATS),
      (.extendedStatistics, TCA_XSTATS),
      (.rate, TCA_RATE),
      (.filterCount, TCA_FCNT),
      (.statistics, TCA_STATS2),
      (.sizeTable, TCA_STAB),
      (.padding, TCA_PAD),
      (.invisible, TCA_DUMP_INVISIBLE),
      (.chain, TCA_CHAIN),
      (.isOffloaded, TCA_HW_OFFLOAD),
      (.ingressBlock, TCA_INGRESS_BLOCK),
      (.egressBlock, TCA_EGRESS_BLOCK),
    ])

  static let statisticsAttribute = constants(
    of: StatisticsAttribute.self,
    [
      (.padding, IFLA_STATS_UNSPEC),
      (.counters, IFLA_STATS_LINK_64),
      (.extended, IFLA_STATS_LINK_XSTATS),
      (.extendedPort, IFLA_STATS_LINK_XSTATS_SLAVE),
      (.offload, IFLA_STATS_LINK_OFFLOAD_XSTATS),
      (.families, IFLA_STATS_AF_SPEC),
    ])

  static let ipEncapsulationAttribute = constants(
    of: IPEncapsulationAttribute.self,
    [
      (.id, LWTUNNEL_IP_ID),
      (.destination, LWTUNNEL_IP_DST),
      (.source, LWTUNNEL_IP_SRC),
      (.ttl, LWTUNNEL_IP_TTL),
      (.tos, LWTUNNEL_IP_TOS),
      (.flags, LWTUNNEL_IP_FLAGS),
      (.padding, LWTUNNEL_IP_PAD),
      (.options, LWTUNNEL_IP_OPTS),
    ])

  static let bpfEncapsulationAttribute = constants(
    of: BPFEncapsulationAttribute.self,
    [
      (.input, LWT_BPF_IN),
      (.output, LWT_BPF_OUT),
      (.transmit, LWT_BPF_XMIT),
      (.headroom, LWT_BPF_XMIT_HEADROOM),
    ])

  static let xfrmEncapsulationAttribute = constants(
    of: XFRMEncapsulationAttribute.self,
    [
      (.id, LWT_XFRM_IF_ID),
      (.link, LWT_XFRM_LINK),
    ])

  static let routeHopAttribute = constants(
    of: RouteHopAttribute.self,
    [
      (.gateway, RTA_GATEWAY),
      (.flow, RTA_FLOW),
      (.via, RTA_VIA),
      (.newDestination, RTA_NEWDST),
      (.ttlPropagate, RTA_TTL_PROPAGATE),
    ])

  static let routeAttribute = constants(
    of: RouteAttribute.self,
    [
      (.destinationAddress, RTA_DST),
      (.sourceAddress, RTA_SRC),
      (.inputDevice, RTA_IIF),
      (.device, RTA_OIF),
      (.gateway, RTA_GATEWAY),
      (.priority, RTA_PRIORITY),
      (.preferredSource, RTA_PREFSRC),
      (.metrics, RTA_METRICS),
      (.nextHops, RTA_MULTIPATH),
      (.protocolInformation, RTA_PROTOINFO),
      (.flow, RTA_FLOW),
      (.cache, RTA_CACHEINFO),
      (.session, RTA_SESSION),
      (.multipathAlgorithm, RTA_MP_ALGO),
      (.wideTable, RTA_TABLE),
      (.mark, RTA_MARK),
      (.multicastStatistics, RTA_MFC_STATS),
      (.via, RTA_VIA),
      (.newDestination, RTA_NEWDST),
      (.preference, RTA_PREF),
      (.encapsulationType, RTA_ENCAP_TYPE),
      (.encapsulationData, RTA_ENCAP),
      (.expires, RTA_EXPIRES),
      (.padding, RTA_PAD),
      (.uid, RTA_UID),
      (.ttlPropagate, RTA_TTL_PROPAGATE),
      (.ipProtocol, RTA_IP_PROTO),
      (.sourcePort, RTA_SPORT),
      (.destinationPort, RTA_DPORT),
      (.nextHopID, RTA_NH_ID),
    ])

  static let routeMetricAttribute = constants(
    of: RouteMetricAttribute.self,
    [
      (.locked, RTAX_LOCK),
      (.mtu, RTAX_MTU),
      (.window, RTAX_WINDOW),
      (.rtt, RTAX_RTT),
      (.rttVariation, RTAX_RTTVAR),
      (.slowStartThreshold, RTAX_SSTHRESH),
      (.congestionWindow, RTAX_CWND),
      (.advertisedMSS, RTAX_ADVMSS),
      (.reordering, RTAX_REORDERING),
      (.hopLimit, RTAX_HOPLIMIT),
      (.initialCongestionWindow, RTAX_INITCWND),
      (.features, RTAX_FEATURES),
      (.minimumRTOMilliseconds, RTAX_RTO_MIN),
      (.initialReceiveWindow, RTAX_INITRWND),
      (.quickACK, RTAX_QUICKACK),
      (.congestionControl, RTAX_CC_ALGO),
      (.fastOpenNoCookie, RTAX_FASTOPEN_NO_COOKIE),
    ])

  static let ruleAttribute = constants(
    of: RuleAttribute.self,
    [
      (.destinationAddress, FRA_DST),
      (.sourceAddress, FRA_SRC),
      (.inputDevice, FRA_IIFNAME),
      (.target, FRA_GOTO),
      (.unused2, FRA_UNUSED2),
      (.priority, FRA_PRIORITY),
      (.unused3, FRA_UNUSED3),
      (.unused4, FRA_UNUSED4),
      (.unused5, FRA_UNUSED5),
      (.fwMark, FRA_FWMARK),
      (.flow, FRA_FLOW),
      (.tunnelID, FRA_TUN_ID),
      (.suppressInterfaceGroup, FRA_SUPPRESS_IFGROUP),
      (.suppressPrefixLength, FRA_SUPPRESS_PREFIXLEN),
      (.wideTable, FRA_TABLE),
      (.fwMask, FRA_FWMASK),
      (.outputDevice, FRA_OIFNAME),
      (.padding, FRA_PAD),
      (.l3MasterDevice, FRA_L3MDEV),
      (.users, FRA_UID_RANGE),
      (.`protocol`, FRA_PROTOCOL),
      (.ipProtocol, FRA_IP_PROTO),
      (.sourcePorts, FRA_SPORT_RANGE),
      (.destinationPorts, FRA_DPORT_RANGE),
    ])
}
