import CLinux
import Netlink
import NetlinkRoute

/// What the kinds of links have.
enum KindConstants {
  static let all: [[Constant]] = [
    bareUDPAttribute, greAttribute, geneveAttribute, hsrAttribute, ipTunnelAttribute,
    ipvlanAttribute, macvlanAttribute, maCsecAttribute, tunAttribute, vlanAttribute, vtiAttribute,
    vxlanAttribute, xfrmAttribute,
  ]

  static let bareUDPAttribute = constants(
    of: BareUDPAttribute.self,
    [
      (.port, IFLA_BAREUDP_PORT),
      (.etherType, IFLA_BAREUDP_ETHERTYPE),
      (.minimumSourcePort, IFLA_BAREUDP_SRCPORT_MIN),
      (.multiProtocol, IFLA_BAREUDP_MULTIPROTO_MODE),
    ])

  static let greAttribute = constants(
    of: GREAttribute.self,
    [
      (.link, IFLA_GRE_LINK),
      (.inputFlags, IFLA_GRE_IFLAGS),
      (.outputFlags, IFLA_GRE_OFLAGS),
      (.inputKey, IFLA_GRE_IKEY),
      (.outputKey, IFLA_GRE_OKEY),
      (.local, IFLA_GRE_LOCAL),
      (.remote, IFLA_GRE_REMOTE),
      (.ttl, IFLA_GRE_TTL),
      (.tos, IFLA_GRE_TOS),
      (.pathMTUDiscovery, IFLA_GRE_PMTUDISC),
      (.encapsulationLimit, IFLA_GRE_ENCAP_LIMIT),
      (.flowInformation, IFLA_GRE_FLOWINFO),
      (.flags, IFLA_GRE_FLAGS),
      (.encapsulationType, IFLA_GRE_ENCAP_TYPE),
      (.encapsulationFlags, IFLA_GRE_ENCAP_FLAGS),
      (.encapsulationSourcePort, IFLA_GRE_ENCAP_SPORT),
      (.encapsulationDestinationPort, IFLA_GRE_ENCAP_DPORT),
      (.collectMetadata, IFLA_GRE_COLLECT_METADATA),
      (.ignoreDF, IFLA_GRE_IGNORE_DF),
      (.fwMark, IFLA_GRE_FWMARK),
      (.erspanIndex, IFLA_GRE_ERSPAN_INDEX),
      (.erspanVersion, IFLA_GRE_ERSPAN_VER),
      (.erspanDirection, IFLA_GRE_ERSPAN_DIR),
      (.erspanHardwareID, IFLA_GRE_ERSPAN_HWID),
    ])

  static let geneveAttribute = constants(
    of: GeneveAttribute.self,
    [
      (.id, IFLA_GENEVE_ID),
      (.remote, IFLA_GENEVE_REMOTE),
      (.ttl, IFLA_GENEVE_TTL),
      (.tos, IFLA_GENEVE_TOS),
      (.port, IFLA_GENEVE_PORT),
      (.collectMetadata, IFLA_GENEVE_COLLECT_METADATA),
      (.remote6, IFLA_GENEVE_REMOTE6),
      (.udpChecksum, IFLA_GENEVE_UDP_CSUM),
      (.udpZeroChecksum6Transmit, IFLA_GENEVE_UDP_ZERO_CSUM6_TX),
      (.udpZeroChecksum6Receive, IFLA_GENEVE_UDP_ZERO_CSUM6_RX),
      (.label, IFLA_GENEVE_LABEL),
      (.ttlInherit, IFLA_GENEVE_TTL_INHERIT),
      (.df, IFLA_GENEVE_DF),
      (.innerProtocolInherit, IFLA_GENEVE_INNER_PROTO_INHERIT),
    ])

