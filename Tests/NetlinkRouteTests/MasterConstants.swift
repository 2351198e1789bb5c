import CLinux
import Netlink
import NetlinkRoute

/// What bridges, bonds and VRFs have, and their ports.
enum MasterConstants {
  static let all: [[Constant]] = [
    bondAttribute, bondAggregatorAttribute, bondPortAttribute, bridgeAttribute, bridgePortAttribute,
    bridgeQuerierAttribute, vrfAttribute, vrfPortAttribute,
  ]

  static let bondAttribute = constants(
    of: BondAttribute.self,
    [
      (.mode, IFLA_BOND_MODE),
      (.activePort, IFLA_BOND_ACTIVE_SLAVE),
      (.miiMonitorMilliseconds, IFLA_BOND_MIIMON),
      (.upDelayMilliseconds, IFLA_BOND_UPDELAY),
      (.downDelayMilliseconds, IFLA_BOND_DOWNDELAY),
      (.usesCarrier, IFLA_BOND_USE_CARRIER),
      (.arpIntervalMilliseconds, IFLA_BOND_ARP_INTERVAL),
      (.arpTargets, IFLA_BOND_ARP_IP_TARGET),
      (.arpValidate, IFLA_BOND_ARP_VALIDATE),
      (.arpAllTargets, IFLA_BOND_ARP_ALL_TARGETS),
      (.primary, IFLA_BOND_PRIMARY),
      (.primaryReselect, IFLA_BOND_PRIMARY_RESELECT),
      (.failOverMAC, IFLA_BOND_FAIL_OVER_MAC),
      (.transmitHashPolicy, IFLA_BOND_XMIT_HASH_POLICY),
      (.resendIGMP, IFLA_BOND_RESEND_IGMP),
      (.peerNotifications, IFLA_BOND_NUM_PEER_NOTIF),
      (.allPortsActive, IFLA_BOND_ALL_SLAVES_ACTIVE),
      (.minimumLinks, IFLA_BOND_MIN_LINKS),
      (.learningPacketIntervalSeconds, IFLA_BOND_LP_INTERVAL),
      (.packetsPerPort, IFLA_BOND_PACKETS_PER_SLAVE),
      (.lacpRate, IFLA_BOND_AD_LACP_RATE),
      (.aggregatorSelection, IFLA_BOND_AD_SELECT),
      (.aggregator, IFLA_BOND_AD_INFO),
      (.actorSystemPriority, IFLA_BOND_AD_ACTOR_SYS_PRIO),
      (.userPortKey, IFLA_BOND_AD_USER_PORT_KEY),
      (.actorSystem, IFLA_BOND_AD_ACTOR_SYSTEM),
      (.dynamicLoadBalancing, IFLA_BOND_TLB_DYNAMIC_LB),
      (.peerNotificationDelayMilliseconds, IFLA_BOND_PEER_NOTIF_DELAY),
      (.lacpActive, IFLA_BOND_AD_LACP_ACTIVE),
      (.missedMaximum, IFLA_BOND_MISSED_MAX),
      (.ndTargets, IFLA_BOND_NS_IP6_TARGET),
      (.coupledControl, IFLA_BOND_COUPLED_CONTROL),
    ])

  static let bondAggregatorAttribute = constants(
    of: BondAggregatorAttribute.self,
    [
      (.id, IFLA_BOND_AD_INFO_AGGREGATOR),
      (.ports, IFLA_BOND_AD_INFO_NUM_PORTS),
      (.actorKey, IFLA_BOND_AD_INFO_ACTOR_KEY),
      (.partnerKey, IFLA_BOND_AD_INFO_PARTNER_KEY),
      (.partnerMAC, IFLA_BOND_AD_INFO_PARTNER_MAC),
    ])

  static let bondPortAttribute = constants(
    of: BondPortAttribute.self,
    [
      (.state, IFLA_BOND_SLAVE_STATE),
      (.miiStatus, IFLA_BOND_SLAVE_MII_STATUS),
      (.linkFailures, IFLA_BOND_SLAVE_LINK_FAILURE_COUNT),
      (.permanentAddress, IFLA_BOND_SLAVE_PERM_HWADDR),
      (.queueID, IFLA_BOND_SLAVE_QUEUE_ID),
      (.aggregatorID, IFLA_BOND_SLAVE_AD_AGGREGATOR_ID),
      (.actorOperState, IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE),
      (.partnerOperState, IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE),
      (.priority, IFLA_BOND_SLAVE_PRIO),
      (.actorPortPriority, IFLA_BOND_SLAVE_ACTOR_PORT_PRIO),
      (.actorChurnState, IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE),
      (.partnerChurnState, IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE),
    ])

