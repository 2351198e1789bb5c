import CLinux
import Netlink
import NetlinkRoute

/// What bridges, bonds and VRFs have, and their ports.
enum MasterConstants {
  static let all: [[Constant]] = [
    bondAttribute, bondAggregatorAttribute, bondPortAttribute, bridgeAttribute, bridgePortAttribute,
    bridgeQuerierAttribute, vrfAttribute, vrfPortAttribute,
  ]

  static let bondAttribute: [Constant] = [
    Constant("IFLA_BOND_MODE", BondAttribute.mode, IFLA_BOND_MODE),
    Constant("IFLA_BOND_ACTIVE_SLAVE", BondAttribute.activePort, IFLA_BOND_ACTIVE_SLAVE),
    Constant("IFLA_BOND_MIIMON", BondAttribute.miiMonitorMilliseconds, IFLA_BOND_MIIMON),
    Constant("IFLA_BOND_UPDELAY", BondAttribute.upDelayMilliseconds, IFLA_BOND_UPDELAY),
    Constant("IFLA_BOND_DOWNDELAY", BondAttribute.downDelayMilliseconds, IFLA_BOND_DOWNDELAY),
    Constant("IFLA_BOND_USE_CARRIER", BondAttribute.usesCarrier, IFLA_BOND_USE_CARRIER),
    Constant(
      "IFLA_BOND_ARP_INTERVAL", BondAttribute.arpIntervalMilliseconds, IFLA_BOND_ARP_INTERVAL),
    Constant("IFLA_BOND_ARP_IP_TARGET", BondAttribute.arpTargets, IFLA_BOND_ARP_IP_TARGET),
    Constant("IFLA_BOND_ARP_VALIDATE", BondAttribute.arpValidate, IFLA_BOND_ARP_VALIDATE),
    Constant("IFLA_BOND_ARP_ALL_TARGETS", BondAttribute.arpAllTargets, IFLA_BOND_ARP_ALL_TARGETS),
    Constant("IFLA_BOND_PRIMARY", BondAttribute.primary, IFLA_BOND_PRIMARY),
    Constant(
      "IFLA_BOND_PRIMARY_RESELECT", BondAttribute.primaryReselect, IFLA_BOND_PRIMARY_RESELECT),
    Constant("IFLA_BOND_FAIL_OVER_MAC", BondAttribute.failOverMAC, IFLA_BOND_FAIL_OVER_MAC),
    Constant(
      "IFLA_BOND_XMIT_HASH_POLICY", BondAttribute.transmitHashPolicy, IFLA_BOND_XMIT_HASH_POLICY),
    Constant("IFLA_BOND_RESEND_IGMP", BondAttribute.resendIGMP, IFLA_BOND_RESEND_IGMP),
    Constant("IFLA_BOND_NUM_PEER_NOTIF", BondAttribute.peerNotifications, IFLA_BOND_NUM_PEER_NOTIF),
    Constant(
      "IFLA_BOND_ALL_SLAVES_ACTIVE", BondAttribute.allPortsActive, IFLA_BOND_ALL_SLAVES_ACTIVE),
    Constant("IFLA_BOND_MIN_LINKS", BondAttribute.minimumLinks, IFLA_BOND_MIN_LINKS),
    Constant(
      "IFLA_BOND_LP_INTERVAL", BondAttribute.learningPacketIntervalSeconds, IFLA_BOND_LP_INTERVAL),
    Constant(
      "IFLA_BOND_PACKETS_PER_SLAVE", BondAttribute.packetsPerPort, IFLA_BOND_PACKETS_PER_SLAVE),
    Constant("IFLA_BOND_AD_LACP_RATE", BondAttribute.lacpRate, IFLA_BOND_AD_LACP_RATE),
    Constant("IFLA_BOND_AD_SELECT", BondAttribute.aggregatorSelection, IFLA_BOND_AD_SELECT),
    Constant("IFLA_BOND_AD_INFO", BondAttribute.aggregator, IFLA_BOND_AD_INFO),
    Constant(
      "IFLA_BOND_AD_ACTOR_SYS_PRIO", BondAttribute.actorSystemPriority, IFLA_BOND_AD_ACTOR_SYS_PRIO),
    Constant("IFLA_BOND_AD_USER_PORT_KEY", BondAttribute.userPortKey, IFLA_BOND_AD_USER_PORT_KEY),
    Constant("IFLA_BOND_AD_ACTOR_SYSTEM", BondAttribute.actorSystem, IFLA_BOND_AD_ACTOR_SYSTEM),
    Constant(
      "IFLA_BOND_TLB_DYNAMIC_LB", BondAttribute.dynamicLoadBalancing, IFLA_BOND_TLB_DYNAMIC_LB),
    Constant(
      "IFLA_BOND_PEER_NOTIF_DELAY", BondAttribute.peerNotificationDelayMilliseconds,
      IFLA_BOND_PEER_NOTIF_DELAY),
    Constant("IFLA_BOND_AD_LACP_ACTIVE", BondAttribute.lacpActive, IFLA_BOND_AD_LACP_ACTIVE),
    Constant("IFLA_BOND_MISSED_MAX", BondAttribute.missedMaximum, IFLA_BOND_MISSED_MAX),
    Constant("IFLA_BOND_NS_IP6_TARGET", BondAttribute.ndTargets, IFLA_BOND_NS_IP6_TARGET),
    Constant("IFLA_BOND_COUPLED_CONTROL", BondAttribute.coupledControl, IFLA_BOND_COUPLED_CONTROL),
  ]

