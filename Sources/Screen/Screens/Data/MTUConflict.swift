import NodeModel

/// Two links that must take packets of one size and do not: what is larger than the smaller one
/// is lost without a word.
struct MTUConflict: Hashable {
  enum Kind: Hashable {
    case peer
    /// The bridge that the link is a port of.
    case bridge
  }

  var kind: Kind
  var other: LinkID
  var otherMTU: UInt32
}

extension NodeIndex {
  /// With what the MTU of a link does not agree.
  func mtuConflict(of link: Link) -> MTUConflict? {
    guard let mtu = link.mtu else { return nil }
    // Ends of a macvlan or of a netkit may differ by design; a pair of one wire may not.
    if link.kind == "veth", let peer = link.peer, let far = self.link(peer)?.mtu, far != mtu {
      return MTUConflict(kind: .peer, other: peer, otherMTU: far)
    }
    if let master = link.master, let bridge = self.link(master), bridge.kind == "bridge",
      let above = bridge.mtu, above != mtu
    {
      return MTUConflict(kind: .bridge, other: master, otherMTU: above)
    }
    return nil
  }
}