  static let bridgeAttribute = constants(
    of: BridgeAttribute.self,
    [
      (.forwardDelay, IFLA_BR_FORWARD_DELAY),
      (.helloTime, IFLA_BR_HELLO_TIME),
      (.maxAge, IFLA_BR_MAX_AGE),
      (.ageingTime, IFLA_BR_AGEING_TIME),
      (.stpState, IFLA_BR_STP_STATE),
      (.priority, IFLA_BR_PRIORITY),
      (.vlanFiltering, IFLA_BR_VLAN_FILTERING),
      (.vlanProtocol, IFLA_BR_VLAN_PROTOCOL),
      (.groupForwardMask, IFLA_BR_GROUP_FWD_MASK),
      (.rootID, IFLA_BR_ROOT_ID),
      (.bridgeID, IFLA_BR_BRIDGE_ID),
      (.rootPort, IFLA_BR_ROOT_PORT),
      (.rootPathCost, IFLA_BR_ROOT_PATH_COST),
      (.topologyChange, IFLA_BR_TOPOLOGY_CHANGE),
      (.topologyChangeDetected, IFLA_BR_TOPOLOGY_CHANGE_DETECTED),
      (.helloTimer, IFLA_BR_HELLO_TIMER),
      (.topologyChangeNotificationTimer, IFLA_BR_TCN_TIMER),
      (.topologyChangeTimer, IFLA_BR_TOPOLOGY_CHANGE_TIMER),
      (.garbageCollectionTimer, IFLA_BR_GC_TIMER),
      (.groupAddress, IFLA_BR_GROUP_ADDR),
      (.flush, IFLA_BR_FDB_FLUSH),
      (.multicastRouter, IFLA_BR_MCAST_ROUTER),
      (.multicastSnooping, IFLA_BR_MCAST_SNOOPING),
      (.multicastQueryUsesAddress, IFLA_BR_MCAST_QUERY_USE_IFADDR),
      (.multicastQuerier, IFLA_BR_MCAST_QUERIER),
      (.multicastHashElasticity, IFLA_BR_MCAST_HASH_ELASTICITY),
      (.multicastHashMaximum, IFLA_BR_MCAST_HASH_MAX),
      (.multicastLastMemberCount, IFLA_BR_MCAST_LAST_MEMBER_CNT),
      (.multicastStartupQueryCount, IFLA_BR_MCAST_STARTUP_QUERY_CNT),
      (.multicastLastMemberInterval, IFLA_BR_MCAST_LAST_MEMBER_INTVL),
      (.multicastMembershipInterval, IFLA_BR_MCAST_MEMBERSHIP_INTVL),
      (.multicastQuerierInterval, IFLA_BR_MCAST_QUERIER_INTVL),
      (.multicastQueryInterval, IFLA_BR_MCAST_QUERY_INTVL),
      (.multicastQueryResponseInterval, IFLA_BR_MCAST_QUERY_RESPONSE_INTVL),
      (.multicastStartupQueryInterval, IFLA_BR_MCAST_STARTUP_QUERY_INTVL),
      (.callsIPTables, IFLA_BR_NF_CALL_IPTABLES),
      (.callsIP6Tables, IFLA_BR_NF_CALL_IP6TABLES),
      (.callsARPTables, IFLA_BR_NF_CALL_ARPTABLES),
      (.vlanDefaultPVID, IFLA_BR_VLAN_DEFAULT_PVID),
      (.padding, IFLA_BR_PAD),
      (.vlanStatistics, IFLA_BR_VLAN_STATS_ENABLED),
      (.multicastStatistics, IFLA_BR_MCAST_STATS_ENABLED),
      (.multicastIGMPVersion, IFLA_BR_MCAST_IGMP_VERSION),
      (.multicastMLDVersion, IFLA_BR_MCAST_MLD_VERSION),
      (.vlanStatisticsPerPort, IFLA_BR_VLAN_STATS_PER_PORT),
      (.options, IFLA_BR_MULTI_BOOLOPT),
      (.querierState, IFLA_BR_MCAST_QUERIER_STATE),
    ])