  static let bondAggregatorAttribute: [Constant] = [
    Constant(
      "IFLA_BOND_AD_INFO_AGGREGATOR", BondAggregatorAttribute.id, IFLA_BOND_AD_INFO_AGGREGATOR),
    Constant(
      "IFLA_BOND_AD_INFO_NUM_PORTS", BondAggregatorAttribute.ports, IFLA_BOND_AD_INFO_NUM_PORTS),
    Constant(
      "IFLA_BOND_AD_INFO_ACTOR_KEY", BondAggregatorAttribute.actorKey, IFLA_BOND_AD_INFO_ACTOR_KEY),
    Constant(
      "IFLA_BOND_AD_INFO_PARTNER_KEY", BondAggregatorAttribute.partnerKey,
      IFLA_BOND_AD_INFO_PARTNER_KEY),
    Constant(
      "IFLA_BOND_AD_INFO_PARTNER_MAC", BondAggregatorAttribute.partnerMAC,
      IFLA_BOND_AD_INFO_PARTNER_MAC),
  ]

  static let bondPortAttribute: [Constant] = [
    Constant("IFLA_BOND_SLAVE_STATE", BondPortAttribute.state, IFLA_BOND_SLAVE_STATE),
    Constant("IFLA_BOND_SLAVE_MII_STATUS", BondPortAttribute.miiStatus, IFLA_BOND_SLAVE_MII_STATUS),
    Constant(
      "IFLA_BOND_SLAVE_LINK_FAILURE_COUNT", BondPortAttribute.linkFailures,
      IFLA_BOND_SLAVE_LINK_FAILURE_COUNT),
    Constant(
      "IFLA_BOND_SLAVE_PERM_HWADDR", BondPortAttribute.permanentAddress, IFLA_BOND_SLAVE_PERM_HWADDR
    ),
    Constant("IFLA_BOND_SLAVE_QUEUE_ID", BondPortAttribute.queueID, IFLA_BOND_SLAVE_QUEUE_ID),
    Constant(
      "IFLA_BOND_SLAVE_AD_AGGREGATOR_ID", BondPortAttribute.aggregatorID,
      IFLA_BOND_SLAVE_AD_AGGREGATOR_ID),
    Constant(
      "IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE", BondPortAttribute.actorOperState,
      IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE),
    Constant(
      "IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE", BondPortAttribute.partnerOperState,
      IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE),
    Constant("IFLA_BOND_SLAVE_PRIO", BondPortAttribute.priority, IFLA_BOND_SLAVE_PRIO),
    Constant(
      "IFLA_BOND_SLAVE_ACTOR_PORT_PRIO", BondPortAttribute.actorPortPriority,
      IFLA_BOND_SLAVE_ACTOR_PORT_PRIO),
    Constant(
      "IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE", BondPortAttribute.actorChurnState,
      IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE),
    Constant(
      "IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE", BondPortAttribute.partnerChurnState,
      IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE),
  ]

