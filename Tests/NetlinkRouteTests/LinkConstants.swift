import CLinux
import Netlink
import NetlinkRoute

/// What all links have.
enum LinkConstants {
  static let all: [[Constant]] = [
    linkInfoAttribute, linkAttribute, protocolDownReasonAttribute, xdpAttribute, inetAttribute,
    inet6Attribute, virtualFunctionAttribute, virtualFunctionStatisticsAttribute,
  ]

  static let linkInfoAttribute = constants(
    of: LinkInfoAttribute.self,
    [
      (.kind, IFLA_INFO_KIND),
      (.data, IFLA_INFO_DATA),
      (.extendedStatistics, IFLA_INFO_XSTATS),
      (.slaveKind, IFLA_INFO_SLAVE_KIND),
      (.slaveData, IFLA_INFO_SLAVE_DATA),
    ])

  static let linkAttribute = constants(
    of: LinkAttribute.self,
    [
      (.macAddress, IFLA_ADDRESS),
      (.broadcast, IFLA_BROADCAST),
      (.name, IFLA_IFNAME),
      (.mtu, IFLA_MTU),
      (.link, IFLA_LINK),
      (.qdisc, IFLA_QDISC),
      (.oldStatistics, IFLA_STATS),
      (.cost, IFLA_COST),
      (.priority, IFLA_PRIORITY),
      (.master, IFLA_MASTER),
      (.wireless, IFLA_WIRELESS),
      (.protocolInformation, IFLA_PROTINFO),
      (.txQueueLength, IFLA_TXQLEN),
      (.map, IFLA_MAP),
      (.weight, IFLA_WEIGHT),
      (.operState, IFLA_OPERSTATE),
      (.linkMode, IFLA_LINKMODE),
      (.linkInfo, IFLA_LINKINFO),
      (.netNSPID, IFLA_NET_NS_PID),
      (.alias, IFLA_IFALIAS),
      (.vfCount, IFLA_NUM_VF),
      (.virtualFunctions, IFLA_VFINFO_LIST),
      (.statistics, IFLA_STATS64),
      (.vfPorts, IFLA_VF_PORTS),
      (.portSelf, IFLA_PORT_SELF),
      (.afSpec, IFLA_AF_SPEC),
      (.group, IFLA_GROUP),
      (.netNSFD, IFLA_NET_NS_FD),
      (.extendedMask, IFLA_EXT_MASK),
      (.promiscuity, IFLA_PROMISCUITY),
      (.txQueues, IFLA_NUM_TX_QUEUES),
      (.rxQueues, IFLA_NUM_RX_QUEUES),
      (.carrier, IFLA_CARRIER),
      (.physicalPortID, IFLA_PHYS_PORT_ID),
      (.carrierChanges, IFLA_CARRIER_CHANGES),
      (.physicalSwitchID, IFLA_PHYS_SWITCH_ID),
      (.linkNetnsID, IFLA_LINK_NETNSID),
      (.physicalPortName, IFLA_PHYS_PORT_NAME),
      (.protocolDown, IFLA_PROTO_DOWN),
      (.gsoMaximumSegments, IFLA_GSO_MAX_SEGS),
      (.gsoMaximumSize, IFLA_GSO_MAX_SIZE),
      (.padding, IFLA_PAD),
      (.xdp, IFLA_XDP),
      (.event, IFLA_EVENT),
      (.newNetnsID, IFLA_NEW_NETNSID),
      (.targetNetnsID, IFLA_IF_NETNSID),
      (.carrierUpCount, IFLA_CARRIER_UP_COUNT),
      (.carrierDownCount, IFLA_CARRIER_DOWN_COUNT),
      (.newIndex, IFLA_NEW_IFINDEX),
      (.minimumMTU, IFLA_MIN_MTU),
      (.maximumMTU, IFLA_MAX_MTU),
      (.altNames, IFLA_PROP_LIST),
      (.altName, IFLA_ALT_IFNAME),
      (.permanentAddress, IFLA_PERM_ADDRESS),
      (.protocolDownReason, IFLA_PROTO_DOWN_REASON),
      (.parentDeviceName, IFLA_PARENT_DEV_NAME),
      (.parentDeviceBus, IFLA_PARENT_DEV_BUS_NAME),
      (.groMaximumSize, IFLA_GRO_MAX_SIZE),
      (.tsoMaximumSize, IFLA_TSO_MAX_SIZE),
      (.tsoMaximumSegments, IFLA_TSO_MAX_SEGS),
      (.allMulticast, IFLA_ALLMULTI),
    ])

