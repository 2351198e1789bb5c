import Netlink

/// What a link of a kind has beyond other links (`IFLA_INFO_DATA`).
///
/// Indirect: a link without data should not be as large as one with the most.
public indirect enum LinkData: Hashable, Sendable {
  case bridge(BridgeData)
  case vxlan(VXLANData)
  case geneve(GeneveData)
  /// `macvlan` and `macvtap`.
  case macvlan(MACVLANData)
  /// `ipvlan` and `ipvtap`.
  case ipvlan(IPVLANData)
  case vlan(VLANData)
  /// `tun`, which taps are too.
  case tun(TunData)
  case bond(BondData)
  case vrf(VRFData)
  /// `gre`, `gretap`, `erspan`, `ip6gre`, `ip6gretap` and `ip6erspan`.
  case gre(GREData)
  /// `ipip`, `sit` and `ip6tnl`.
  case ipTunnel(IPTunnelData)
  /// `vti` and `vti6`.
  case vti(VTIData)
  case netkit(NetkitData)
  case xfrm(XFRMData)
  case macsec(MACsecData)
  case hsr(HSRData)
  case bareUDP(BareUDPData)
  case unknown(UnknownLinkData)

  init(_ attribute: borrowing Attribute, kind: String?) throws(MalformedMessage) {
    switch kind {
    case "bridge": self = .bridge(try BridgeData(attributes: attribute.nested))
    case "vxlan": self = .vxlan(try VXLANData(attributes: attribute.nested))
    case "geneve": self = .geneve(try GeneveData(attributes: attribute.nested))
    case "macvlan", "macvtap": self = .macvlan(try MACVLANData(attributes: attribute.nested))
    case "ipvlan", "ipvtap": self = .ipvlan(try IPVLANData(attributes: attribute.nested))
    case "vlan": self = .vlan(try VLANData(attributes: attribute.nested))
    case "tun": self = .tun(try TunData(attributes: attribute.nested))
    case "bond": self = .bond(try BondData(attributes: attribute.nested))
    case "vrf": self = .vrf(try VRFData(attributes: attribute.nested))
    case "gre", "gretap", "erspan", "ip6gre", "ip6gretap", "ip6erspan":
      self = .gre(try GREData(attributes: attribute.nested))
    case "ipip", "sit", "ip6tnl":
      self = .ipTunnel(try IPTunnelData(attributes: attribute.nested))
    case "vti", "vti6": self = .vti(try VTIData(attributes: attribute.nested))
    case "netkit": self = .netkit(try NetkitData(attributes: attribute.nested))
    case "xfrm": self = .xfrm(try XFRMData(attributes: attribute.nested))
    case "macsec": self = .macsec(try MACsecData(attributes: attribute.nested))
    case "hsr": self = .hsr(try HSRData(attributes: attribute.nested))
    case "bareudp": self = .bareUDP(try BareUDPData(attributes: attribute.nested))
    default: self = .unknown(UnknownLinkData(attribute, kind: kind))
    }
  }
}

/// What a link has as the port of its master (`IFLA_INFO_SLAVE_DATA`).
public indirect enum LinkPortData: Hashable, Sendable {
  case bridge(BridgePortData)
  case bond(BondPortData)
  case vrf(VRFPortData)
  case unknown(UnknownLinkData)

  init(_ attribute: borrowing Attribute, kind: String?) throws(MalformedMessage) {
    switch kind {
    case "bridge": self = .bridge(try BridgePortData(attributes: attribute.nested))
    case "bond": self = .bond(try BondPortData(attributes: attribute.nested))
    case "vrf": self = .vrf(try VRFPortData(attributes: attribute.nested))
    default: self = .unknown(UnknownLinkData(attribute, kind: kind))
    }
  }
}