  static let bridgeAttribute: [Constant] = [
    Constant("IFLA_BR_FORWARD_DELAY", BridgeAttribute.forwardDelay, IFLA_BR_FORWARD_DELAY),
    Constant("IFLA_BR_HELLO_TIME", BridgeAttribute.helloTime, IFLA_BR_HELLO_TIME),
    Constant("IFLA_BR_MAX_AGE", BridgeAttribute.maxAge, IFLA_BR_MAX_AGE),
    Constant("IFLA_BR_AGEING_TIME", BridgeAttribute.ageingTime, IFLA_BR_AGEING_TIME),
    Constant("IFLA_BR_STP_STATE", BridgeAttribute.stpState, IFLA_BR_STP_STATE),
    Constant("IFLA_BR_PRIORITY", BridgeAttribute.priority, IFLA_BR_PRIORITY),
    Constant("IFLA_BR_VLAN_FILTERING", BridgeAttribute.vlanFiltering, IFLA_BR_VLAN_FILTERING),
    Constant("IFLA_BR_VLAN_PROTOCOL", BridgeAttribute.vlanProtocol, IFLA_BR_VLAN_PROTOCOL),
    Constant("IFLA_BR_GROUP_FWD_MASK", BridgeAttribute.groupForwardMask, IFLA_BR_GROUP_FWD_MASK),
    Constant("IFLA_BR_ROOT_ID", BridgeAttribute.rootID, IFLA_BR_ROOT_ID),
    Constant("IFLA_BR_BRIDGE_ID", BridgeAttribute.bridgeID, IFLA_BR_BRIDGE_ID),
    Constant("IFLA_BR_ROOT_PORT", BridgeAttribute.rootPort, IFLA_BR_ROOT_PORT),
    Constant("IFLA_BR_ROOT_PATH_COST", BridgeAttribute.rootPathCost, IFLA_BR_ROOT_PATH_COST),
    Constant("IFLA_BR_TOPOLOGY_CHANGE", BridgeAttribute.topologyChange, IFLA_BR_TOPOLOGY_CHANGE),
    Constant(
      "IFLA_BR_TOPOLOGY_CHANGE_DETECTED", BridgeAttribute.topologyChangeDetected,
      IFLA_BR_TOPOLOGY_CHANGE_DETECTED),
    Constant("IFLA_BR_HELLO_TIMER", BridgeAttribute.helloTimer, IFLA_BR_HELLO_TIMER),
    Constant(
      "IFLA_BR_TCN_TIMER", BridgeAttribute.topologyChangeNotificationTimer, IFLA_BR_TCN_TIMER),
    Constant(
      "IFLA_BR_TOPOLOGY_CHANGE_TIMER", BridgeAttribute.topologyChangeTimer,
      IFLA_BR_TOPOLOGY_CHANGE_TIMER),
    Constant("IFLA_BR_GC_TIMER", BridgeAttribute.garbageCollectionTimer, IFLA_BR_GC_TIMER),
    Constant("IFLA_BR_GROUP_ADDR", BridgeAttribute.groupAddress, IFLA_BR_GROUP_ADDR),
    Constant("IFLA_BR_FDB_FLUSH", BridgeAttribute.flush, IFLA_BR_FDB_FLUSH),
    Constant("IFLA_BR_MCAST_ROUTER", BridgeAttribute.multicastRouter, IFLA_BR_MCAST_ROUTER),
    Constant("IFLA_BR_MCAST_SNOOPING", BridgeAttribute.multicastSnooping, IFLA_BR_MCAST_SNOOPING),
    Constant(
      "IFLA_BR_MCAST_QUERY_USE_IFADDR", BridgeAttribute.multicastQueryUsesAddress,
      IFLA_BR_MCAST_QUERY_USE_IFADDR),
    Constant("IFLA_BR_MCAST_QUERIER", BridgeAttribute.multicastQuerier, IFLA_BR_MCAST_QUERIER),
    Constant(
      "IFLA_BR_MCAST_HASH_ELASTICITY", BridgeAttribute.multicastHashElasticity,
      IFLA_BR_MCAST_HASH_ELASTICITY),
    Constant(
      "IFLA_BR_MCAST_HASH_MAX", BridgeAttribute.multicastHashMaximum, IFLA_BR_MCAST_HASH_MAX),
    Constant(
      "IFLA_BR_MCAST_LAST_MEMBER_CNT", BridgeAttribute.multicastLastMemberCount,
      IFLA_BR_MCAST_LAST_MEMBER_CNT),
    Constant(
      "IFLA_BR_MCAST_STARTUP_QUERY_CNT", BridgeAttribute.multicastStartupQueryCount,
      IFLA_BR_MCAST_STARTUP_QUERY_CNT),
    Constant(
      "IFLA_BR_MCAST_LAST_MEMBER_INTVL", BridgeAttribute.multicastLastMemberInterval,
      IFLA_BR_MCAST_LAST_MEMBER_INTVL),
    Constant(
      "IFLA_BR_MCAST_MEMBERSHIP_INTVL", BridgeAttribute.multicastMembershipInterval,
      IFLA_BR_MCAST_MEMBERSHIP_INTVL),
    Constant(
      "IFLA_BR_MCAST_QUERIER_INTVL", BridgeAttribute.multicastQuerierInterval,
      IFLA_BR_MCAST_QUERIER_INTVL),
    Constant(
      "IFLA_BR_MCAST_QUERY_INTVL", BridgeAttribute.multicastQueryInterval, IFLA_BR_MCAST_QUERY_INTVL
    ),
    Constant(
      "IFLA_BR_MCAST_QUERY_RESPONSE_INTVL", BridgeAttribute.multicastQueryResponseInterval,
      IFLA_BR_MCAST_QUERY_RESPONSE_INTVL),
    Constant(
      "IFLA_BR_MCAST_STARTUP_QUERY_INTVL", BridgeAttribute.multicastStartupQueryInterval,
      IFLA_BR_MCAST_STARTUP_QUERY_INTVL),
    Constant("IFLA_BR_NF_CALL_IPTABLES", BridgeAttribute.callsIPTables, IFLA_BR_NF_CALL_IPTABLES),
    Constant(
      "IFLA_BR_NF_CALL_IP6TABLES", BridgeAttribute.callsIP6Tables, IFLA_BR_NF_CALL_IP6TABLES),
    Constant(
      "IFLA_BR_NF_CALL_ARPTABLES", BridgeAttribute.callsARPTables, IFLA_BR_NF_CALL_ARPTABLES),
    Constant(
      "IFLA_BR_VLAN_DEFAULT_PVID", BridgeAttribute.vlanDefaultPVID, IFLA_BR_VLAN_DEFAULT_PVID),
    Constant("IFLA_BR_PAD", BridgeAttribute.padding, IFLA_BR_PAD),
    Constant(
      "IFLA_BR_VLAN_STATS_ENABLED", BridgeAttribute.vlanStatistics, IFLA_BR_VLAN_STATS_ENABLED),
    Constant(
      "IFLA_BR_MCAST_STATS_ENABLED", BridgeAttribute.multicastStatistics,
      IFLA_BR_MCAST_STATS_ENABLED),
    Constant(
      "IFLA_BR_MCAST_IGMP_VERSION", BridgeAttribute.multicastIGMPVersion, IFLA_BR_MCAST_IGMP_VERSION
    ),
    Constant(
      "IFLA_BR_MCAST_MLD_VERSION", BridgeAttribute.multicastMLDVersion, IFLA_BR_MCAST_MLD_VERSION),
    Constant(
      "IFLA_BR_VLAN_STATS_PER_PORT", BridgeAttribute.vlanStatisticsPerPort,
      IFLA_BR_VLAN_STATS_PER_PORT),
    Constant("IFLA_BR_MULTI_BOOLOPT", BridgeAttribute.options, IFLA_BR_MULTI_BOOLOPT),
    Constant(
      "IFLA_BR_MCAST_QUERIER_STATE", BridgeAttribute.querierState, IFLA_BR_MCAST_QUERIER_STATE),
  ]

