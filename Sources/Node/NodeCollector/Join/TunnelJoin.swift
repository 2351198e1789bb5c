import NetworkTypes
import NodeModel

/// Finds the tunnels of a node: the links that wrap packets, with where those go.
enum TunnelJoin {
  /// The kinds of `IFLA_INFO_KIND` that wrap packets.
  static let kinds: Set<String> = [
    "vxlan", "geneve", "gre", "gretap", "ip6gre", "ip6gretap", "erspan", "ip6erspan", "ipip",
    "sit", "ip6tnl", "vti", "vti6", "wireguard", "xfrm", "bareudp", "gtp",
  ]

  /// - Parameter entries: The FDB of vxlan devices, of namespaces whose whole FDB is not known.
  static func tunnels(
    of namespaces: [Namespace], entries: [NamespaceID: [FDBEntry]] = [:],
    wireGuard: [NamespaceID: [Int32: WireGuard]] = [:]
  ) -> [Tunnel] {
    namespaces.flatMap { namespace in
      (namespace.links ?? []).compactMap { link in
        guard let kind = link.kind, kinds.contains(kind) else { return nil }
        let fdb = namespace.fdb ?? entries[namespace.id] ?? []
        let device = wireGuard[namespace.id]?[link.id.index]
        return tunnel(link, kind: kind, in: namespace, fdb, device)
      }
    }
  }

  private static func tunnel(
    _ link: Link, kind: String, in namespace: Namespace, _ fdb: [FDBEntry],
    _ wireGuard: WireGuard?
  ) -> Tunnel {
    var tunnel = Tunnel(link: link.id, kind: kind)
    tunnel.mtu = link.mtu
    tunnel.identifier = identifier(link)
    tunnel.local = address(link.detail["local"])
    tunnel.port = link.detail["port"]?.number.flatMap { UInt16(exactly: $0) }
    tunnel.wireGuard = wireGuard
    tunnel.remotes = remotes(of: link, fdb, wireGuard)
    tunnel.underlay = underlay(of: link, tunnel, in: namespace)
    let isIPv6 = (tunnel.local ?? tunnel.remotes.first)?.family == .ipv6
    tunnel.overheadBytes = overhead(link, kind: kind, isIPv6: isIPv6)
    tunnel.solution = NetworkSolution.ofTunnel(link, in: namespace)
    return tunnel
  }

  private static func identifier(_ link: Link) -> UInt32? {
    if link.detail["external"]?.flag == true { return nil }
    let number = link.detail["id"] ?? link.detail["outputKey"] ?? link.detail["interfaceId"]
    return number?.number.flatMap { UInt32(exactly: $0) }
  }

  private static func address(_ value: Facts.Value?) -> IPAddress? {
    value?.text.flatMap { IPAddress($0) }.flatMap { $0.isUnspecified ? nil : $0 }
  }

  private static func remotes(
    of link: Link, _ fdb: [FDBEntry], _ wireGuard: WireGuard?
  ) -> [IPAddress] {
    var found = Set(
      [address(link.detail["remote"]), address(link.detail["group"])].compactMap(\.self))
    if let wireGuard { found.formUnion(wireGuard.peers.lazy.compactMap(\.endpoint)) }
    for entry in fdb where entry.device == link.id.index {
      if let remote = entry.remote, !remote.isUnspecified { found.insert(remote) }
    }
    return found.sorted()
  }

  /// The link that wrapped packets leave by: the one that the device names, or the one that has
  /// the local address, or the one whose subnet or default route reaches a remote.
  private static func underlay(of link: Link, _ tunnel: Tunnel, in namespace: Namespace)
    -> LinkID?
  {
    if let parent = link.parent { return parent }
    // A vxlan says it among its own attributes.
    if let device = link.detail["device"]?.number, let index = Int32(exactly: device) {
      return LinkID(namespace.id, index)
    }
    let others = (namespace.links ?? []).filter { $0.id != link.id }
    if let local = tunnel.local {
      return others.first { $0.addresses.contains { $0.address == local } }?.id
    }
    guard let remote = tunnel.remotes.first(where: { !$0.isMulticast }) else { return nil }
    return others.first { link in
      link.addresses.contains {
        $0.prefixLength > 0 && IPPrefix($0.address, length: $0.prefixLength).contains(remote)
      }
    }?.id
  }

  /// What is added to a packet, in bytes: outer IP, UDP and the tunnel's own header, and the
  /// inner Ethernet header where frames are wrapped.
  private static func overhead(_ link: Link, kind: String, isIPv6: Bool) -> UInt32? {
    let outer: UInt32 = isIPv6 ? 40 : 20
    switch kind {
    case "vxlan", "geneve": return outer + 8 + 8 + 14
    case "bareudp": return outer + 8
    case "ipip", "sit": return 20 + udpEncapsulation(link)
    case "ip6tnl": return outerIPv6(link) + udpEncapsulation(link)
    case "gre": return 20 + greHeader(link) + udpEncapsulation(link)
    case "gretap": return 20 + greHeader(link) + udpEncapsulation(link) + 14
    case "erspan": return 20 + erspanHeaders(link) + 14
    case "ip6gre": return outerIPv6(link) + greHeader(link) + udpEncapsulation(link)
    case "ip6gretap": return outerIPv6(link) + greHeader(link) + udpEncapsulation(link) + 14
    case "ip6erspan": return outerIPv6(link) + erspanHeaders(link) + 14
    // 32 bytes of WireGuard and 8 of UDP, and of the larger header, as in the default MTU of the
    // kernel: peers may change their addresses.
    case "wireguard": return 80
    default: return nil
    }
  }

  /// 4 bytes, and 4 for each of checksum, key and sequence number (RFC 2890).
  private static func greHeader(_ link: Link) -> UInt32 {
    let flags = link.detail["outputFlags"]?.list?.compactMap(\.text) ?? []
    return 4 + UInt32(flags.filter { ["checksum", "key", "sequence"].contains($0) }.count) * 4
  }

  /// GRE with a sequence number, and the header of ERSPAN, which has the key in it: 8 bytes in
  /// version 1, 12 in version 2 (`erspan_hdr_len`).
  private static func erspanHeaders(_ link: Link) -> UInt32 {
    8 + (link.detail["erspanVersion"]?.number == 2 ? 12 : 8)
  }

  /// 40 bytes, and 8 for the destination option that limits encapsulation (RFC 2473, 4.1.1), which
  /// the kernel adds unless it is told to ignore the limit.
  private static func outerIPv6(_ link: Link) -> UInt32 {
    let flags = link.detail["flags"]?.list?.compactMap(\.text) ?? []
    return flags.contains("ignoreEncapsulationLimit") ? 40 : 48
  }

  /// UDP around the tunnel: foo over UDP adds its header, generic UDP encapsulation 4 bytes more,
  /// and 8 with a remote checksum (`fou_encap_hlen`, `gue_encap_hlen`).
  private static func udpEncapsulation(_ link: Link) -> UInt32 {
    let flags = link.detail["encapsulationFlags"]?.list?.compactMap(\.text) ?? []
    switch link.detail["encapsulationType"]?.text {
    case "fou": return 8
    case "gue": return 12 + (flags.contains("remoteChecksum") ? 8 : 0)
    default: return 0
    }
  }
}