  static let bridgePortAttribute = constants(
    of: BridgePortAttribute.self,
    [
      (.state, IFLA_BRPORT_STATE),
      (.priority, IFLA_BRPORT_PRIORITY),
      (.cost, IFLA_BRPORT_COST),
      (.hairpin, IFLA_BRPORT_MODE),
      (.bpduGuard, IFLA_BRPORT_GUARD),
      (.rootGuard, IFLA_BRPORT_PROTECT),
      (.fastLeave, IFLA_BRPORT_FAST_LEAVE),
      (.learning, IFLA_BRPORT_LEARNING),
      (.unicastFlood, IFLA_BRPORT_UNICAST_FLOOD),
      (.proxyARP, IFLA_BRPORT_PROXYARP),
      (.learningSync, IFLA_BRPORT_LEARNING_SYNC),
      (.proxyARPWiFi, IFLA_BRPORT_PROXYARP_WIFI),
      (.designatedRoot, IFLA_BRPORT_ROOT_ID),
      (.designatedBridge, IFLA_BRPORT_BRIDGE_ID),
      (.designatedPort, IFLA_BRPORT_DESIGNATED_PORT),
      (.designatedCost, IFLA_BRPORT_DESIGNATED_COST),
      (.portID, IFLA_BRPORT_ID),
      (.portNumber, IFLA_BRPORT_NO),
      (.topologyChangeAcknowledge, IFLA_BRPORT_TOPOLOGY_CHANGE_ACK),
      (.configurationPending, IFLA_BRPORT_CONFIG_PENDING),
      (.messageAgeTimer, IFLA_BRPORT_MESSAGE_AGE_TIMER),
      (.forwardDelayTimer, IFLA_BRPORT_FORWARD_DELAY_TIMER),
      (.holdTimer, IFLA_BRPORT_HOLD_TIMER),
      (.flush, IFLA_BRPORT_FLUSH),
      (.multicastRouter, IFLA_BRPORT_MULTICAST_ROUTER),
      (.padding, IFLA_BRPORT_PAD),
      (.multicastFlood, IFLA_BRPORT_MCAST_FLOOD),
      (.multicastToUnicast, IFLA_BRPORT_MCAST_TO_UCAST),
      (.vlanTunnel, IFLA_BRPORT_VLAN_TUNNEL),
      (.broadcastFlood, IFLA_BRPORT_BCAST_FLOOD),
      (.groupForwardMask, IFLA_BRPORT_GROUP_FWD_MASK),
      (.neighbourSuppress, IFLA_BRPORT_NEIGH_SUPPRESS),
      (.isolated, IFLA_BRPORT_ISOLATED),
      (.backupPort, IFLA_BRPORT_BACKUP_PORT),
      (.mrpRingOpen, IFLA_BRPORT_MRP_RING_OPEN),
      (.mrpInterconnectOpen, IFLA_BRPORT_MRP_IN_OPEN),
      (.multicastHostsLimit, IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT),
      (.multicastHostsCount, IFLA_BRPORT_MCAST_EHT_HOSTS_CNT),
      (.locked, IFLA_BRPORT_LOCKED),
    ])

  static let bridgeQuerierAttribute = constants(
    of: BridgeQuerierAttribute.self,
    [
      (.address, BRIDGE_QUERIER_IP_ADDRESS),
      (.port, BRIDGE_QUERIER_IP_PORT),
      (.otherTimer, BRIDGE_QUERIER_IP_OTHER_TIMER),
      (.padding, BRIDGE_QUERIER_PAD),
      (.address6, BRIDGE_QUERIER_IPV6_ADDRESS),
      (.port6, BRIDGE_QUERIER_IPV6_PORT),
      (.otherTimer6, BRIDGE_QUERIER_IPV6_OTHER_TIMER),
    ])

  static let vrfAttribute = constants(
    of: VRFAttribute.self,
    [
      (.table, IFLA_VRF_TABLE)
    ])

  static let vrfPortAttribute = constants(
    of: VRFPortAttribute.self,
    [
      (.table, IFLA_VRF_PORT_TABLE)
    ])
}
