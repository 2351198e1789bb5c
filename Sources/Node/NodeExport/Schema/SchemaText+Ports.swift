extension SchemaText {
  /// The facts of bridges, bonds and their ports.
  static let portsFacts = #"""
    object detail.bridge: `IFLA_INFO_DATA` of the kind `bridge`.
      forwardDelayCentiseconds integer How long a port listens, and then learns, before it
        forwards (`IFLA_BR_FORWARD_DELAY`).
      helloTimeCentiseconds integer Between two hello packets of the spanning tree
        (`IFLA_BR_HELLO_TIME`).
      maxAgeCentiseconds integer How old the last hello may be (`IFLA_BR_MAX_AGE`).
      ageingTimeCentiseconds integer How long a learned address lives (`IFLA_BR_AGEING_TIME`).
      stpState string Who runs the spanning tree: `disabled`, `kernel`, `user`.
      priority integer `IFLA_BR_PRIORITY`.
      vlanFiltering boolean `IFLA_BR_VLAN_FILTERING`.
      vlanProtocol string The EtherType of the tag: `802.1Q`, `802.1ad`, or `unknown:` and its
        number.
      groupForwardMask integer Link-local groups that are forwarded, a bit each
        (`IFLA_BR_GROUP_FWD_MASK`).
      rootId string `IFLA_BR_ROOT_ID`.
      bridgeId string `IFLA_BR_BRIDGE_ID`.
      rootPort integer The number of the port towards the root (`IFLA_BR_ROOT_PORT`).
      rootPathCost integer `IFLA_BR_ROOT_PATH_COST`.
      topologyChange boolean `IFLA_BR_TOPOLOGY_CHANGE`.
      topologyChangeDetected boolean `IFLA_BR_TOPOLOGY_CHANGE_DETECTED`.
      helloTimerCentiseconds integer|string `IFLA_BR_HELLO_TIMER`.
      topologyChangeNotificationTimerCentiseconds integer|string `IFLA_BR_TCN_TIMER`.
      topologyChangeTimerCentiseconds integer|string `IFLA_BR_TOPOLOGY_CHANGE_TIMER`.
      garbageCollectionTimerCentiseconds integer|string `IFLA_BR_GC_TIMER`.
      groupAddress string Where the spanning tree's packets go (`IFLA_BR_GROUP_ADDR`).
      multicastRouter string Whether a multicast router is behind it: `disabled`, `learn`,
        `permanent`, `temporary`.
      multicastSnooping boolean `IFLA_BR_MCAST_SNOOPING`.
      multicastQueryUsesAddress boolean `IFLA_BR_MCAST_QUERY_USE_IFADDR`.
      multicastQuerier boolean `IFLA_BR_MCAST_QUERIER`.
      multicastHashElasticity integer `IFLA_BR_MCAST_HASH_ELASTICITY`.
      multicastHashMaximum integer `IFLA_BR_MCAST_HASH_MAX`.
      multicastLastMemberCount integer `IFLA_BR_MCAST_LAST_MEMBER_CNT`.
      multicastStartupQueryCount integer `IFLA_BR_MCAST_STARTUP_QUERY_CNT`.
      multicastLastMemberIntervalCentiseconds integer|string `IFLA_BR_MCAST_LAST_MEMBER_INTVL`.
      multicastMembershipIntervalCentiseconds integer|string `IFLA_BR_MCAST_MEMBERSHIP_INTVL`.
      multicastQuerierIntervalCentiseconds integer|string `IFLA_BR_MCAST_QUERIER_INTVL`.
      multicastQueryIntervalCentiseconds integer|string `IFLA_BR_MCAST_QUERY_INTVL`.
      multicastQueryResponseIntervalCentiseconds integer|string
        `IFLA_BR_MCAST_QUERY_RESPONSE_INTVL`.
      multicastStartupQueryIntervalCentiseconds integer|string
        `IFLA_BR_MCAST_STARTUP_QUERY_INTVL`.
      callsIPTables boolean `IFLA_BR_NF_CALL_IPTABLES`.
      callsIP6Tables boolean `IFLA_BR_NF_CALL_IP6TABLES`.
      callsARPTables boolean `IFLA_BR_NF_CALL_ARPTABLES`.
      vlanDefaultPVID integer The VLAN of untagged frames on new ports
        (`IFLA_BR_VLAN_DEFAULT_PVID`).
      vlanStatistics boolean `IFLA_BR_VLAN_STATS_ENABLED`.
      multicastStatistics boolean `IFLA_BR_MCAST_STATS_ENABLED`.
      multicastIGMPVersion integer `IFLA_BR_MCAST_IGMP_VERSION`.
      multicastMLDVersion integer `IFLA_BR_MCAST_MLD_VERSION`.
      vlanStatisticsPerPort boolean `IFLA_BR_VLAN_STATS_PER_PORT`.
      options [string] The switches that are on (`IFLA_BR_MULTI_BOOLOPT`).
      optionsKnown [string] The switches that this kernel knows.
      querierState detail.bridge.querierState Who sends multicast queries: `address`, `port`,
        `otherTimerCentiseconds`, `address6`, `port6`, `otherTimer6Centiseconds`.
      learnedCount integer How many addresses were learned, since Linux 6.7
        (`IFLA_BR_FDB_N_LEARNED`).
      learnedMaximum integer How many may be learned; 0 is no limit (`IFLA_BR_FDB_MAX_LEARNED`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.bridge.querierState: A part of the detail of a bridge device.
      address string `BRIDGE_QUERIER_IP_ADDRESS`.
      port integer The index of the link; absent where the bridge itself asks
        (`BRIDGE_QUERIER_IP_PORT`).
      otherTimerCentiseconds integer|string `BRIDGE_QUERIER_IP_OTHER_TIMER`.
      address6 string `BRIDGE_QUERIER_IPV6_ADDRESS`.
      port6 integer `BRIDGE_QUERIER_IPV6_PORT`.
      otherTimer6Centiseconds integer|string `BRIDGE_QUERIER_IPV6_OTHER_TIMER`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object port.bridge: `IFLA_INFO_SLAVE_DATA` of a port of a bridge.
      state string{disabled,listening,learning,forwarding,blocking} `IFLA_BRPORT_STATE`.
      priority integer `IFLA_BRPORT_PRIORITY`.
      cost integer Of the spanning tree (`IFLA_BRPORT_COST`).
      hairpin boolean Frames may leave by the port that they came in (`IFLA_BRPORT_MODE`).
      bpduGuard boolean `IFLA_BRPORT_GUARD`.
      rootGuard boolean `IFLA_BRPORT_PROTECT`.
      fastLeave boolean `IFLA_BRPORT_FAST_LEAVE`.
      learning boolean `IFLA_BRPORT_LEARNING`.
      unicastFlood boolean `IFLA_BRPORT_UNICAST_FLOOD`.
      proxyARP boolean `IFLA_BRPORT_PROXYARP`.
      learningSync boolean `IFLA_BRPORT_LEARNING_SYNC`.
      proxyARPWiFi boolean `IFLA_BRPORT_PROXYARP_WIFI`.
      designatedRoot string `IFLA_BRPORT_ROOT_ID`.
      designatedBridge string `IFLA_BRPORT_BRIDGE_ID`.
      designatedPort integer `IFLA_BRPORT_DESIGNATED_PORT`.
      designatedCost integer `IFLA_BRPORT_DESIGNATED_COST`.
      portId integer `IFLA_BRPORT_ID`.
      portNumber integer `IFLA_BRPORT_NO`.
      topologyChangeAcknowledge boolean `IFLA_BRPORT_TOPOLOGY_CHANGE_ACK`.
      configurationPending boolean `IFLA_BRPORT_CONFIG_PENDING`.
      messageAgeTimerCentiseconds integer|string `IFLA_BRPORT_MESSAGE_AGE_TIMER`.
      forwardDelayTimerCentiseconds integer|string `IFLA_BRPORT_FORWARD_DELAY_TIMER`.
      holdTimerCentiseconds integer|string `IFLA_BRPORT_HOLD_TIMER`.
      multicastRouter string Whether a multicast router is behind it: `disabled`, `learn`,
        `permanent`, `temporary`.
      multicastFlood boolean `IFLA_BRPORT_MCAST_FLOOD`.
      multicastToUnicast boolean `IFLA_BRPORT_MCAST_TO_UCAST`.
      vlanTunnel boolean `IFLA_BRPORT_VLAN_TUNNEL`.
      broadcastFlood boolean `IFLA_BRPORT_BCAST_FLOOD`.
      groupForwardMask integer `IFLA_BRPORT_GROUP_FWD_MASK`.
      neighbourSuppress boolean `IFLA_BRPORT_NEIGH_SUPPRESS`.
      isolated boolean Isolated ports do not reach each other (`IFLA_BRPORT_ISOLATED`).
      backupPort integer The index of the link (`IFLA_BRPORT_BACKUP_PORT`).
      mrpRingOpen boolean `IFLA_BRPORT_MRP_RING_OPEN`.
      mrpInterconnectOpen boolean `IFLA_BRPORT_MRP_IN_OPEN`.
      multicastHostsLimit integer `IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT`.
      multicastHostsCount integer `IFLA_BRPORT_MCAST_EHT_HOSTS_CNT`.
      locked boolean Only addresses in the FDB may send (`IFLA_BRPORT_LOCKED`).
      macAuthenticationBypass boolean `IFLA_BRPORT_MAB`.
      multicastGroups integer `IFLA_BRPORT_MCAST_N_GROUPS`.
      multicastMaximumGroups integer `IFLA_BRPORT_MCAST_MAX_GROUPS`.
      neighbourVLANSuppress boolean `IFLA_BRPORT_NEIGH_VLAN_SUPPRESS`.
      backupNextHopId integer `IFLA_BRPORT_BACKUP_NHID`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.bond: `IFLA_INFO_DATA` of the kind `bond`.
      mode string{balance-rr,active-backup,balance-xor,broadcast,802.3ad,balance-tlb,balance-alb}
        `IFLA_BOND_MODE`.
      activePort integer The index of the port that carries the traffic.
      miiMonitorMilliseconds integer `IFLA_BOND_MIIMON`.
      upDelayMilliseconds integer `IFLA_BOND_UPDELAY`.
      downDelayMilliseconds integer `IFLA_BOND_DOWNDELAY`.
      usesCarrier boolean `IFLA_BOND_USE_CARRIER`.
      arpIntervalMilliseconds integer `IFLA_BOND_ARP_INTERVAL`.
      arpTargets [string] `IFLA_BOND_ARP_IP_TARGET`.
      arpValidate string Which ARP packets are validated: `none`, `active`, `backup`, `all`,
        `filter`, `filterActive`, `filterBackup`.
      arpAllTargets string How many targets have to answer: `any`, `all`.
      primary integer The index of the primary port.
      primaryReselect string{always,better,failure} `IFLA_BOND_PRIMARY_RESELECT`.
      failOverMAC string{none,active,follow} `IFLA_BOND_FAIL_OVER_MAC`.
      transmitHashPolicy string{layer2,layer3+4,layer2+3,encap2+3,encap3+4,vlan+srcmac}
        `IFLA_BOND_XMIT_HASH_POLICY`.
      resendIGMP integer `IFLA_BOND_RESEND_IGMP`.
      peerNotifications integer `IFLA_BOND_NUM_PEER_NOTIF`.
      allPortsActive boolean `IFLA_BOND_ALL_SLAVES_ACTIVE`.
      minimumLinks integer `IFLA_BOND_MIN_LINKS`.
      learningPacketIntervalSeconds integer `IFLA_BOND_LP_INTERVAL`.
      packetsPerPort integer `IFLA_BOND_PACKETS_PER_SLAVE`.
      lacpRate string{slow,fast} `IFLA_BOND_AD_LACP_RATE`.
      aggregatorSelection string{stable,bandwidth,count,actorPortPriority} `IFLA_BOND_AD_SELECT`.
      aggregator detail.bond.aggregator Of the active aggregator of 802.3ad: `id`, `ports`,
        `actorKey`, `partnerKey`, `partnerMAC`.
      actorSystemPriority integer `IFLA_BOND_AD_ACTOR_SYS_PRIO`.
      userPortKey integer `IFLA_BOND_AD_USER_PORT_KEY`.
      actorSystem string `IFLA_BOND_AD_ACTOR_SYSTEM`.
      dynamicLoadBalancing boolean `IFLA_BOND_TLB_DYNAMIC_LB`.
      peerNotificationDelayMilliseconds integer `IFLA_BOND_PEER_NOTIF_DELAY`.
      lacpActive boolean `IFLA_BOND_AD_LACP_ACTIVE`.
      missedMaximum integer `IFLA_BOND_MISSED_MAX`.
      ndTargets [string] `IFLA_BOND_NS_IP6_TARGET`.
      coupledControl boolean Since Linux 6.9 (`IFLA_BOND_COUPLED_CONTROL`).
      broadcastNeighbour boolean Since Linux 6.17 (`IFLA_BOND_BROADCAST_NEIGH`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.bond.aggregator: A part of the detail of a bond device.
      id integer `IFLA_BOND_AD_INFO_AGGREGATOR`.
      ports integer `IFLA_BOND_AD_INFO_NUM_PORTS`.
      actorKey integer `IFLA_BOND_AD_INFO_ACTOR_KEY`.
      partnerKey integer `IFLA_BOND_AD_INFO_PARTNER_KEY`.
      partnerMAC string `IFLA_BOND_AD_INFO_PARTNER_MAC`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object port.bond: `IFLA_INFO_SLAVE_DATA` of a port of a bond.
      state string{active,backup} `IFLA_BOND_SLAVE_STATE`.
      miiStatus string{up,goingDown,down,goingBack} `IFLA_BOND_SLAVE_MII_STATUS`.
      linkFailures integer `IFLA_BOND_SLAVE_LINK_FAILURE_COUNT`.
      permanentMACAddress string `IFLA_BOND_SLAVE_PERM_HWADDR`.
      queueId integer `IFLA_BOND_SLAVE_QUEUE_ID`.
      aggregatorId integer `IFLA_BOND_SLAVE_AD_AGGREGATOR_ID`.
      actorOperState integer `IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE`.
      partnerOperState integer `IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE`.
      priority integer `IFLA_BOND_SLAVE_PRIO`.
      actorPortPriority integer Since Linux 6.18 (`IFLA_BOND_SLAVE_ACTOR_PORT_PRIO`).
      actorChurnState string{monitoring,churned,none} Whether LACP stays without agreement at this
        end (`IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE`).
      partnerChurnState string{monitoring,churned,none} The same of the other end
        (`IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.
    """#
}
