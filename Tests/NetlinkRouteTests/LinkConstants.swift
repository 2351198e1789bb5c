import CLinux
import Netlink
import NetlinkRoute

/// What all links have.
enum LinkConstants {
  static let all: [[Constant]] = [
    linkInfoAttribute, linkAttribute, protocolDownReasonAttribute, xdpAttribute, inetAttribute,
    inet6Attribute, virtualFunctionAttribute, virtualFunctionStatisticsAttribute,
  ]

  static let linkInfoAttribute: [Constant] = [
    Constant("IFLA_INFO_KIND", LinkInfoAttribute.kind, IFLA_INFO_KIND),
    Constant("IFLA_INFO_DATA", LinkInfoAttribute.data, IFLA_INFO_DATA),
    Constant("IFLA_INFO_XSTATS", LinkInfoAttribute.extendedStatistics, IFLA_INFO_XSTATS),
    Constant("IFLA_INFO_SLAVE_KIND", LinkInfoAttribute.slaveKind, IFLA_INFO_SLAVE_KIND),
    Constant("IFLA_INFO_SLAVE_DATA", LinkInfoAttribute.slaveData, IFLA_INFO_SLAVE_DATA),
  ]

  static let linkAttribute: [Constant] = [
    Constant("IFLA_ADDRESS", LinkAttribute.macAddress, IFLA_ADDRESS),
    Constant("IFLA_BROADCAST", LinkAttribute.broadcast, IFLA_BROADCAST),
    Constant("IFLA_IFNAME", LinkAttribute.name, IFLA_IFNAME),
    Constant("IFLA_MTU", LinkAttribute.mtu, IFLA_MTU),
    Constant("IFLA_LINK", LinkAttribute.link, IFLA_LINK),
    Constant("IFLA_QDISC", LinkAttribute.qdisc, IFLA_QDISC),
    Constant("IFLA_STATS", LinkAttribute.oldStatistics, IFLA_STATS),
    Constant("IFLA_COST", LinkAttribute.cost, IFLA_COST),
    Constant("IFLA_PRIORITY", LinkAttribute.priority, IFLA_PRIORITY),
    Constant("IFLA_MASTER", LinkAttribute.master, IFLA_MASTER),
    Constant("IFLA_WIRELESS", LinkAttribute.wireless, IFLA_WIRELESS),
    Constant("IFLA_PROTINFO", LinkAttribute.protocolInformation, IFLA_PROTINFO),
    Constant("IFLA_TXQLEN", LinkAttribute.txQueueLength, IFLA_TXQLEN),
    Constant("IFLA_MAP", LinkAttribute.map, IFLA_MAP),
    Constant("IFLA_WEIGHT", LinkAttribute.weight, IFLA_WEIGHT),
    Constant("IFLA_OPERSTATE", LinkAttribute.operState, IFLA_OPERSTATE),
    Constant("IFLA_LINKMODE", LinkAttribute.linkMode, IFLA_LINKMODE),
    Constant("IFLA_LINKINFO", LinkAttribute.linkInfo, IFLA_LINKINFO),
    Constant("IFLA_NET_NS_PID", LinkAttribute.netNSPID, IFLA_NET_NS_PID),
    Constant("IFLA_IFALIAS", LinkAttribute.alias, IFLA_IFALIAS),
    Constant("IFLA_NUM_VF", LinkAttribute.vfCount, IFLA_NUM_VF),
    Constant("IFLA_VFINFO_LIST", LinkAttribute.virtualFunctions, IFLA_VFINFO_LIST),
    Constant("IFLA_STATS64", LinkAttribute.statistics, IFLA_STATS64),
    Constant("IFLA_VF_PORTS", LinkAttribute.vfPorts, IFLA_VF_PORTS),
    Constant("IFLA_PORT_SELF", LinkAttribute.portSelf, IFLA_PORT_SELF),
    Constant("IFLA_AF_SPEC", LinkAttribute.afSpec, IFLA_AF_SPEC),
    Constant("IFLA_GROUP", LinkAttribute.group, IFLA_GROUP),
    Constant("IFLA_NET_NS_FD", LinkAttribute.netNSFD, IFLA_NET_NS_FD),
    Constant("IFLA_EXT_MASK", LinkAttribute.extendedMask, IFLA_EXT_MASK),
    Constant("IFLA_PROMISCUITY", LinkAttribute.promiscuity, IFLA_PROMISCUITY),
    Constant("IFLA_NUM_TX_QUEUES", LinkAttribute.txQueues, IFLA_NUM_TX_QUEUES),
    Constant("IFLA_NUM_RX_QUEUES", LinkAttribute.rxQueues, IFLA_NUM_RX_QUEUES),
    Constant("IFLA_CARRIER", LinkAttribute.carrier, IFLA_CARRIER),
    Constant("IFLA_PHYS_PORT_ID", LinkAttribute.physicalPortID, IFLA_PHYS_PORT_ID),
    Constant("IFLA_CARRIER_CHANGES", LinkAttribute.carrierChanges, IFLA_CARRIER_CHANGES),
    Constant("IFLA_PHYS_SWITCH_ID", LinkAttribute.physicalSwitchID, IFLA_PHYS_SWITCH_ID),
    Constant("IFLA_LINK_NETNSID", LinkAttribute.linkNetnsID, IFLA_LINK_NETNSID),
    Constant("IFLA_PHYS_PORT_NAME", LinkAttribute.physicalPortName, IFLA_PHYS_PORT_NAME),
    Constant("IFLA_PROTO_DOWN", LinkAttribute.protocolDown, IFLA_PROTO_DOWN),
    Constant("IFLA_GSO_MAX_SEGS", LinkAttribute.gsoMaximumSegments, IFLA_GSO_MAX_SEGS),
    Constant("IFLA_GSO_MAX_SIZE", LinkAttribute.gsoMaximumSize, IFLA_GSO_MAX_SIZE),
    Constant("IFLA_PAD", LinkAttribute.padding, IFLA_PAD),
    Constant("IFLA_XDP", LinkAttribute.xdp, IFLA_XDP),
    Constant("IFLA_EVENT", LinkAttribute.event, IFLA_EVENT),
    Constant("IFLA_NEW_NETNSID", LinkAttribute.newNetnsID, IFLA_NEW_NETNSID),
    Constant("IFLA_IF_NETNSID", LinkAttribute.targetNetnsID, IFLA_IF_NETNSID),
    Constant("IFLA_CARRIER_UP_COUNT", LinkAttribute.carrierUpCount, IFLA_CARRIER_UP_COUNT),
    Constant("IFLA_CARRIER_DOWN_COUNT", LinkAttribute.carrierDownCount, IFLA_CARRIER_DOWN_COUNT),
    Constant("IFLA_NEW_IFINDEX", LinkAttribute.newIndex, IFLA_NEW_IFINDEX),
    Constant("IFLA_MIN_MTU", LinkAttribute.minimumMTU, IFLA_MIN_MTU),
    Constant("IFLA_MAX_MTU", LinkAttribute.maximumMTU, IFLA_MAX_MTU),
    Constant("IFLA_PROP_LIST", LinkAttribute.altNames, IFLA_PROP_LIST),
    Constant("IFLA_ALT_IFNAME", LinkAttribute.altName, IFLA_ALT_IFNAME),
    Constant("IFLA_PERM_ADDRESS", LinkAttribute.permanentAddress, IFLA_PERM_ADDRESS),
    Constant("IFLA_PROTO_DOWN_REASON", LinkAttribute.protocolDownReason, IFLA_PROTO_DOWN_REASON),
    Constant("IFLA_PARENT_DEV_NAME", LinkAttribute.parentDeviceName, IFLA_PARENT_DEV_NAME),
    Constant("IFLA_PARENT_DEV_BUS_NAME", LinkAttribute.parentDeviceBus, IFLA_PARENT_DEV_BUS_NAME),
    Constant("IFLA_GRO_MAX_SIZE", LinkAttribute.groMaximumSize, IFLA_GRO_MAX_SIZE),
    Constant("IFLA_TSO_MAX_SIZE", LinkAttribute.tsoMaximumSize, IFLA_TSO_MAX_SIZE),
    Constant("IFLA_TSO_MAX_SEGS", LinkAttribute.tsoMaximumSegments, IFLA_TSO_MAX_SEGS),
    Constant("IFLA_ALLMULTI", LinkAttribute.allMulticast, IFLA_ALLMULTI),
  ]

