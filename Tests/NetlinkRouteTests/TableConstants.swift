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

  static let addressAttribute: [Constant] = [
    Constant("IFA_ADDRESS", AddressAttribute.address, IFA_ADDRESS),
    Constant("IFA_LOCAL", AddressAttribute.local, IFA_LOCAL),
    Constant("IFA_LABEL", AddressAttribute.label, IFA_LABEL),
    Constant("IFA_BROADCAST", AddressAttribute.broadcast, IFA_BROADCAST),
    Constant("IFA_ANYCAST", AddressAttribute.anycast, IFA_ANYCAST),
    Constant("IFA_CACHEINFO", AddressAttribute.cache, IFA_CACHEINFO),
    Constant("IFA_MULTICAST", AddressAttribute.multicast, IFA_MULTICAST),
    Constant("IFA_FLAGS", AddressAttribute.wideFlags, IFA_FLAGS),
    Constant("IFA_RT_PRIORITY", AddressAttribute.routePriority, IFA_RT_PRIORITY),
    Constant("IFA_TARGET_NETNSID", AddressAttribute.targetNetnsID, IFA_TARGET_NETNSID),
    Constant("IFA_PROTO", AddressAttribute.origin, IFA_PROTO),
  ]

  static let messageType: [Constant] = [
    Constant("RTM_NEWLINK", MessageType.newLink, RTM_NEWLINK),
    Constant("RTM_DELLINK", MessageType.deleteLink, RTM_DELLINK),
    Constant("RTM_GETLINK", MessageType.getLink, RTM_GETLINK),
    Constant("RTM_SETLINK", MessageType.setLink, RTM_SETLINK),
    Constant("RTM_NEWADDR", MessageType.newAddress, RTM_NEWADDR),
    Constant("RTM_DELADDR", MessageType.deleteAddress, RTM_DELADDR),
    Constant("RTM_GETADDR", MessageType.getAddress, RTM_GETADDR),
    Constant("RTM_NEWROUTE", MessageType.newRoute, RTM_NEWROUTE),
    Constant("RTM_DELROUTE", MessageType.deleteRoute, RTM_DELROUTE),
    Constant("RTM_GETROUTE", MessageType.getRoute, RTM_GETROUTE),
    Constant("RTM_NEWNEIGH", MessageType.newNeighbour, RTM_NEWNEIGH),
    Constant("RTM_DELNEIGH", MessageType.deleteNeighbour, RTM_DELNEIGH),
    Constant("RTM_GETNEIGH", MessageType.getNeighbour, RTM_GETNEIGH),
    Constant("RTM_NEWRULE", MessageType.newRule, RTM_NEWRULE),
    Constant("RTM_DELRULE", MessageType.deleteRule, RTM_DELRULE),
    Constant("RTM_GETRULE", MessageType.getRule, RTM_GETRULE),
    Constant("RTM_NEWQDISC", MessageType.newQdisc, RTM_NEWQDISC),
    Constant("RTM_DELQDISC", MessageType.deleteQdisc, RTM_DELQDISC),
    Constant("RTM_GETQDISC", MessageType.getQdisc, RTM_GETQDISC),
    Constant("RTM_NEWNSID", MessageType.newNamespaceID, RTM_NEWNSID),
    Constant("RTM_DELNSID", MessageType.deleteNamespaceID, RTM_DELNSID),
    Constant("RTM_GETNSID", MessageType.getNamespaceID, RTM_GETNSID),
    Constant("RTM_NEWSTATS", MessageType.newStatistics, RTM_NEWSTATS),
    Constant("RTM_GETSTATS", MessageType.getStatistics, RTM_GETSTATS),
    Constant("RTM_NEWNEXTHOP", MessageType.newNextHop, RTM_NEWNEXTHOP),
    Constant("RTM_DELNEXTHOP", MessageType.deleteNextHop, RTM_DELNEXTHOP),
    Constant("RTM_GETNEXTHOP", MessageType.getNextHop, RTM_GETNEXTHOP),
  ]

  static let routeGroup: [Constant] = [
    Constant("RTNLGRP_LINK", RouteGroup.link, RTNLGRP_LINK),
    Constant("RTNLGRP_NEIGH", RouteGroup.neighbour, RTNLGRP_NEIGH),
    Constant("RTNLGRP_TC", RouteGroup.qdisc, RTNLGRP_TC),
    Constant("RTNLGRP_IPV4_IFADDR", RouteGroup.ipv4Address, RTNLGRP_IPV4_IFADDR),
    Constant("RTNLGRP_IPV4_MROUTE", RouteGroup.ipv4MulticastRoute, RTNLGRP_IPV4_MROUTE),
    Constant("RTNLGRP_IPV4_ROUTE", RouteGroup.ipv4Route, RTNLGRP_IPV4_ROUTE),
    Constant("RTNLGRP_IPV4_RULE", RouteGroup.ipv4Rule, RTNLGRP_IPV4_RULE),
    Constant("RTNLGRP_IPV6_IFADDR", RouteGroup.ipv6Address, RTNLGRP_IPV6_IFADDR),
    Constant("RTNLGRP_IPV6_MROUTE", RouteGroup.ipv6MulticastRoute, RTNLGRP_IPV6_MROUTE),
    Constant("RTNLGRP_IPV6_ROUTE", RouteGroup.ipv6Route, RTNLGRP_IPV6_ROUTE),
    Constant("RTNLGRP_IPV6_IFINFO", RouteGroup.ipv6Link, RTNLGRP_IPV6_IFINFO),
    Constant("RTNLGRP_IPV6_PREFIX", RouteGroup.ipv6Prefix, RTNLGRP_IPV6_PREFIX),
    Constant("RTNLGRP_IPV6_RULE", RouteGroup.ipv6Rule, RTNLGRP_IPV6_RULE),
    Constant("RTNLGRP_MDB", RouteGroup.mdb, RTNLGRP_MDB),
    Constant("RTNLGRP_MPLS_ROUTE", RouteGroup.mplsRoute, RTNLGRP_MPLS_ROUTE),
    Constant("RTNLGRP_NSID", RouteGroup.namespaceID, RTNLGRP_NSID),
    Constant("RTNLGRP_NEXTHOP", RouteGroup.nextHop, RTNLGRP_NEXTHOP),
    Constant("RTNLGRP_BRVLAN", RouteGroup.bridgeVLAN, RTNLGRP_BRVLAN),
    Constant("RTNLGRP_TUNNEL", RouteGroup.tunnel, RTNLGRP_TUNNEL),
    Constant("RTNLGRP_STATS", RouteGroup.statistics, RTNLGRP_STATS),
  ]

  static let neighbourAttribute: [Constant] = [
    Constant("NDA_DST", NeighbourAttribute.address, NDA_DST),
    Constant("NDA_LLADDR", NeighbourAttribute.macAddress, NDA_LLADDR),
    Constant("NDA_CACHEINFO", NeighbourAttribute.cache, NDA_CACHEINFO),
    Constant("NDA_PROBES", NeighbourAttribute.probes, NDA_PROBES),
    Constant("NDA_VLAN", NeighbourAttribute.vlan, NDA_VLAN),
    Constant("NDA_PORT", NeighbourAttribute.port, NDA_PORT),
    Constant("NDA_VNI", NeighbourAttribute.vni, NDA_VNI),
    Constant("NDA_IFINDEX", NeighbourAttribute.via, NDA_IFINDEX),
    Constant("NDA_MASTER", NeighbourAttribute.master, NDA_MASTER),
    Constant("NDA_LINK_NETNSID", NeighbourAttribute.linkNetnsID, NDA_LINK_NETNSID),
    Constant("NDA_SRC_VNI", NeighbourAttribute.sourceVNI, NDA_SRC_VNI),
    Constant("NDA_PROTOCOL", NeighbourAttribute.`protocol`, NDA_PROTOCOL),
    Constant("NDA_NH_ID", NeighbourAttribute.nextHopID, NDA_NH_ID),
    Constant("NDA_FDB_EXT_ATTRS", NeighbourAttribute.fdbAttributes, NDA_FDB_EXT_ATTRS),
    Constant("NDA_FLAGS_EXT", NeighbourAttribute.extendedFlags, NDA_FLAGS_EXT),
    Constant("NDA_NDM_STATE_MASK", NeighbourAttribute.stateMask, NDA_NDM_STATE_MASK),
    Constant("NDA_NDM_FLAGS_MASK", NeighbourAttribute.flagsMask, NDA_NDM_FLAGS_MASK),
  ]

  static let fdbAttribute: [Constant] = [
    Constant("NFEA_ACTIVITY_NOTIFY", FDBAttribute.activityNotify, NFEA_ACTIVITY_NOTIFY),
    Constant("NFEA_DONT_REFRESH", FDBAttribute.doesNotRefresh, NFEA_DONT_REFRESH),
  ]

  static let nextHopAttribute: [Constant] = [
    Constant("NHA_ID", NextHopAttribute.id, NHA_ID),
    Constant("NHA_GROUP", NextHopAttribute.group, NHA_GROUP),
    Constant("NHA_GROUP_TYPE", NextHopAttribute.groupType, NHA_GROUP_TYPE),
    Constant("NHA_BLACKHOLE", NextHopAttribute.isBlackhole, NHA_BLACKHOLE),
    Constant("NHA_OIF", NextHopAttribute.device, NHA_OIF),
    Constant("NHA_GATEWAY", NextHopAttribute.gateway, NHA_GATEWAY),
    Constant("NHA_ENCAP_TYPE", NextHopAttribute.encapsulationType, NHA_ENCAP_TYPE),
    Constant("NHA_ENCAP", NextHopAttribute.encapsulationData, NHA_ENCAP),
    Constant("NHA_GROUPS", NextHopAttribute.groups, NHA_GROUPS),
    Constant("NHA_MASTER", NextHopAttribute.master, NHA_MASTER),
    Constant("NHA_FDB", NextHopAttribute.isFDB, NHA_FDB),
    Constant("NHA_RES_GROUP", NextHopAttribute.resilient, NHA_RES_GROUP),
    Constant("NHA_RES_BUCKET", NextHopAttribute.resilientBucket, NHA_RES_BUCKET),
  ]

  static let resilientGroupAttribute: [Constant] = [
    Constant("NHA_RES_GROUP_PAD", ResilientGroupAttribute.padding, NHA_RES_GROUP_PAD),
    Constant("NHA_RES_GROUP_BUCKETS", ResilientGroupAttribute.buckets, NHA_RES_GROUP_BUCKETS),
    Constant(
      "NHA_RES_GROUP_IDLE_TIMER", ResilientGroupAttribute.idleTimer, NHA_RES_GROUP_IDLE_TIMER),
    Constant(
      "NHA_RES_GROUP_UNBALANCED_TIMER", ResilientGroupAttribute.unbalancedTimer,
      NHA_RES_GROUP_UNBALANCED_TIMER),
    Constant(
      "NHA_RES_GROUP_UNBALANCED_TIME", ResilientGroupAttribute.unbalancedTime,
      NHA_RES_GROUP_UNBALANCED_TIME),
  ]

  static let namespaceIDAttribute: [Constant] = [
    Constant("NETNSA_NSID", NamespaceIDAttribute.id, NETNSA_NSID),
    Constant("NETNSA_PID", NamespaceIDAttribute.pid, NETNSA_PID),
    Constant("NETNSA_FD", NamespaceIDAttribute.descriptor, NETNSA_FD),
    Constant("NETNSA_TARGET_NSID", NamespaceIDAttribute.targetID, NETNSA_TARGET_NSID),
    Constant("NETNSA_CURRENT_NSID", NamespaceIDAttribute.currentID, NETNSA_CURRENT_NSID),
  ]

  static let qdiscAttribute: [Constant] = [
    Constant("TCA_KIND", QdiscAttribute.kind, TCA_KIND),
    Constant("TCA_OPTIONS", QdiscAttribute.options, TCA_OPTIONS),
    Constant("TCA_STATS", QdiscAttribute.oldStatistics, TCA_STATS),
    Constant("TCA_XSTATS", QdiscAttribute.extendedStatistics, TCA_XSTATS),
    Constant("TCA_RATE", QdiscAttribute.rate, TCA_RATE),
    Constant("TCA_FCNT", QdiscAttribute.filterCount, TCA_FCNT),
    Constant("TCA_STATS2", QdiscAttribute.statistics, TCA_STATS2),
    Constant("TCA_STAB", QdiscAttribute.sizeTable, TCA_STAB),
    Constant("TCA_PAD", QdiscAttribute.padding, TCA_PAD),
    Constant("TCA_DUMP_INVISIBLE", QdiscAttribute.invisible, TCA_DUMP_INVISIBLE),
    Constant("TCA_CHAIN", QdiscAttribute.chain, TCA_CHAIN),
    Constant("TCA_HW_OFFLOAD", QdiscAttribute.isOffloaded, TCA_HW_OFFLOAD),
    Constant("TCA_INGRESS_BLOCK", QdiscAttribute.ingressBlock, TCA_INGRESS_BLOCK),
    Constant("TCA_EGRESS_BLOCK", QdiscAttribute.egressBlock, TCA_EGRESS_BLOCK),
  ]

  static let statisticsAttribute: [Constant] = [
    Constant("IFLA_STATS_UNSPEC", StatisticsAttribute.padding, IFLA_STATS_UNSPEC),
    Constant("IFLA_STATS_LINK_64", StatisticsAttribute.counters, IFLA_STATS_LINK_64),
    Constant("IFLA_STATS_LINK_XSTATS", StatisticsAttribute.extended, IFLA_STATS_LINK_XSTATS),
    Constant(
      "IFLA_STATS_LINK_XSTATS_SLAVE", StatisticsAttribute.extendedPort, IFLA_STATS_LINK_XSTATS_SLAVE
    ),
    Constant(
      "IFLA_STATS_LINK_OFFLOAD_XSTATS", StatisticsAttribute.offload, IFLA_STATS_LINK_OFFLOAD_XSTATS),
    Constant("IFLA_STATS_AF_SPEC", StatisticsAttribute.families, IFLA_STATS_AF_SPEC),
  ]

  static let ipEncapsulationAttribute: [Constant] = [
    Constant("LWTUNNEL_IP_ID", IPEncapsulationAttribute.id, LWTUNNEL_IP_ID),
    Constant("LWTUNNEL_IP_DST", IPEncapsulationAttribute.destination, LWTUNNEL_IP_DST),
    Constant("LWTUNNEL_IP_SRC", IPEncapsulationAttribute.source, LWTUNNEL_IP_SRC),
    Constant("LWTUNNEL_IP_TTL", IPEncapsulationAttribute.ttl, LWTUNNEL_IP_TTL),
    Constant("LWTUNNEL_IP_TOS", IPEncapsulationAttribute.tos, LWTUNNEL_IP_TOS),
    Constant("LWTUNNEL_IP_FLAGS", IPEncapsulationAttribute.flags, LWTUNNEL_IP_FLAGS),
    Constant("LWTUNNEL_IP_PAD", IPEncapsulationAttribute.padding, LWTUNNEL_IP_PAD),
    Constant("LWTUNNEL_IP_OPTS", IPEncapsulationAttribute.options, LWTUNNEL_IP_OPTS),
  ]

  static let bpfEncapsulationAttribute: [Constant] = [
    Constant("LWT_BPF_IN", BPFEncapsulationAttribute.input, LWT_BPF_IN),
    Constant("LWT_BPF_OUT", BPFEncapsulationAttribute.output, LWT_BPF_OUT),
    Constant("LWT_BPF_XMIT", BPFEncapsulationAttribute.transmit, LWT_BPF_XMIT),
    Constant("LWT_BPF_XMIT_HEADROOM", BPFEncapsulationAttribute.headroom, LWT_BPF_XMIT_HEADROOM),
  ]

  static let xfrmEncapsulationAttribute: [Constant] = [
    Constant("LWT_XFRM_IF_ID", XFRMEncapsulationAttribute.id, LWT_XFRM_IF_ID),
    Constant("LWT_XFRM_LINK", XFRMEncapsulationAttribute.link, LWT_XFRM_LINK),
  ]

  static let routeHopAttribute: [Constant] = [
    Constant("RTA_GATEWAY", RouteHopAttribute.gateway, RTA_GATEWAY),
    Constant("RTA_FLOW", RouteHopAttribute.flow, RTA_FLOW),
    Constant("RTA_VIA", RouteHopAttribute.via, RTA_VIA),
    Constant("RTA_NEWDST", RouteHopAttribute.newDestination, RTA_NEWDST),
    Constant("RTA_TTL_PROPAGATE", RouteHopAttribute.ttlPropagate, RTA_TTL_PROPAGATE),
  ]

  static let routeAttribute: [Constant] = [
    Constant("RTA_DST", RouteAttribute.destinationAddress, RTA_DST),
    Constant("RTA_SRC", RouteAttribute.sourceAddress, RTA_SRC),
    Constant("RTA_IIF", RouteAttribute.inputDevice, RTA_IIF),
    Constant("RTA_OIF", RouteAttribute.device, RTA_OIF),
    Constant("RTA_GATEWAY", RouteAttribute.gateway, RTA_GATEWAY),
    Constant("RTA_PRIORITY", RouteAttribute.priority, RTA_PRIORITY),
    Constant("RTA_PREFSRC", RouteAttribute.preferredSource, RTA_PREFSRC),
    Constant("RTA_METRICS", RouteAttribute.metrics, RTA_METRICS),
    Constant("RTA_MULTIPATH", RouteAttribute.nextHops, RTA_MULTIPATH),
    Constant("RTA_PROTOINFO", RouteAttribute.protocolInformation, RTA_PROTOINFO),
    Constant("RTA_FLOW", RouteAttribute.flow, RTA_FLOW),
    Constant("RTA_CACHEINFO", RouteAttribute.cache, RTA_CACHEINFO),
    Constant("RTA_SESSION", RouteAttribute.session, RTA_SESSION),
    Constant("RTA_MP_ALGO", RouteAttribute.multipathAlgorithm, RTA_MP_ALGO),
    Constant("RTA_TABLE", RouteAttribute.wideTable, RTA_TABLE),
    Constant("RTA_MARK", RouteAttribute.mark, RTA_MARK),
    Constant("RTA_MFC_STATS", RouteAttribute.multicastStatistics, RTA_MFC_STATS),
    Constant("RTA_VIA", RouteAttribute.via, RTA_VIA),
    Constant("RTA_NEWDST", RouteAttribute.newDestination, RTA_NEWDST),
    Constant("RTA_PREF", RouteAttribute.preference, RTA_PREF),
    Constant("RTA_ENCAP_TYPE", RouteAttribute.encapsulationType, RTA_ENCAP_TYPE),
    Constant("RTA_ENCAP", RouteAttribute.encapsulationData, RTA_ENCAP),
    Constant("RTA_EXPIRES", RouteAttribute.expires, RTA_EXPIRES),
    Constant("RTA_PAD", RouteAttribute.padding, RTA_PAD),
    Constant("RTA_UID", RouteAttribute.uid, RTA_UID),
    Constant("RTA_TTL_PROPAGATE", RouteAttribute.ttlPropagate, RTA_TTL_PROPAGATE),
    Constant("RTA_IP_PROTO", RouteAttribute.ipProtocol, RTA_IP_PROTO),
    Constant("RTA_SPORT", RouteAttribute.sourcePort, RTA_SPORT),
    Constant("RTA_DPORT", RouteAttribute.destinationPort, RTA_DPORT),
    Constant("RTA_NH_ID", RouteAttribute.nextHopID, RTA_NH_ID),
  ]

  static let routeMetricAttribute: [Constant] = [
    Constant("RTAX_LOCK", RouteMetricAttribute.locked, RTAX_LOCK),
    Constant("RTAX_MTU", RouteMetricAttribute.mtu, RTAX_MTU),
    Constant("RTAX_WINDOW", RouteMetricAttribute.window, RTAX_WINDOW),
    Constant("RTAX_RTT", RouteMetricAttribute.rtt, RTAX_RTT),
    Constant("RTAX_RTTVAR", RouteMetricAttribute.rttVariation, RTAX_RTTVAR),
    Constant("RTAX_SSTHRESH", RouteMetricAttribute.slowStartThreshold, RTAX_SSTHRESH),
    Constant("RTAX_CWND", RouteMetricAttribute.congestionWindow, RTAX_CWND),
    Constant("RTAX_ADVMSS", RouteMetricAttribute.advertisedMSS, RTAX_ADVMSS),
    Constant("RTAX_REORDERING", RouteMetricAttribute.reordering, RTAX_REORDERING),
    Constant("RTAX_HOPLIMIT", RouteMetricAttribute.hopLimit, RTAX_HOPLIMIT),
    Constant("RTAX_INITCWND", RouteMetricAttribute.initialCongestionWindow, RTAX_INITCWND),
    Constant("RTAX_FEATURES", RouteMetricAttribute.features, RTAX_FEATURES),
    Constant("RTAX_RTO_MIN", RouteMetricAttribute.minimumRTOMilliseconds, RTAX_RTO_MIN),
    Constant("RTAX_INITRWND", RouteMetricAttribute.initialReceiveWindow, RTAX_INITRWND),
    Constant("RTAX_QUICKACK", RouteMetricAttribute.quickACK, RTAX_QUICKACK),
    Constant("RTAX_CC_ALGO", RouteMetricAttribute.congestionControl, RTAX_CC_ALGO),
    Constant(
      "RTAX_FASTOPEN_NO_COOKIE", RouteMetricAttribute.fastOpenNoCookie, RTAX_FASTOPEN_NO_COOKIE),
  ]

  static let ruleAttribute: [Constant] = [
    Constant("FRA_DST", RuleAttribute.destinationAddress, FRA_DST),
    Constant("FRA_SRC", RuleAttribute.sourceAddress, FRA_SRC),
    Constant("FRA_IIFNAME", RuleAttribute.inputDevice, FRA_IIFNAME),
    Constant("FRA_GOTO", RuleAttribute.target, FRA_GOTO),
    Constant("FRA_UNUSED2", RuleAttribute.unused2, FRA_UNUSED2),
    Constant("FRA_PRIORITY", RuleAttribute.priority, FRA_PRIORITY),
    Constant("FRA_UNUSED3", RuleAttribute.unused3, FRA_UNUSED3),
    Constant("FRA_UNUSED4", RuleAttribute.unused4, FRA_UNUSED4),
    Constant("FRA_UNUSED5", RuleAttribute.unused5, FRA_UNUSED5),
    Constant("FRA_FWMARK", RuleAttribute.fwMark, FRA_FWMARK),
    Constant("FRA_FLOW", RuleAttribute.flow, FRA_FLOW),
    Constant("FRA_TUN_ID", RuleAttribute.tunnelID, FRA_TUN_ID),
    Constant("FRA_SUPPRESS_IFGROUP", RuleAttribute.suppressInterfaceGroup, FRA_SUPPRESS_IFGROUP),
    Constant("FRA_SUPPRESS_PREFIXLEN", RuleAttribute.suppressPrefixLength, FRA_SUPPRESS_PREFIXLEN),
    Constant("FRA_TABLE", RuleAttribute.wideTable, FRA_TABLE),
    Constant("FRA_FWMASK", RuleAttribute.fwMask, FRA_FWMASK),
    Constant("FRA_OIFNAME", RuleAttribute.outputDevice, FRA_OIFNAME),
    Constant("FRA_PAD", RuleAttribute.padding, FRA_PAD),
    Constant("FRA_L3MDEV", RuleAttribute.l3MasterDevice, FRA_L3MDEV),
    Constant("FRA_UID_RANGE", RuleAttribute.users, FRA_UID_RANGE),
    Constant("FRA_PROTOCOL", RuleAttribute.`protocol`, FRA_PROTOCOL),
    Constant("FRA_IP_PROTO", RuleAttribute.ipProtocol, FRA_IP_PROTO),
    Constant("FRA_SPORT_RANGE", RuleAttribute.sourcePorts, FRA_SPORT_RANGE),
    Constant("FRA_DPORT_RANGE", RuleAttribute.destinationPorts, FRA_DPORT_RANGE),
  ]
}