  static let bridgePortAttribute: [Constant] = [
    Constant("IFLA_BRPORT_STATE", BridgePortAttribute.state, IFLA_BRPORT_STATE),
    Constant("IFLA_BRPORT_PRIORITY", BridgePortAttribute.priority, IFLA_BRPORT_PRIORITY),
    Constant("IFLA_BRPORT_COST", BridgePortAttribute.cost, IFLA_BRPORT_COST),
    Constant("IFLA_BRPORT_MODE", BridgePortAttribute.hairpin, IFLA_BRPORT_MODE),
    Constant("IFLA_BRPORT_GUARD", BridgePortAttribute.bpduGuard, IFLA_BRPORT_GUARD),
    Constant("IFLA_BRPORT_PROTECT", BridgePortAttribute.rootGuard, IFLA_BRPORT_PROTECT),
    Constant("IFLA_BRPORT_FAST_LEAVE", BridgePortAttribute.fastLeave, IFLA_BRPORT_FAST_LEAVE),
    Constant("IFLA_BRPORT_LEARNING", BridgePortAttribute.learning, IFLA_BRPORT_LEARNING),
    Constant(
      "IFLA_BRPORT_UNICAST_FLOOD", BridgePortAttribute.unicastFlood, IFLA_BRPORT_UNICAST_FLOOD),
    Constant("IFLA_BRPORT_PROXYARP", BridgePortAttribute.proxyARP, IFLA_BRPORT_PROXYARP),
    Constant(
      "IFLA_BRPORT_LEARNING_SYNC", BridgePortAttribute.learningSync, IFLA_BRPORT_LEARNING_SYNC),
    Constant(
      "IFLA_BRPORT_PROXYARP_WIFI", BridgePortAttribute.proxyARPWiFi, IFLA_BRPORT_PROXYARP_WIFI),
    Constant("IFLA_BRPORT_ROOT_ID", BridgePortAttribute.designatedRoot, IFLA_BRPORT_ROOT_ID),
    Constant("IFLA_BRPORT_BRIDGE_ID", BridgePortAttribute.designatedBridge, IFLA_BRPORT_BRIDGE_ID),
    Constant(
      "IFLA_BRPORT_DESIGNATED_PORT", BridgePortAttribute.designatedPort, IFLA_BRPORT_DESIGNATED_PORT
    ),
    Constant(
      "IFLA_BRPORT_DESIGNATED_COST", BridgePortAttribute.designatedCost, IFLA_BRPORT_DESIGNATED_COST
    ),
    Constant("IFLA_BRPORT_ID", BridgePortAttribute.portID, IFLA_BRPORT_ID),
    Constant("IFLA_BRPORT_NO", BridgePortAttribute.portNumber, IFLA_BRPORT_NO),
    Constant(
      "IFLA_BRPORT_TOPOLOGY_CHANGE_ACK", BridgePortAttribute.topologyChangeAcknowledge,
      IFLA_BRPORT_TOPOLOGY_CHANGE_ACK),
    Constant(
      "IFLA_BRPORT_CONFIG_PENDING", BridgePortAttribute.configurationPending,
      IFLA_BRPORT_CONFIG_PENDING),
    Constant(
      "IFLA_BRPORT_MESSAGE_AGE_TIMER", BridgePortAttribute.messageAgeTimer,
      IFLA_BRPORT_MESSAGE_AGE_TIMER),
    Constant(
      "IFLA_BRPORT_FORWARD_DELAY_TIMER", BridgePortAttribute.forwardDelayTimer,
      IFLA_BRPORT_FORWARD_DELAY_TIMER),
    Constant("IFLA_BRPORT_HOLD_TIMER", BridgePortAttribute.holdTimer, IFLA_BRPORT_HOLD_TIMER),
    Constant("IFLA_BRPORT_FLUSH", BridgePortAttribute.flush, IFLA_BRPORT_FLUSH),
    Constant(
      "IFLA_BRPORT_MULTICAST_ROUTER", BridgePortAttribute.multicastRouter,
      IFLA_BRPORT_MULTICAST_ROUTER),
    Constant("IFLA_BRPORT_PAD", BridgePortAttribute.padding, IFLA_BRPORT_PAD),
    Constant(
      "IFLA_BRPORT_MCAST_FLOOD", BridgePortAttribute.multicastFlood, IFLA_BRPORT_MCAST_FLOOD),
    Constant(
      "IFLA_BRPORT_MCAST_TO_UCAST", BridgePortAttribute.multicastToUnicast,
      IFLA_BRPORT_MCAST_TO_UCAST),
    Constant("IFLA_BRPORT_VLAN_TUNNEL", BridgePortAttribute.vlanTunnel, IFLA_BRPORT_VLAN_TUNNEL),
    Constant(
      "IFLA_BRPORT_BCAST_FLOOD", BridgePortAttribute.broadcastFlood, IFLA_BRPORT_BCAST_FLOOD),
    Constant(
      "IFLA_BRPORT_GROUP_FWD_MASK", BridgePortAttribute.groupForwardMask, IFLA_BRPORT_GROUP_FWD_MASK
    ),
    Constant(
      "IFLA_BRPORT_NEIGH_SUPPRESS", BridgePortAttribute.neighbourSuppress,
      IFLA_BRPORT_NEIGH_SUPPRESS),
    Constant("IFLA_BRPORT_ISOLATED", BridgePortAttribute.isolated, IFLA_BRPORT_ISOLATED),
    Constant("IFLA_BRPORT_BACKUP_PORT", BridgePortAttribute.backupPort, IFLA_BRPORT_BACKUP_PORT),
    Constant(
      "IFLA_BRPORT_MRP_RING_OPEN", BridgePortAttribute.mrpRingOpen, IFLA_BRPORT_MRP_RING_OPEN),
    Constant(
      "IFLA_BRPORT_MRP_IN_OPEN", BridgePortAttribute.mrpInterconnectOpen, IFLA_BRPORT_MRP_IN_OPEN),
    Constant(
      "IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT", BridgePortAttribute.multicastHostsLimit,
      IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT),
    Constant(
      "IFLA_BRPORT_MCAST_EHT_HOSTS_CNT", BridgePortAttribute.multicastHostsCount,
      IFLA_BRPORT_MCAST_EHT_HOSTS_CNT),
    Constant("IFLA_BRPORT_LOCKED", BridgePortAttribute.locked, IFLA_BRPORT_LOCKED),
  ]

