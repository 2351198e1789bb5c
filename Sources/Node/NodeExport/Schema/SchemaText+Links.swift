extension SchemaText {
  /// The facts of links of other kinds, and of all.
  static let linksFacts = #"""
    object detail.vlan: `IFLA_INFO_DATA` of the kind `vlan`.
      id integer 0 to 4095 (`IFLA_VLAN_ID`).
      flags [string]{reorderHeader,gvrp,looseBinding,mvrp,bridgeBinding} `IFLA_VLAN_FLAGS`.
      egressPriorities [priorityMap] From priorities of packets to those of tags (egress QoS map).
      ingressPriorities [priorityMap] From priorities of tags to those of packets (ingress QoS
        map).
      protocol string The EtherType of the tag: `802.1Q`, `802.1ad`, or `unknown:` and its number.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.macvlan detail.macvtap: The detail of links of these kinds.
      mode string{private,vepa,bridge,passthru,source} `IFLA_MACVLAN_MODE`.
      flags [string]{noPromiscuous,noDestination} `IFLA_MACVLAN_FLAGS`.
      addresses [string] The addresses of mode `source` (`IFLA_MACVLAN_MACADDR_DATA`).
      addressCount integer `IFLA_MACVLAN_MACADDR_COUNT`.
      broadcastQueueLength integer As asked for (`IFLA_MACVLAN_BC_QUEUE_LEN`).
      broadcastQueueLengthUsed integer The largest of all on the same lower link
        (`IFLA_MACVLAN_BC_QUEUE_LEN_USED`).
      broadcastCutoff integer Since Linux 6.4 (`IFLA_MACVLAN_BC_CUTOFF`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.ipvlan detail.ipvtap: The detail of links of these kinds.
      mode string{l2,l3,l3s} `IFLA_IPVLAN_MODE`.
      flags [string]{private,vepa} Without any the mode is `bridge` (`IFLA_IPVLAN_FLAGS`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.vrf: `IFLA_INFO_DATA` of the kind `vrf`.
      table integer The routing table (`IFLA_VRF_TABLE`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object port.vrf: `IFLA_INFO_SLAVE_DATA` of a port of a vrf.
      table integer The routing table (`IFLA_VRF_PORT_TABLE`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.tun: `IFLA_INFO_DATA` of the kind `tun`.
      owner integer The user who may attach (`IFLA_TUN_OWNER`).
      group integer The group that may attach (`IFLA_TUN_GROUP`).
      type string{tun,tap} `IFLA_TUN_TYPE`.
      packetInformation boolean Packets have a header of four bytes (`IFLA_TUN_PI`).
      virtualHeader boolean `IFLA_TUN_VNET_HDR`.
      persistent boolean It stays when nobody is attached (`IFLA_TUN_PERSIST`).
      multiQueue boolean `IFLA_TUN_MULTI_QUEUE`.
      queues integer `IFLA_TUN_NUM_QUEUES`.
      disabledQueues integer `IFLA_TUN_NUM_DISABLED_QUEUES`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.netkit: `IFLA_INFO_DATA` of the kind `netkit`.
      peerInformation string Hexadecimal digits. Only in requests (`IFLA_NETKIT_PEER_INFO`).
      primary boolean Whether this end was asked for, and the other one came with it
        (`IFLA_NETKIT_PRIMARY`).
      policy string{forward,blackhole,redirect} What happens where no program decides
        (`IFLA_NETKIT_POLICY`).
      peerPolicy string{forward,blackhole,redirect} `IFLA_NETKIT_PEER_POLICY`.
      mode string{l2,l3} `IFLA_NETKIT_MODE`.
      scrub string{none,default} Since Linux 6.12 (`IFLA_NETKIT_SCRUB`).
      peerScrub string{none,default} `IFLA_NETKIT_PEER_SCRUB`.
      headroom integer In bytes, since Linux 6.13 (`IFLA_NETKIT_HEADROOM`).
      tailroom integer In bytes (`IFLA_NETKIT_TAILROOM`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.macsec: `IFLA_INFO_DATA` of the kind `macsec`.
      sci string The secure channel: address and port, 16 hexadecimal digits.
      port integer `IFLA_MACSEC_PORT`.
      icvLengthBytes integer In bytes (`IFLA_MACSEC_ICV_LEN`).
      cipherSuite string `gcmAES128`, `gcmAES256`, `gcmAESXPN128`, `gcmAESXPN256`, or `unknown:`
        and the number.
      window integer `IFLA_MACSEC_WINDOW`.
      encodingSA integer `IFLA_MACSEC_ENCODING_SA`.
      encrypt boolean `IFLA_MACSEC_ENCRYPT`.
      protect boolean `IFLA_MACSEC_PROTECT`.
      includesSCI boolean `IFLA_MACSEC_INC_SCI`.
      endStation boolean `IFLA_MACSEC_ES`.
      singleCopyBroadcast boolean `IFLA_MACSEC_SCB`.
      replayProtect boolean `IFLA_MACSEC_REPLAY_PROTECT`.
      validation string{disabled,check,strict} `IFLA_MACSEC_VALIDATION`.
      offload string{off,phy,mac} `IFLA_MACSEC_OFFLOAD`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.hsr: `IFLA_INFO_DATA` of the kind `hsr`.
      port1 integer The index of the first port.
      port2 integer The index of the second port.
      multicastSpecification integer `IFLA_HSR_MULTICAST_SPEC`.
      supervisionAddress string `IFLA_HSR_SUPERVISION_ADDR`.
      sequenceNumber integer `IFLA_HSR_SEQ_NR`.
      version integer `IFLA_HSR_VERSION`.
      protocol string `hsr` or `prp`.
      interlink integer The index of the interlink port.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object linkFacts: Further facts of a link.
      qdisc string The kind of the root queueing discipline (`IFLA_QDISC`).
      resources link.resources Hardware resources: `memoryStart`, `memoryEnd`, `baseAddress`,
        `interrupt`, `dma`, `port`.
      weight integer `IFLA_WEIGHT`.
      linkMode string{default,dormant,testing} `IFLA_LINKMODE`.
      alias string `IFLA_IFALIAS`.
      numVirtualFunctions integer Virtual functions of the device (`IFLA_NUM_VF`).
      virtualFunctions [link.virtualFunctions] The SR-IOV functions of the device.
      promiscuity integer How many want every frame (`IFLA_PROMISCUITY`).
      numTxQueues integer `IFLA_NUM_TX_QUEUES`.
      numRxQueues integer `IFLA_NUM_RX_QUEUES`.
      carrier boolean `IFLA_CARRIER`.
      physPortId string Hexadecimal digits. `IFLA_PHYS_PORT_ID`.
      carrierChanges integer `IFLA_CARRIER_CHANGES`.
      physSwitchId string Hexadecimal digits. `IFLA_PHYS_SWITCH_ID`.
      physPortName string `IFLA_PHYS_PORT_NAME`.
      protoDown boolean Held down by a routing daemon (`IFLA_PROTO_DOWN`).
      gsoMaxSegments integer `IFLA_GSO_MAX_SEGS`.
      gsoMaxSize integer In bytes (`IFLA_GSO_MAX_SIZE`).
      xdp link.xdp The XDP programs: `mode`, `flags`, `programId`, `driverProgramId`,
        `genericProgramId`, `hardwareProgramId`; absent without one.
      carrierUpCount integer `IFLA_CARRIER_UP_COUNT`.
      carrierDownCount integer `IFLA_CARRIER_DOWN_COUNT`.
      minMTU integer `IFLA_MIN_MTU`.
      maxMTU integer 0 is no limit (`IFLA_MAX_MTU`).
      permanentMACAddress string `IFLA_PERM_ADDRESS`.
      protoDownReasons link.protoDownReasons Who holds the link down, a bit each: `mask` and
        `value`.
      parentDevice string As `0000:00:04.0` (`IFLA_PARENT_DEV_NAME`).
      parentBus string As `pci` (`IFLA_PARENT_DEV_BUS_NAME`).
      groMaxSize integer In bytes (`IFLA_GRO_MAX_SIZE`).
      tsoMaxSize integer In bytes (`IFLA_TSO_MAX_SIZE`).
      tsoMaxSegments integer `IFLA_TSO_MAX_SEGS`.
      allMulticast integer How many want every multicast frame (`IFLA_ALLMULTI`).
      devlinkPort string Hexadecimal digits. The attributes as they are (`IFLA_DEVLINK_PORT`).
      gsoIPv4MaxSize integer In bytes (`IFLA_GSO_IPV4_MAX_SIZE`).
      groIPv4MaxSize integer In bytes (`IFLA_GRO_IPV4_MAX_SIZE`).
      dpllPin string Hexadecimal digits. The attributes as they are (`IFLA_DPLL_PIN`).
      maxPacingOffloadHorizonNanoseconds integer|string In nanoseconds, since Linux 6.13
        (`IFLA_MAX_PACING_OFFLOAD_HORIZON`).
      namespaceImmutable boolean It cannot be moved; since Linux 6.15 (`IFLA_NETNS_IMMUTABLE`).
      headroomBytes integer In bytes, since Linux 6.18 (`IFLA_HEADROOM`).
      tailroomBytes integer In bytes (`IFLA_TAILROOM`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.
      inet6AddressGeneration string{eui64,none,stablePrivacy,random} How the link-local address
        comes about (`IFLA_INET6_ADDR_GEN_MODE`).
      inet6Token string The lower half of addresses that are made from a prefix; absent without
        one (`IFLA_INET6_TOKEN`).
      inet6Flags [string] `IF_RA_*`, `IF_READY` (`IFLA_INET6_FLAGS`).
      inet6RouterMTU integer In bytes, from a router advertisement (`IFLA_INET6_RA_MTU`).
      extendedStatistics string Counters of the kind as they are, in hexadecimal
        (`IFLA_INFO_XSTATS`).
      otherFamilies [object] What address families but IPv4 and IPv6 say (`IFLA_AF_SPEC`): `type`
        is the family, `bytes` in hexadecimal.
      otherProperties [object] `IFLA_PROP_LIST` but alternative names.
      infoUnknownAttributes [object] Of `IFLA_LINKINFO`.
      inetUnknownAttributes [object] Of `AF_INET` in `IFLA_AF_SPEC`.
      inet6UnknownAttributes [object] Of `AF_INET6` in `IFLA_AF_SPEC`.

    object link.protoDownReasons: Who holds a link down.
      mask integer `IFLA_PROTO_DOWN_REASON_MASK`.
      value integer `IFLA_PROTO_DOWN_REASON_VALUE`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object link.resources: The hardware resources of a device (`IFLA_MAP`).
      memoryStart integer|string `map.mem_start` (`IFLA_MAP`).
      memoryEnd integer|string `map.mem_end`.
      baseAddress integer|string `map.base_addr`.
      interrupt integer `map.irq`.
      dma integer `map.dma`.
      port integer `map.port`.

    object link.xdp: The XDP programs of a link.
      mode string{none,driver,generic,hardware,multiple} `IFLA_XDP_ATTACHED`.
      flags integer `IFLA_XDP_FLAGS`.
      programId integer `IFLA_XDP_PROG_ID`.
      driverProgramId integer `IFLA_XDP_DRV_PROG_ID`.
      genericProgramId integer `IFLA_XDP_SKB_PROG_ID`.
      hardwareProgramId integer `IFLA_XDP_HW_PROG_ID`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object link.virtualFunctions: An SR-IOV function of a device.
      number integer The number of the function, from 0.
      macAddress string `IFLA_VF_MAC`.
      vlan integer `IFLA_VF_VLAN`; 0 is none.
      vlanPriority integer The priority of the tag, 0 to 7.
      vlanProtocol string The EtherType of the tag: `802.1Q`, `802.1ad`, or `unknown:` and its
        number.
      minRateMegabits integer In Mbit/s; 0 is no limit (`IFLA_VF_RATE`).
      maxRateMegabits integer In Mbit/s; 0 is no limit (`IFLA_VF_RATE`, `IFLA_VF_TX_RATE`).
      spoofCheck boolean `IFLA_VF_SPOOFCHK`.
      trusted boolean `IFLA_VF_TRUST`.
      rssQuery boolean `IFLA_VF_RSS_QUERY_EN`.
      linkState string{auto,enable,disable} `IFLA_VF_LINK_STATE`.
      nodeGUID string 16 hexadecimal digits (InfiniBand).
      portGUID string 16 hexadecimal digits (InfiniBand).
      statistics link.virtualFunctions.statistics The counters of the function.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object link.virtualFunctions.statistics: The counters of an SR-IOV function.
      rxPackets integer|string `IFLA_VF_STATS_RX_PACKETS`.
      txPackets integer|string `IFLA_VF_STATS_TX_PACKETS`.
      rxBytes integer|string `IFLA_VF_STATS_RX_BYTES`.
      txBytes integer|string `IFLA_VF_STATS_TX_BYTES`.
      broadcast integer|string `IFLA_VF_STATS_BROADCAST`.
      multicast integer|string `IFLA_VF_STATS_MULTICAST`.
      rxDropped integer|string `IFLA_VF_STATS_RX_DROPPED`.
      txDropped integer|string `IFLA_VF_STATS_TX_DROPPED`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object raw: Data of a link kind that has no decoder.
      raw string Data of a kind without a decoder, in hexadecimal.
      rawAttributes [unknownAttribute] The same bytes taken for attributes: `type` and `bytes` in
        hexadecimal.
    """#
}
