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

  static let bareUDPAttribute: [Constant] = [
    Constant("IFLA_BAREUDP_PORT", BareUDPAttribute.port, IFLA_BAREUDP_PORT),
    Constant("IFLA_BAREUDP_ETHERTYPE", BareUDPAttribute.etherType, IFLA_BAREUDP_ETHERTYPE),
    Constant(
      "IFLA_BAREUDP_SRCPORT_MIN", BareUDPAttribute.minimumSourcePort, IFLA_BAREUDP_SRCPORT_MIN),
    Constant(
      "IFLA_BAREUDP_MULTIPROTO_MODE", BareUDPAttribute.multiProtocol, IFLA_BAREUDP_MULTIPROTO_MODE),
  ]

  static let greAttribute: [Constant] = [
    Constant("IFLA_GRE_LINK", GREAttribute.link, IFLA_GRE_LINK),
    Constant("IFLA_GRE_IFLAGS", GREAttribute.inputFlags, IFLA_GRE_IFLAGS),
    Constant("IFLA_GRE_OFLAGS", GREAttribute.outputFlags, IFLA_GRE_OFLAGS),
    Constant("IFLA_GRE_IKEY", GREAttribute.inputKey, IFLA_GRE_IKEY),
    Constant("IFLA_GRE_OKEY", GREAttribute.outputKey, IFLA_GRE_OKEY),
    Constant("IFLA_GRE_LOCAL", GREAttribute.local, IFLA_GRE_LOCAL),
    Constant("IFLA_GRE_REMOTE", GREAttribute.remote, IFLA_GRE_REMOTE),
    Constant("IFLA_GRE_TTL", GREAttribute.ttl, IFLA_GRE_TTL),
    Constant("IFLA_GRE_TOS", GREAttribute.tos, IFLA_GRE_TOS),
    Constant("IFLA_GRE_PMTUDISC", GREAttribute.pathMTUDiscovery, IFLA_GRE_PMTUDISC),
    Constant("IFLA_GRE_ENCAP_LIMIT", GREAttribute.encapsulationLimit, IFLA_GRE_ENCAP_LIMIT),
    Constant("IFLA_GRE_FLOWINFO", GREAttribute.flowInformation, IFLA_GRE_FLOWINFO),
    Constant("IFLA_GRE_FLAGS", GREAttribute.flags, IFLA_GRE_FLAGS),
    Constant("IFLA_GRE_ENCAP_TYPE", GREAttribute.encapsulationType, IFLA_GRE_ENCAP_TYPE),
    Constant("IFLA_GRE_ENCAP_FLAGS", GREAttribute.encapsulationFlags, IFLA_GRE_ENCAP_FLAGS),
    Constant("IFLA_GRE_ENCAP_SPORT", GREAttribute.encapsulationSourcePort, IFLA_GRE_ENCAP_SPORT),
    Constant(
      "IFLA_GRE_ENCAP_DPORT", GREAttribute.encapsulationDestinationPort, IFLA_GRE_ENCAP_DPORT),
    Constant("IFLA_GRE_COLLECT_METADATA", GREAttribute.collectMetadata, IFLA_GRE_COLLECT_METADATA),
    Constant("IFLA_GRE_IGNORE_DF", GREAttribute.ignoreDF, IFLA_GRE_IGNORE_DF),
    Constant("IFLA_GRE_FWMARK", GREAttribute.fwMark, IFLA_GRE_FWMARK),
    Constant("IFLA_GRE_ERSPAN_INDEX", GREAttribute.erspanIndex, IFLA_GRE_ERSPAN_INDEX),
    Constant("IFLA_GRE_ERSPAN_VER", GREAttribute.erspanVersion, IFLA_GRE_ERSPAN_VER),
    Constant("IFLA_GRE_ERSPAN_DIR", GREAttribute.erspanDirection, IFLA_GRE_ERSPAN_DIR),
    Constant("IFLA_GRE_ERSPAN_HWID", GREAttribute.erspanHardwareID, IFLA_GRE_ERSPAN_HWID),
  ]

  static let geneveAttribute: [Constant] = [
    Constant("IFLA_GENEVE_ID", GeneveAttribute.id, IFLA_GENEVE_ID),
    Constant("IFLA_GENEVE_REMOTE", GeneveAttribute.remote, IFLA_GENEVE_REMOTE),
    Constant("IFLA_GENEVE_TTL", GeneveAttribute.ttl, IFLA_GENEVE_TTL),
    Constant("IFLA_GENEVE_TOS", GeneveAttribute.tos, IFLA_GENEVE_TOS),
    Constant("IFLA_GENEVE_PORT", GeneveAttribute.port, IFLA_GENEVE_PORT),
    Constant(
      "IFLA_GENEVE_COLLECT_METADATA", GeneveAttribute.collectMetadata, IFLA_GENEVE_COLLECT_METADATA),
    Constant("IFLA_GENEVE_REMOTE6", GeneveAttribute.remote6, IFLA_GENEVE_REMOTE6),
    Constant("IFLA_GENEVE_UDP_CSUM", GeneveAttribute.udpChecksum, IFLA_GENEVE_UDP_CSUM),
    Constant(
      "IFLA_GENEVE_UDP_ZERO_CSUM6_TX", GeneveAttribute.udpZeroChecksum6Transmit,
      IFLA_GENEVE_UDP_ZERO_CSUM6_TX),
    Constant(
      "IFLA_GENEVE_UDP_ZERO_CSUM6_RX", GeneveAttribute.udpZeroChecksum6Receive,
      IFLA_GENEVE_UDP_ZERO_CSUM6_RX),
    Constant("IFLA_GENEVE_LABEL", GeneveAttribute.label, IFLA_GENEVE_LABEL),
    Constant("IFLA_GENEVE_TTL_INHERIT", GeneveAttribute.ttlInherit, IFLA_GENEVE_TTL_INHERIT),
    Constant("IFLA_GENEVE_DF", GeneveAttribute.df, IFLA_GENEVE_DF),
    Constant(
      "IFLA_GENEVE_INNER_PROTO_INHERIT", GeneveAttribute.innerProtocolInherit,
      IFLA_GENEVE_INNER_PROTO_INHERIT),
  ]

  static let hsrAttribute: [Constant] = [
    Constant("IFLA_HSR_SLAVE1", HSRAttribute.port1, IFLA_HSR_SLAVE1),
    Constant("IFLA_HSR_SLAVE2", HSRAttribute.port2, IFLA_HSR_SLAVE2),
    Constant(
      "IFLA_HSR_MULTICAST_SPEC", HSRAttribute.multicastSpecification, IFLA_HSR_MULTICAST_SPEC),
    Constant(
      "IFLA_HSR_SUPERVISION_ADDR", HSRAttribute.supervisionAddress, IFLA_HSR_SUPERVISION_ADDR),
    Constant("IFLA_HSR_SEQ_NR", HSRAttribute.sequenceNumber, IFLA_HSR_SEQ_NR),
    Constant("IFLA_HSR_VERSION", HSRAttribute.version, IFLA_HSR_VERSION),
    Constant("IFLA_HSR_PROTOCOL", HSRAttribute.`protocol`, IFLA_HSR_PROTOCOL),
  ]

  static let ipTunnelAttribute: [Constant] = [
    Constant("IFLA_IPTUN_LINK", IPTunnelAttribute.link, IFLA_IPTUN_LINK),
    Constant("IFLA_IPTUN_LOCAL", IPTunnelAttribute.local, IFLA_IPTUN_LOCAL),
    Constant("IFLA_IPTUN_REMOTE", IPTunnelAttribute.remote, IFLA_IPTUN_REMOTE),
    Constant("IFLA_IPTUN_TTL", IPTunnelAttribute.ttl, IFLA_IPTUN_TTL),
    Constant("IFLA_IPTUN_TOS", IPTunnelAttribute.tos, IFLA_IPTUN_TOS),
    Constant(
      "IFLA_IPTUN_ENCAP_LIMIT", IPTunnelAttribute.encapsulationLimit, IFLA_IPTUN_ENCAP_LIMIT),
    Constant("IFLA_IPTUN_FLOWINFO", IPTunnelAttribute.flowInformation, IFLA_IPTUN_FLOWINFO),
    Constant("IFLA_IPTUN_FLAGS", IPTunnelAttribute.flags, IFLA_IPTUN_FLAGS),
    Constant("IFLA_IPTUN_PROTO", IPTunnelAttribute.`protocol`, IFLA_IPTUN_PROTO),
    Constant("IFLA_IPTUN_PMTUDISC", IPTunnelAttribute.pathMTUDiscovery, IFLA_IPTUN_PMTUDISC),
    Constant("IFLA_IPTUN_6RD_PREFIX", IPTunnelAttribute.sixRDPrefix, IFLA_IPTUN_6RD_PREFIX),
    Constant(
      "IFLA_IPTUN_6RD_RELAY_PREFIX", IPTunnelAttribute.sixRDRelayPrefix, IFLA_IPTUN_6RD_RELAY_PREFIX
    ),
    Constant(
      "IFLA_IPTUN_6RD_PREFIXLEN", IPTunnelAttribute.sixRDPrefixLength, IFLA_IPTUN_6RD_PREFIXLEN),
    Constant(
      "IFLA_IPTUN_6RD_RELAY_PREFIXLEN", IPTunnelAttribute.sixRDRelayPrefixLength,
      IFLA_IPTUN_6RD_RELAY_PREFIXLEN),
    Constant("IFLA_IPTUN_ENCAP_TYPE", IPTunnelAttribute.encapsulationType, IFLA_IPTUN_ENCAP_TYPE),
    Constant(
      "IFLA_IPTUN_ENCAP_FLAGS", IPTunnelAttribute.encapsulationFlags, IFLA_IPTUN_ENCAP_FLAGS),
    Constant(
      "IFLA_IPTUN_ENCAP_SPORT", IPTunnelAttribute.encapsulationSourcePort, IFLA_IPTUN_ENCAP_SPORT),
    Constant(
      "IFLA_IPTUN_ENCAP_DPORT", IPTunnelAttribute.encapsulationDestinationPort,
      IFLA_IPTUN_ENCAP_DPORT),
    Constant(
      "IFLA_IPTUN_COLLECT_METADATA", IPTunnelAttribute.collectMetadata, IFLA_IPTUN_COLLECT_METADATA),
    Constant("IFLA_IPTUN_FWMARK", IPTunnelAttribute.fwMark, IFLA_IPTUN_FWMARK),
  ]

  static let ipvlanAttribute: [Constant] = [
    Constant("IFLA_IPVLAN_MODE", IPVLANAttribute.mode, IFLA_IPVLAN_MODE),
    Constant("IFLA_IPVLAN_FLAGS", IPVLANAttribute.flags, IFLA_IPVLAN_FLAGS),
  ]

  static let macvlanAttribute: [Constant] = [
    Constant("IFLA_MACVLAN_MODE", MACVLANAttribute.mode, IFLA_MACVLAN_MODE),
    Constant("IFLA_MACVLAN_FLAGS", MACVLANAttribute.flags, IFLA_MACVLAN_FLAGS),
    Constant("IFLA_MACVLAN_MACADDR_MODE", MACVLANAttribute.addressMode, IFLA_MACVLAN_MACADDR_MODE),
    Constant("IFLA_MACVLAN_MACADDR", MACVLANAttribute.address, IFLA_MACVLAN_MACADDR),
    Constant("IFLA_MACVLAN_MACADDR_DATA", MACVLANAttribute.addresses, IFLA_MACVLAN_MACADDR_DATA),
    Constant(
      "IFLA_MACVLAN_MACADDR_COUNT", MACVLANAttribute.addressCount, IFLA_MACVLAN_MACADDR_COUNT),
    Constant(
      "IFLA_MACVLAN_BC_QUEUE_LEN", MACVLANAttribute.broadcastQueueLength, IFLA_MACVLAN_BC_QUEUE_LEN),
    Constant(
      "IFLA_MACVLAN_BC_QUEUE_LEN_USED", MACVLANAttribute.broadcastQueueLengthUsed,
      IFLA_MACVLAN_BC_QUEUE_LEN_USED),
  ]

  static let maCsecAttribute: [Constant] = [
    Constant("IFLA_MACSEC_SCI", MACsecAttribute.sci, IFLA_MACSEC_SCI),
    Constant("IFLA_MACSEC_PORT", MACsecAttribute.port, IFLA_MACSEC_PORT),
    Constant("IFLA_MACSEC_ICV_LEN", MACsecAttribute.icvLength, IFLA_MACSEC_ICV_LEN),
    Constant("IFLA_MACSEC_CIPHER_SUITE", MACsecAttribute.cipherSuite, IFLA_MACSEC_CIPHER_SUITE),
    Constant("IFLA_MACSEC_WINDOW", MACsecAttribute.window, IFLA_MACSEC_WINDOW),
    Constant("IFLA_MACSEC_ENCODING_SA", MACsecAttribute.encodingSA, IFLA_MACSEC_ENCODING_SA),
    Constant("IFLA_MACSEC_ENCRYPT", MACsecAttribute.encrypt, IFLA_MACSEC_ENCRYPT),
    Constant("IFLA_MACSEC_PROTECT", MACsecAttribute.protect, IFLA_MACSEC_PROTECT),
    Constant("IFLA_MACSEC_INC_SCI", MACsecAttribute.includesSCI, IFLA_MACSEC_INC_SCI),
    Constant("IFLA_MACSEC_ES", MACsecAttribute.endStation, IFLA_MACSEC_ES),
    Constant("IFLA_MACSEC_SCB", MACsecAttribute.singleCopyBroadcast, IFLA_MACSEC_SCB),
    Constant(
      "IFLA_MACSEC_REPLAY_PROTECT", MACsecAttribute.replayProtect, IFLA_MACSEC_REPLAY_PROTECT),
    Constant("IFLA_MACSEC_VALIDATION", MACsecAttribute.validation, IFLA_MACSEC_VALIDATION),
    Constant("IFLA_MACSEC_PAD", MACsecAttribute.padding, IFLA_MACSEC_PAD),
    Constant("IFLA_MACSEC_OFFLOAD", MACsecAttribute.offload, IFLA_MACSEC_OFFLOAD),
  ]

  static let tunAttribute: [Constant] = [
    Constant("IFLA_TUN_OWNER", TunAttribute.owner, IFLA_TUN_OWNER),
    Constant("IFLA_TUN_GROUP", TunAttribute.group, IFLA_TUN_GROUP),
    Constant("IFLA_TUN_TYPE", TunAttribute.type, IFLA_TUN_TYPE),
    Constant("IFLA_TUN_PI", TunAttribute.packetInformation, IFLA_TUN_PI),
    Constant("IFLA_TUN_VNET_HDR", TunAttribute.virtualHeader, IFLA_TUN_VNET_HDR),
    Constant("IFLA_TUN_PERSIST", TunAttribute.persistent, IFLA_TUN_PERSIST),
    Constant("IFLA_TUN_MULTI_QUEUE", TunAttribute.multiQueue, IFLA_TUN_MULTI_QUEUE),
    Constant("IFLA_TUN_NUM_QUEUES", TunAttribute.queues, IFLA_TUN_NUM_QUEUES),
    Constant(
      "IFLA_TUN_NUM_DISABLED_QUEUES", TunAttribute.disabledQueues, IFLA_TUN_NUM_DISABLED_QUEUES),
  ]

  static let vlanAttribute: [Constant] = [
    Constant("IFLA_VLAN_ID", VLANAttribute.id, IFLA_VLAN_ID),
    Constant("IFLA_VLAN_FLAGS", VLANAttribute.flags, IFLA_VLAN_FLAGS),
    Constant("IFLA_VLAN_EGRESS_QOS", VLANAttribute.egressPriorities, IFLA_VLAN_EGRESS_QOS),
    Constant("IFLA_VLAN_INGRESS_QOS", VLANAttribute.ingressPriorities, IFLA_VLAN_INGRESS_QOS),
    Constant("IFLA_VLAN_PROTOCOL", VLANAttribute.`protocol`, IFLA_VLAN_PROTOCOL),
  ]

  static let vtiAttribute: [Constant] = [
    Constant("IFLA_VTI_LINK", VTIAttribute.link, IFLA_VTI_LINK),
    Constant("IFLA_VTI_IKEY", VTIAttribute.inputKey, IFLA_VTI_IKEY),
    Constant("IFLA_VTI_OKEY", VTIAttribute.outputKey, IFLA_VTI_OKEY),
    Constant("IFLA_VTI_LOCAL", VTIAttribute.local, IFLA_VTI_LOCAL),
    Constant("IFLA_VTI_REMOTE", VTIAttribute.remote, IFLA_VTI_REMOTE),
    Constant("IFLA_VTI_FWMARK", VTIAttribute.fwMark, IFLA_VTI_FWMARK),
  ]

  static let vxlanAttribute: [Constant] = [
    Constant("IFLA_VXLAN_ID", VXLANAttribute.id, IFLA_VXLAN_ID),
    Constant("IFLA_VXLAN_GROUP", VXLANAttribute.remote, IFLA_VXLAN_GROUP),
    Constant("IFLA_VXLAN_LINK", VXLANAttribute.link, IFLA_VXLAN_LINK),
    Constant("IFLA_VXLAN_LOCAL", VXLANAttribute.local, IFLA_VXLAN_LOCAL),
    Constant("IFLA_VXLAN_TTL", VXLANAttribute.ttl, IFLA_VXLAN_TTL),
    Constant("IFLA_VXLAN_TOS", VXLANAttribute.tos, IFLA_VXLAN_TOS),
    Constant("IFLA_VXLAN_LEARNING", VXLANAttribute.learning, IFLA_VXLAN_LEARNING),
    Constant("IFLA_VXLAN_AGEING", VXLANAttribute.ageingSeconds, IFLA_VXLAN_AGEING),
    Constant("IFLA_VXLAN_LIMIT", VXLANAttribute.limit, IFLA_VXLAN_LIMIT),
    Constant("IFLA_VXLAN_PORT_RANGE", VXLANAttribute.sourcePorts, IFLA_VXLAN_PORT_RANGE),
    Constant("IFLA_VXLAN_PROXY", VXLANAttribute.proxy, IFLA_VXLAN_PROXY),
    Constant("IFLA_VXLAN_RSC", VXLANAttribute.routeShortCircuit, IFLA_VXLAN_RSC),
    Constant("IFLA_VXLAN_L2MISS", VXLANAttribute.l2Miss, IFLA_VXLAN_L2MISS),
    Constant("IFLA_VXLAN_L3MISS", VXLANAttribute.l3Miss, IFLA_VXLAN_L3MISS),
    Constant("IFLA_VXLAN_PORT", VXLANAttribute.port, IFLA_VXLAN_PORT),
    Constant("IFLA_VXLAN_GROUP6", VXLANAttribute.remote6, IFLA_VXLAN_GROUP6),
    Constant("IFLA_VXLAN_LOCAL6", VXLANAttribute.local6, IFLA_VXLAN_LOCAL6),
    Constant("IFLA_VXLAN_UDP_CSUM", VXLANAttribute.udpChecksum, IFLA_VXLAN_UDP_CSUM),
    Constant(
      "IFLA_VXLAN_UDP_ZERO_CSUM6_TX", VXLANAttribute.udpZeroChecksum6Transmit,
      IFLA_VXLAN_UDP_ZERO_CSUM6_TX),
    Constant(
      "IFLA_VXLAN_UDP_ZERO_CSUM6_RX", VXLANAttribute.udpZeroChecksum6Receive,
      IFLA_VXLAN_UDP_ZERO_CSUM6_RX),
    Constant("IFLA_VXLAN_REMCSUM_TX", VXLANAttribute.remoteChecksumTransmit, IFLA_VXLAN_REMCSUM_TX),
    Constant("IFLA_VXLAN_REMCSUM_RX", VXLANAttribute.remoteChecksumReceive, IFLA_VXLAN_REMCSUM_RX),
    Constant("IFLA_VXLAN_GBP", VXLANAttribute.groupPolicy, IFLA_VXLAN_GBP),
    Constant(
      "IFLA_VXLAN_REMCSUM_NOPARTIAL", VXLANAttribute.remoteChecksumNoPartial,
      IFLA_VXLAN_REMCSUM_NOPARTIAL),
    Constant(
      "IFLA_VXLAN_COLLECT_METADATA", VXLANAttribute.collectMetadata, IFLA_VXLAN_COLLECT_METADATA),
    Constant("IFLA_VXLAN_LABEL", VXLANAttribute.label, IFLA_VXLAN_LABEL),
    Constant("IFLA_VXLAN_GPE", VXLANAttribute.genericProtocol, IFLA_VXLAN_GPE),
    Constant("IFLA_VXLAN_TTL_INHERIT", VXLANAttribute.ttlInherit, IFLA_VXLAN_TTL_INHERIT),
    Constant("IFLA_VXLAN_DF", VXLANAttribute.df, IFLA_VXLAN_DF),
    Constant("IFLA_VXLAN_VNIFILTER", VXLANAttribute.vniFilter, IFLA_VXLAN_VNIFILTER),
  ]

  static let xfrmAttribute: [Constant] = [
    Constant("IFLA_XFRM_LINK", XFRMAttribute.link, IFLA_XFRM_LINK),
    Constant("IFLA_XFRM_IF_ID", XFRMAttribute.id, IFLA_XFRM_IF_ID),
    Constant(
      "IFLA_XFRM_COLLECT_METADATA", XFRMAttribute.collectMetadata, IFLA_XFRM_COLLECT_METADATA),
  ]
}