  static let hsrAttribute = constants(
    of: HSRAttribute.self,
    [
      (.port1, IFLA_HSR_SLAVE1),
      (.port2, IFLA_HSR_SLAVE2),
      (.multicastSpecification, IFLA_HSR_MULTICAST_SPEC),
      (.supervisionAddress, IFLA_HSR_SUPERVISION_ADDR),
      (.sequenceNumber, IFLA_HSR_SEQ_NR),
      (.version, IFLA_HSR_VERSION),
      (.`protocol`, IFLA_HSR_PROTOCOL),
    ])

  static let ipTunnelAttribute = constants(
    of: IPTunnelAttribute.self,
    [
      (.link, IFLA_IPTUN_LINK),
      (.local, IFLA_IPTUN_LOCAL),
      (.remote, IFLA_IPTUN_REMOTE),
      (.ttl, IFLA_IPTUN_TTL),
      (.tos, IFLA_IPTUN_TOS),
      (.encapsulationLimit, IFLA_IPTUN_ENCAP_LIMIT),
      (.flowInformation, IFLA_IPTUN_FLOWINFO),
      (.flags, IFLA_IPTUN_FLAGS),
      (.`protocol`, IFLA_IPTUN_PROTO),
      (.pathMTUDiscovery, IFLA_IPTUN_PMTUDISC),
      (.sixRDPrefix, IFLA_IPTUN_6RD_PREFIX),
      (.sixRDRelayPrefix, IFLA_IPTUN_6RD_RELAY_PREFIX),
      (.sixRDPrefixLength, IFLA_IPTUN_6RD_PREFIXLEN),
      (.sixRDRelayPrefixLength, IFLA_IPTUN_6RD_RELAY_PREFIXLEN),
      (.encapsulationType, IFLA_IPTUN_ENCAP_TYPE),
      (.encapsulationFlags, IFLA_IPTUN_ENCAP_FLAGS),
      (.encapsulationSourcePort, IFLA_IPTUN_ENCAP_SPORT),
      (.encapsulationDestinationPort, IFLA_IPTUN_ENCAP_DPORT),
      (.collectMetadata, IFLA_IPTUN_COLLECT_METADATA),
      (.fwMark, IFLA_IPTUN_FWMARK),
    ])

  static let ipvlanAttribute = constants(
    of: IPVLANAttribute.self,
    [
      (.mode, IFLA_IPVLAN_MODE),
      (.flags, IFLA_IPVLAN_FLAGS),
    ])

  static let macvlanAttribute = constants(
    of: MACVLANAttribute.self,
    [
      (.mode, IFLA_MACVLAN_MODE),
      (.flags, IFLA_MACVLAN_FLAGS),
      (.addressMode, IFLA_MACVLAN_MACADDR_MODE),
      (.address, IFLA_MACVLAN_MACADDR),
      (.addresses, IFLA_MACVLAN_MACADDR_DATA),
      (.addressCount, IFLA_MACVLAN_MACADDR_COUNT),
      (.broadcastQueueLength, IFLA_MACVLAN_BC_QUEUE_LEN),
      (.broadcastQueueLengthUsed, IFLA_MACVLAN_BC_QUEUE_LEN_USED),
    ])

  static let maCsecAttribute = constants(
    of: MACsecAttribute.self,
    [
      (.sci, IFLA_MACSEC_SCI),
      (.port, IFLA_MACSEC_PORT),
      (.icvLength, IFLA_MACSEC_ICV_LEN),
      (.cipherSuite, IFLA_MACSEC_CIPHER_SUITE),
      (.window, IFLA_MACSEC_WINDOW),
      (.encodingSA, IFLA_MACSEC_ENCODING_SA),
      (.encrypt, IFLA_MACSEC_ENCRYPT),
      (.protect, IFLA_MACSEC_PROTECT),
      (.includesSCI, IFLA_MACSEC_INC_SCI),
      (.endStation, IFLA_MACSEC_ES),
      (.singleCopyBroadcast, IFLA_MACSEC_SCB),
      (.replayProtect, IFLA_MACSEC_REPLAY_PROTECT),
      (.validation, IFLA_MACSEC_VALIDATION),
      (.padding, IFLA_MACSEC_PAD),
      (.offload, IFLA_MACSEC_OFFLOAD),
    ])