  static let protocolDownReasonAttribute: [Constant] = [
    Constant(
      "IFLA_PROTO_DOWN_REASON_MASK", ProtocolDownReasonAttribute.mask, IFLA_PROTO_DOWN_REASON_MASK),
    Constant(
      "IFLA_PROTO_DOWN_REASON_VALUE", ProtocolDownReasonAttribute.value,
      IFLA_PROTO_DOWN_REASON_VALUE),
  ]

  static let xdpAttribute: [Constant] = [
    Constant("IFLA_XDP_FD", XDPAttribute.descriptor, IFLA_XDP_FD),
    Constant("IFLA_XDP_ATTACHED", XDPAttribute.attached, IFLA_XDP_ATTACHED),
    Constant("IFLA_XDP_FLAGS", XDPAttribute.flags, IFLA_XDP_FLAGS),
    Constant("IFLA_XDP_PROG_ID", XDPAttribute.programID, IFLA_XDP_PROG_ID),
    Constant("IFLA_XDP_DRV_PROG_ID", XDPAttribute.driverProgramID, IFLA_XDP_DRV_PROG_ID),
    Constant("IFLA_XDP_SKB_PROG_ID", XDPAttribute.genericProgramID, IFLA_XDP_SKB_PROG_ID),
    Constant("IFLA_XDP_HW_PROG_ID", XDPAttribute.hardwareProgramID, IFLA_XDP_HW_PROG_ID),
    Constant("IFLA_XDP_EXPECTED_FD", XDPAttribute.expectedDescriptor, IFLA_XDP_EXPECTED_FD),
  ]