  static let protocolDownReasonAttribute = constants(
    of: ProtocolDownReasonAttribute.self,
    [
      (.mask, IFLA_PROTO_DOWN_REASON_MASK),
      (.value, IFLA_PROTO_DOWN_REASON_VALUE),
    ])

  static let xdpAttribute = constants(
    of: XDPAttribute.self,
    [
      (.descriptor, IFLA_XDP_FD),
      (.attached, IFLA_XDP_ATTACHED),
      (.flags, IFLA_XDP_FLAGS),
      (.programID, IFLA_XDP_PROG_ID),
      (.driverProgramID, IFLA_XDP_DRV_PROG_ID),
      (.genericProgramID, IFLA_XDP_SKB_PROG_ID),
      (.hardwareProgramID, IFLA_XDP_HW_PROG_ID),
      (.expectedDescriptor, IFLA_XDP_EXPECTED_FD),
    ])

  static let inetAttribute = constants(
    of: InetAttribute.self,
    [
      (.configuration, IFLA_INET_CONF)
    ])

  static let inet6Attribute = constants(
    of: Inet6Attribute.self,
    [
      (.flags, IFLA_INET6_FLAGS),
      (.configuration, IFLA_INET6_CONF),
      (.statistics, IFLA_INET6_STATS),
      (.multicast, IFLA_INET6_MCAST),
      (.cacheInformation, IFLA_INET6_CACHEINFO),
      (.icmpStatistics, IFLA_INET6_ICMP6STATS),
      (.token, IFLA_INET6_TOKEN),
      (.addressGeneration, IFLA_INET6_ADDR_GEN_MODE),
      (.routerMTU, IFLA_INET6_RA_MTU),
    ])

  static let virtualFunctionAttribute = constants(
    of: VirtualFunctionAttribute.self,
    [
      (.macAddress, IFLA_VF_MAC),
      (.vlan, IFLA_VF_VLAN),
      (.transmitRate, IFLA_VF_TX_RATE),
      (.checksSpoofing, IFLA_VF_SPOOFCHK),
      (.linkState, IFLA_VF_LINK_STATE),
      (.rate, IFLA_VF_RATE),
      (.rssQuery, IFLA_VF_RSS_QUERY_EN),
      (.statistics, IFLA_VF_STATS),
      (.trust, IFLA_VF_TRUST),
      (.nodeGUID, IFLA_VF_IB_NODE_GUID),
      (.portGUID, IFLA_VF_IB_PORT_GUID),
      (.vlanList, IFLA_VF_VLAN_LIST),
      (.broadcast, IFLA_VF_BROADCAST),
    ])

  static let virtualFunctionStatisticsAttribute = constants(
    of: VirtualFunctionStatisticsAttribute.self,
    [
      (.rxPackets, IFLA_VF_STATS_RX_PACKETS),
      (.txPackets, IFLA_VF_STATS_TX_PACKETS),
      (.rxBytes, IFLA_VF_STATS_RX_BYTES),
      (.txBytes, IFLA_VF_STATS_TX_BYTES),
      (.broadcast, IFLA_VF_STATS_BROADCAST),
      (.multicast, IFLA_VF_STATS_MULTICAST),
      (.padding, IFLA_VF_STATS_PAD),
      (.rxDropped, IFLA_VF_STATS_RX_DROPPED),
      (.txDropped, IFLA_VF_STATS_TX_DROPPED),
    ])
}