  static let tunAttribute = constants(
    of: TunAttribute.self,
    [
      (.owner, IFLA_TUN_OWNER),
      (.group, IFLA_TUN_GROUP),
      (.type, IFLA_TUN_TYPE),
      (.packetInformation, IFLA_TUN_PI),
      (.virtualHeader, IFLA_TUN_VNET_HDR),
      (.persistent, IFLA_TUN_PERSIST),
      (.multiQueue, IFLA_TUN_MULTI_QUEUE),
      (.queues, IFLA_TUN_NUM_QUEUES),
      (.disabledQueues, IFLA_TUN_NUM_DISABLED_QUEUES),
    ])

  static let vlanAttribute = constants(
    of: VLANAttribute.self,
    [
      (.id, IFLA_VLAN_ID),
      (.flags, IFLA_VLAN_FLAGS),
      (.egressPriorities, IFLA_VLAN_EGRESS_QOS),
      (.ingressPriorities, IFLA_VLAN_INGRESS_QOS),
      (.`protocol`, IFLA_VLAN_PROTOCOL),
    ])

  static let vtiAttribute = constants(
    of: VTIAttribute.self,
    [
      (.link, IFLA_VTI_LINK),
      (.inputKey, IFLA_VTI_IKEY),
      (.outputKey, IFLA_VTI_OKEY),
      (.local, IFLA_VTI_LOCAL),
      (.remote, IFLA_VTI_REMOTE),
      (.fwMark, IFLA_VTI_FWMARK),
    ])

  static let vxlanAttribute = constants(
    of: VXLANAttribute.self,
    [
      (.id, IFLA_VXLAN_ID),
      (.remote, IFLA_VXLAN_GROUP),
      (.link, IFLA_VXLAN_LINK),
      (.local, IFLA_VXLAN_LOCAL),
      (.ttl, IFLA_VXLAN_TTL),
      (.tos, IFLA_VXLAN_TOS),
      (.learning, IFLA_VXLAN_LEARNING),
      (.ageingSeconds, IFLA_VXLAN_AGEING),
      (.limit, IFLA_VXLAN_LIMIT),
      (.sourcePorts, IFLA_VXLAN_PORT_RANGE),
      (.proxy, IFLA_VXLAN_PROXY),
      (.routeShortCircuit, IFLA_VXLAN_RSC),
      (.l2Miss, IFLA_VXLAN_L2MISS),
      (.l3Miss, IFLA_VXLAN_L3MISS),
      (.port, IFLA_VXLAN_PORT),
      (.remote6, IFLA_VXLAN_GROUP6),
      (.local6, IFLA_VXLAN_LOCAL6),
      (.udpChecksum, IFLA_VXLAN_UDP_CSUM),
      (.udpZeroChecksum6Transmit, IFLA_VXLAN_UDP_ZERO_CSUM6_TX),
      (.udpZeroChecksum6Receive, IFLA_VXLAN_UDP_ZERO_CSUM6_RX),
      (.remoteChecksumTransmit, IFLA_VXLAN_REMCSUM_TX),
      (.remoteChecksumReceive, IFLA_VXLAN_REMCSUM_RX),
      (.groupPolicy, IFLA_VXLAN_GBP),
      (.remoteChecksumNoPartial, IFLA_VXLAN_REMCSUM_NOPARTIAL),
      (.collectMetadata, IFLA_VXLAN_COLLECT_METADATA),
      (.label, IFLA_VXLAN_LABEL),
      (.genericProtocol, IFLA_VXLAN_GPE),
      (.ttlInherit, IFLA_VXLAN_TTL_INHERIT),
      (.df, IFLA_VXLAN_DF),
      (.vniFilter, IFLA_VXLAN_VNIFILTER),
    ])

  static let xfrmAttribute = constants(
    of: XFRMAttribute.self,
    [
      (.link, IFLA_XFRM_LINK),
      (.id, IFLA_XFRM_IF_ID),
      (.collectMetadata, IFLA_XFRM_COLLECT_METADATA),
    ])
}
