extension SchemaText {
  /// The facts of tunnel devices.
  static let tunnelsFacts = #"""
    object detail.vxlan: `IFLA_INFO_DATA` of the kind `vxlan`.
      id integer The network identifier, VNI (`IFLA_VXLAN_ID`).
      group string The multicast group that unknown destinations go to.
      remote string The one remote end.
      device integer The index of the link that packets leave by; absent without one.
      local string The source address of packets; absent where it is any.
      ttl integer 0 is: by the route (`IFLA_VXLAN_TTL`).
      tos integer 1 is: that of the inner packet (`IFLA_VXLAN_TOS`).
      learning boolean `IFLA_VXLAN_LEARNING`.
      ageingSeconds integer How long a learned address lives, in seconds (`IFLA_VXLAN_AGEING`).
      limit integer The largest number of learned addresses; 0 is no limit (`IFLA_VXLAN_LIMIT`).
      portRange numberRange The UDP source ports.
      proxy boolean It answers ARP and NDP (`IFLA_VXLAN_PROXY`).
      routeShortCircuit boolean `IFLA_VXLAN_RSC`.
      l2Miss boolean `IFLA_VXLAN_L2MISS`.
      l3Miss boolean `IFLA_VXLAN_L3MISS`.
      port integer The UDP destination port (`IFLA_VXLAN_PORT`).
      udpChecksum boolean `IFLA_VXLAN_UDP_CSUM`.
      udpZeroChecksum6Transmit boolean `IFLA_VXLAN_UDP_ZERO_CSUM6_TX`.
      udpZeroChecksum6Receive boolean `IFLA_VXLAN_UDP_ZERO_CSUM6_RX`.
      remoteChecksumTransmit boolean `IFLA_VXLAN_REMCSUM_TX`.
      remoteChecksumReceive boolean `IFLA_VXLAN_REMCSUM_RX`.
      groupPolicy boolean Group policy extension (`IFLA_VXLAN_GBP`).
      remoteChecksumNoPartial boolean `IFLA_VXLAN_REMCSUM_NOPARTIAL`.
      external boolean Each packet brings its own tunnel (collect metadata): by route, filter or
        program.
      flowLabel integer The IPv6 flow label (`IFLA_VXLAN_LABEL`).
      genericProtocol boolean Generic protocol extension: no Ethernet inside (`IFLA_VXLAN_GPE`).
      ttlInherit boolean `IFLA_VXLAN_TTL_INHERIT`.
      dontFragment string{unset,set,inherit} `IFLA_VXLAN_DF`.
      vniFilter boolean `IFLA_VXLAN_VNIFILTER`.
      localBypass boolean Since Linux 6.4 (`IFLA_VXLAN_LOCALBYPASS`).
      labelPolicy string The IPv6 flow label: `fixed` or `inherit`.
      reservedBits string Hexadecimal digits. Since Linux 6.14 (`IFLA_VXLAN_RESERVED_BITS`).
      multicastRoute boolean Since Linux 6.15 (`IFLA_VXLAN_MC_ROUTE`).
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.geneve: `IFLA_INFO_DATA` of the kind `geneve`.
      id integer The network identifier, VNI (`IFLA_GENEVE_ID`).
      remote string The other end; absent where it is any.
      ttl integer `IFLA_GENEVE_TTL`.
      tos integer `IFLA_GENEVE_TOS`.
      port integer The UDP destination port (`IFLA_GENEVE_PORT`).
      external boolean Each packet brings its own tunnel (collect metadata): by route, filter or
        program.
      udpChecksum boolean `IFLA_GENEVE_UDP_CSUM`.
      udpZeroChecksum6Transmit boolean `IFLA_GENEVE_UDP_ZERO_CSUM6_TX`.
      udpZeroChecksum6Receive boolean `IFLA_GENEVE_UDP_ZERO_CSUM6_RX`.
      flowLabel integer The IPv6 flow label (`IFLA_GENEVE_LABEL`).
      ttlInherit boolean `IFLA_GENEVE_TTL_INHERIT`.
      dontFragment string{unset,set,inherit} `IFLA_GENEVE_DF`.
      innerProtocolInherit boolean `IFLA_GENEVE_INNER_PROTO_INHERIT`.
      portRange numberRange The UDP source ports.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.bareudp: `IFLA_INFO_DATA` of the kind `bareudp`.
      port integer The UDP destination port (`IFLA_BAREUDP_PORT`).
      etherType integer What is inside (`IFLA_BAREUDP_ETHERTYPE`).
      minimumSourcePort integer `IFLA_BAREUDP_SRCPORT_MIN`.
      multiProtocol boolean `IFLA_BAREUDP_MULTIPROTO_MODE`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.gre detail.gretap detail.erspan detail.ip6gre detail.ip6gretap detail.ip6erspan:
        The detail of links of these kinds.
      device integer The index of the link that packets leave by; absent without one.
      inputFlags [string]{checksum,routing,key,sequence,strict} `IFLA_GRE_IFLAGS`.
      outputFlags [string]{checksum,routing,key,sequence,strict} `IFLA_GRE_OFLAGS`.
      inputKey integer The key that packets must have; absent without one.
      outputKey integer The key that packets get; absent without one.
      local string The source address of packets; absent where it is any.
      remote string The other end; absent where it is any.
      ttl integer The time to live of outer packets.
      ttlInherit boolean True where it is that of the inner packet.
      tos integer 1 is that of the inner packet (`IFLA_GRE_TOS`).
      pathMTUDiscovery boolean `IFLA_GRE_PMTUDISC`.
      encapsulationLimit integer `IFLA_GRE_ENCAP_LIMIT`.
      flowInformation integer `IFLA_GRE_FLOWINFO`.
      flags [string]{ignoreEncapsulationLimit,useOriginalTrafficClass,useOriginalFlowLabel,mobileI
        Pv6,copyDSCP,useOriginalMark,allowLocalRemote} IPv6 kinds only (`IFLA_GRE_FLAGS`).
      encapsulationType string{none,fou,gue,mpls} `IFLA_GRE_ENCAP_TYPE`.
      encapsulationFlags [string]{checksum,checksum6,remoteChecksum} `IFLA_GRE_ENCAP_FLAGS`.
      encapsulationSourcePort integer `IFLA_GRE_ENCAP_SPORT`.
      encapsulationDestinationPort integer `IFLA_GRE_ENCAP_DPORT`.
      external boolean Each packet brings its own tunnel (collect metadata): by route, filter or
        program.
      ignoreDF boolean `IFLA_GRE_IGNORE_DF`.
      fwMark integer `IFLA_GRE_FWMARK`.
      erspanIndex integer `IFLA_GRE_ERSPAN_INDEX`.
      erspanVersion integer `IFLA_GRE_ERSPAN_VER`.
      erspanDirection string `ingress` or `egress`.
      erspanHardwareId integer `IFLA_GRE_ERSPAN_HWID`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.ipip detail.sit detail.ip6tnl: The detail of links of these kinds.
      device integer The index of the link that packets leave by; absent without one.
      local string The source address of packets; absent where it is any.
      remote string The other end; absent where it is any.
      ttl integer The time to live of outer packets.
      ttlInherit boolean True where it is that of the inner packet.
      tos integer 1 is that of the inner packet (`IFLA_IPTUN_TOS`).
      encapsulationLimit integer `IFLA_IPTUN_ENCAP_LIMIT`.
      flowInformation integer The IPv6 traffic class and flow label (`IFLA_IPTUN_FLOWINFO`).
      flags [string] `IP6_TNL_F_*` of an ip6tnl; the first bit of a sit is ISATAP.
      protocol integer The protocol inside: 4 IPv4, 41 IPv6, 137 MPLS, 0 any (`IFLA_IPTUN_PROTO`).
      pathMTUDiscovery boolean `IFLA_IPTUN_PMTUDISC`.
      sixRDPrefix string `IFLA_IPTUN_6RD_PREFIX`.
      sixRDRelayPrefix string `IFLA_IPTUN_6RD_RELAY_PREFIX`.
      sixRDPrefixLength integer `IFLA_IPTUN_6RD_PREFIXLEN`.
      sixRDRelayPrefixLength integer `IFLA_IPTUN_6RD_RELAY_PREFIXLEN`.
      encapsulationType string{none,fou,gue,mpls} `IFLA_IPTUN_ENCAP_TYPE`.
      encapsulationFlags [string]{checksum,checksum6,remoteChecksum} `IFLA_IPTUN_ENCAP_FLAGS`.
      encapsulationSourcePort integer `IFLA_IPTUN_ENCAP_SPORT`.
      encapsulationDestinationPort integer `IFLA_IPTUN_ENCAP_DPORT`.
      external boolean Each packet brings its own tunnel (collect metadata): by route, filter or
        program.
      fwMark integer `IFLA_IPTUN_FWMARK`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.vti detail.vti6: The detail of links of these kinds.
      device integer The index of the link that packets leave by; absent without one.
      inputKey integer `IFLA_VTI_IKEY`.
      outputKey integer `IFLA_VTI_OKEY`.
      local string The source address of packets; absent where it is any.
      remote string The other end; absent where it is any.
      fwMark integer `IFLA_VTI_FWMARK`.
      unknownAttributes [unknownAttribute] Attributes that have no other key.

    object detail.xfrm: `IFLA_INFO_DATA` of the kind `xfrm`.
      device integer The index of the link that packets leave by; absent without one.
      interfaceId integer Joins it with policies and states (`IFLA_XFRM_IF_ID`).
      external boolean Each packet brings its own tunnel (collect metadata): by route, filter or
        program.
      unknownAttributes [unknownAttribute] Attributes that have no other key.
    """#
}
