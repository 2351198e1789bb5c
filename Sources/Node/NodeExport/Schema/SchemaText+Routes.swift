extension SchemaText {
  /// The facts of routes, rules, next-hop objects and encapsulations.
  static let routesFacts = #"""
    object route.metrics: The metrics of a route, but the MTU.
      locked integer Which metrics may not be changed: bit N for `RTAX_` number N.
      mtu integer In bytes (`RTAX_MTU`).
      windowBytes integer In bytes (`RTAX_WINDOW`).
      rttEighthMilliseconds integer In eighths of a millisecond (`RTAX_RTT`).
      rttVariationQuarterMilliseconds integer In quarters of a millisecond (`RTAX_RTTVAR`).
      slowStartThreshold integer `RTAX_SSTHRESH`.
      congestionWindow integer `RTAX_CWND`.
      advertisedMSSBytes integer In bytes (`RTAX_ADVMSS`).
      reordering integer `RTAX_REORDERING`.
      hopLimit integer `RTAX_HOPLIMIT`.
      initialCongestionWindow integer In packets (`RTAX_INITCWND`).
      features integer `RTAX_FEATURE_*` (`RTAX_FEATURES`).
      minRTOMilliseconds integer `RTAX_RTO_MIN`.
      initialReceiveWindow integer In packets (`RTAX_INITRWND`).
      quickACK integer `RTAX_QUICKACK`.
      congestionControl string `RTAX_CC_ALGO`.
      fastOpenNoCookie integer `RTAX_FASTOPEN_NO_COOKIE`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object encapsulation.mpls: The encapsulation of the type `mpls`.
      labels [integer] From the outer one to the inner one.
      ttl integer `MPLS_IPTUNNEL_TTL`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object encapsulation.ip: The encapsulation of the type `ip`.
      id integer|string The tunnel id: a VNI, a GRE key (`LWTUNNEL_IP_ID`).
      destination string `LWTUNNEL_IP_DST`.
      source string `LWTUNNEL_IP_SRC`.
      ttl integer The hop limit of IPv6 (`LWTUNNEL_IP_TTL`).
      tos integer The traffic class of IPv6 (`LWTUNNEL_IP_TOS`).
      flags integer `TUNNEL_*`, as the number.
      options string Hexadecimal digits. The attributes as they are (`LWTUNNEL_IP_OPTS`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object encapsulation.seg6: The encapsulation of the type `seg6`.
      mode string{inline,encap,l2encap,encap.red,l2encap.red} How the header is put on
        (`SEG6_IPTUN_MODE_*`).
      segments [string] In the order in which packets visit them.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object encapsulation.seg6local: The encapsulation of the type `seg6local`.
      action string{End,End.X,End.T,End.DX2,End.DX6,End.DX4,End.DT6,End.DT4,End.B6,End.B6.Encaps,E
        nd.BM,End.S,End.AS,End.AM,End.BPF,End.DT46} `SEG6_LOCAL_ACTION`.
      segments [string] In the order in which packets visit them.
      table integer `SEG6_LOCAL_TABLE`.
      nextHop4 string `SEG6_LOCAL_NH4`.
      nextHop6 string `SEG6_LOCAL_NH6`.
      inputDevice integer The index of the link (`SEG6_LOCAL_IIF`).
      outputDevice integer The index of the link (`SEG6_LOCAL_OIF`).
      program string Hexadecimal digits. The attributes as they are (`SEG6_LOCAL_BPF`).
      vrfTable integer `SEG6_LOCAL_VRFTABLE`.
      counters string Hexadecimal digits. The attributes as they are (`SEG6_LOCAL_COUNTERS`).
      flavors string Hexadecimal digits. The attributes as they are (`SEG6_LOCAL_FLAVORS`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object encapsulation.bpf: The encapsulation of the type `bpf`.
      input string The name of the program (`LWT_BPF_IN`).
      output string The name of the program (`LWT_BPF_OUT`).
      transmit string The name of the program (`LWT_BPF_XMIT`).
      headroomBytes integer In bytes (`LWT_BPF_XMIT_HEADROOM`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object encapsulation.xfrm: The encapsulation of the type `xfrm`.
      interfaceId integer `LWT_XFRM_IF_ID`.
      device integer The index of the link that packets leave by; absent without one.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object ruleFacts: Further facts of a rule.
      tos integer The type of service that packets must have; absent where any will do.
      flags [string]{permanent,invert,unresolved,inputDetached,outputDetached,findSourceAddress}
        `FIB_RULE_*`.
      goto integer The priority of the rule to go on with (`FRA_GOTO`).
      realms realms `from` and `to`: realms of the source and the destination.
      tunnelId integer|string `FRA_TUN_ID`.
      suppressInterfaceGroup integer Routes by links of this group do not count.
      suppressPrefixLength integer Routes with a length up to this do not count.
      l3MasterDevice boolean The table is that of the VRF of the packet (`FRA_L3MDEV`).
      users numberRange User ids, `low` to `high`.
      protocol string Who made the rule.
      ipProtocol integer `FRA_IP_PROTO`.
      sourcePorts numberRange `low` to `high`.
      destinationPorts numberRange `low` to `high`.
      dscp integer Since Linux 6.12 (`FRA_DSCP`).
      flowLabel integer Since Linux 6.14 (`FRA_FLOWLABEL`).
      flowLabelMask integer `FRA_FLOWLABEL_MASK`.
      sourcePortMask integer Since Linux 6.15 (`FRA_SPORT_MASK`).
      destinationPortMask integer `FRA_DPORT_MASK`.
      dscpMask integer `FRA_DSCP_MASK`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object nextHopFacts: Further facts of a next-hop object.
      encapsulation encapsulation The tunnel that packets are put into: `type` and what it has.
      groupType string{multipath,resilient} `NHA_GROUP_TYPE`.
      blackhole boolean Packets are thrown away; absent where false.
      master integer The index of the master link.
      fdb boolean For entries of a vxlan; absent where false.
      resilient nextHop.resilient The table of a resilient group.
      operationFlags integer Since Linux 6.9 (`NHA_OP_FLAGS`).
      groupStatistics string Hexadecimal digits. The attributes as they are (`NHA_GROUP_STATS`).
      hardwareStatisticsEnabled integer `NHA_HW_STATS_ENABLE`.
      hardwareStatisticsUsed integer `NHA_HW_STATS_USED`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object nextHop.resilient: The table of a resilient group of next hops.
      buckets integer `NHA_RES_GROUP_BUCKETS`.
      idleTimerCentiseconds integer In hundredths of a second (`NHA_RES_GROUP_IDLE_TIMER`).
      unbalancedTimerCentiseconds integer In hundredths of a second
        (`NHA_RES_GROUP_UNBALANCED_TIMER`).
      unbalancedTimeCentiseconds integer|string In hundredths of a second
        (`NHA_RES_GROUP_UNBALANCED_TIME`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object encapsulation: The tunnel that a route puts packets into; the keys of its type stand
        beside.
      type string `mpls`, `ip`, `ip6`, `seg6`, `seg6local`, `bpf`, `xfrm`, or another word; the
        keys of the type stand beside it.
      raw string Data of a type without a decoder, in hexadecimal.

    object routeFacts: Further facts of a route.
      metrics route.metrics The metrics (`RTA_METRICS`) but the MTU.
      mtuLocked boolean True where path MTU discovery may not lower the MTU.
      encapsulation encapsulation The tunnel that packets are put into: `type` and what it has.
      preference string{medium,high,invalid,low} How much a router wants to be used; absent where
        `medium`.
      inputDevice integer The index of the link that packets come in by (`RTA_IIF`).
      realms realms `from` and `to` (`RTA_FLOW`).
      mark integer `RTA_MARK`.
      uid integer `RTA_UID`.
      ttlPropagate boolean `RTA_TTL_PROPAGATE`.
      ipProtocol integer `RTA_IP_PROTO`.
      sourcePort integer `RTA_SPORT`.
      destinationPort integer `RTA_DPORT`.
      flowLabel integer `RTA_FLOWLABEL`.
      errorNumber integer What senders get, a negative number of `errno`; absent where 0
        (`rta_error`).
      viaFamily integer `AF_*` of a gateway that is neither IPv4 nor IPv6 (`RTA_VIA`).
      viaBytes string Its address in hexadecimal.
      newDestination string The labels that replace those of an MPLS packet, in hexadecimal
        (`RTA_NEWDST`).
      multicastStatistics string `RTA_MFC_STATS`, in hexadecimal.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object routeNextHopFacts: Further facts of a next hop of a route.
      encapsulation encapsulation The tunnel that packets are put into: `type` and what it has.
      realms realms `from` and `to` (`RTA_FLOW`).
      ttlPropagate boolean `RTA_TTL_PROPAGATE`.
      viaFamily integer `AF_*` of a gateway that is neither IPv4 nor IPv6 (`RTA_VIA`).
      viaBytes string Its address in hexadecimal.
      newDestination string The labels that replace those of an MPLS packet, in hexadecimal
        (`RTA_NEWDST`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.
    """#
}