  static let bridgeQuerierAttribute: [Constant] = [
    Constant(
      "BRIDGE_QUERIER_IP_ADDRESS", BridgeQuerierAttribute.address, BRIDGE_QUERIER_IP_ADDRESS),
    Constant("BRIDGE_QUERIER_IP_PORT", BridgeQuerierAttribute.port, BRIDGE_QUERIER_IP_PORT),
    Constant(
      "BRIDGE_QUERIER_IP_OTHER_TIMER", BridgeQuerierAttribute.otherTimer,
      BRIDGE_QUERIER_IP_OTHER_TIMER),
    Constant("BRIDGE_QUERIER_PAD", BridgeQuerierAttribute.padding, BRIDGE_QUERIER_PAD),
    Constant(
      "BRIDGE_QUERIER_IPV6_ADDRESS", BridgeQuerierAttribute.address6, BRIDGE_QUERIER_IPV6_ADDRESS),
    Constant("BRIDGE_QUERIER_IPV6_PORT", BridgeQuerierAttribute.port6, BRIDGE_QUERIER_IPV6_PORT),
    Constant(
      "BRIDGE_QUERIER_IPV6_OTHER_TIMER", BridgeQuerierAttribute.otherTimer6,
      BRIDGE_QUERIER_IPV6_OTHER_TIMER),
  ]

  static let vrfAttribute: [Constant] = [
    Constant("IFLA_VRF_TABLE", VRFAttribute.table, IFLA_VRF_TABLE)
  ]

  static let vrfPortAttribute: [Constant] = [
    Constant("IFLA_VRF_PORT_TABLE", VRFPortAttribute.table, IFLA_VRF_PORT_TABLE)
  ]
}