  static let inetAttribute: [Constant] = [
    Constant("IFLA_INET_CONF", InetAttribute.configuration, IFLA_INET_CONF)
  ]

  static let inet6Attribute: [Constant] = [
    Constant("IFLA_INET6_FLAGS", Inet6Attribute.flags, IFLA_INET6_FLAGS),
    Constant("IFLA_INET6_CONF", Inet6Attribute.configuration, IFLA_INET6_CONF),
    Constant("IFLA_INET6_STATS", Inet6Attribute.statistics, IFLA_INET6_STATS),
    Constant("IFLA_INET6_MCAST", Inet6Attribute.multicast, IFLA_INET6_MCAST),
    Constant("IFLA_INET6_CACHEINFO", Inet6Attribute.cacheInformation, IFLA_INET6_CACHEINFO),
    Constant("IFLA_INET6_ICMP6STATS", Inet6Attribute.icmpStatistics, IFLA_INET6_ICMP6STATS),
    Constant("IFLA_INET6_TOKEN", Inet6Attribute.token, IFLA_INET6_TOKEN),
    Constant(
      "IFLA_INET6_ADDR_GEN_MODE", Inet6Attribute.addressGeneration, IFLA_INET6_ADDR_GEN_MODE),
    Constant("IFLA_INET6_RA_MTU", Inet6Attribute.routerMTU, IFLA_INET6_RA_MTU),
  ]

  static let virtualFunctionAttribute: [Constant] = [
    Constant("IFLA_VF_MAC", VirtualFunctionAttribute.macAddress, IFLA_VF_MAC),
    Constant("IFLA_VF_VLAN", VirtualFunctionAttribute.vlan, IFLA_VF_VLAN),
    Constant("IFLA_VF_TX_RATE", VirtualFunctionAttribute.transmitRate, IFLA_VF_TX_RATE),
    Constant("IFLA_VF_SPOOFCHK", VirtualFunctionAttribute.checksSpoofing, IFLA_VF_SPOOFCHK),
    Constant("IFLA_VF_LINK_STATE", VirtualFunctionAttribute.linkState, IFLA_VF_LINK_STATE),
    Constant("IFLA_VF_RATE", VirtualFunctionAttribute.rate, IFLA_VF_RATE),
    Constant("IFLA_VF_RSS_QUERY_EN", VirtualFunctionAttribute.rssQuery, IFLA_VF_RSS_QUERY_EN),
    Constant("IFLA_VF_STATS", VirtualFunctionAttribute.statistics, IFLA_VF_STATS),
    Constant("IFLA_VF_TRUST", VirtualFunctionAttribute.trust, IFLA_VF_TRUST),
    Constant("IFLA_VF_IB_NODE_GUID", VirtualFunctionAttribute.nodeGUID, IFLA_VF_IB_NODE_GUID),
    Constant("IFLA_VF_IB_PORT_GUID", VirtualFunctionAttribute.portGUID, IFLA_VF_IB_PORT_GUID),
    Constant("IFLA_VF_VLAN_LIST", VirtualFunctionAttribute.vlanList, IFLA_VF_VLAN_LIST),
    Constant("IFLA_VF_BROADCAST", VirtualFunctionAttribute.broadcast, IFLA_VF_BROADCAST),
  ]

  static let virtualFunctionStatisticsAttribute: [Constant] = [
    Constant(
      "IFLA_VF_STATS_RX_PACKETS", VirtualFunctionStatisticsAttribute.rxPackets,
      IFLA_VF_STATS_RX_PACKETS),
    Constant(
      "IFLA_VF_STATS_TX_PACKETS", VirtualFunctionStatisticsAttribute.txPackets,
      IFLA_VF_STATS_TX_PACKETS),
    Constant(
      "IFLA_VF_STATS_RX_BYTES", VirtualFunctionStatisticsAttribute.rxBytes, IFLA_VF_STATS_RX_BYTES),
    Constant(
      "IFLA_VF_STATS_TX_BYTES", VirtualFunctionStatisticsAttribute.txBytes, IFLA_VF_STATS_TX_BYTES),
    Constant(
      "IFLA_VF_STATS_BROADCAST", VirtualFunctionStatisticsAttribute.broadcast,
      IFLA_VF_STATS_BROADCAST),
    Constant(
      "IFLA_VF_STATS_MULTICAST", VirtualFunctionStatisticsAttribute.multicast,
      IFLA_VF_STATS_MULTICAST),
    Constant("IFLA_VF_STATS_PAD", VirtualFunctionStatisticsAttribute.padding, IFLA_VF_STATS_PAD),
    Constant(
      "IFLA_VF_STATS_RX_DROPPED", VirtualFunctionStatisticsAttribute.rxDropped,
      IFLA_VF_STATS_RX_DROPPED),
    Constant(
      "IFLA_VF_STATS_TX_DROPPED", VirtualFunctionStatisticsAttribute.txDropped,
      IFLA_VF_STATS_TX_DROPPED),
  ]
}
