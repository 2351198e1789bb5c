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
    of namespaces: [Namespace], entries: [NamespaceID: [FDBEntry]] = [:]
  ) -> [Tunnel] {
    namespaces.flatMap { namespace in
      (namespace.links ?? []).compactMap { link in
        guard let kind = link.kind, kinds.contains(kind) else { return nil }
        let fdb = namespace.fdb ?? entries[namespace.id] ?? []
        return tunnel(link, kind: kind, in: namespace, fdb)
      }
    }
  }

  private static func tunnel(
    _ link: Link, kind: String, in namespace: Namespace, _ fdb: [FDBEntry]
  ) -> Tunnel {
    var tunnel = Tunnel(link: link.id, kind: kind)
    tunnel.mtu = link.mtu
    tunnel.identifier = identifier(link)
    tunnel.local = address(link.detail["local"])
    tunnel.port = link.detail["port"]?.number.flatMap { UInt16(exactly: $0) }
    tunnel.remotes = remotes(of: link, fdb)
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

  private static func remotes(of link: Link, _ fdb: [FDBEntry]) -> [IPAddress] {
    var found = Set(
      [address(link.detail["remote"]), address(link.detail["group"])].compactMap(\.self))
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
    case "ipip", "sit": return 20
    case "ip6tnl": return 40
    case "gre": return 20 + greHeader(link)
    case "gretap", "erspan": return 20 + greHeader(link) + 14
    case "ip6gre": return 40 + greHeader(link)
    case "ip6gretap", "ip6erspan": return 40 + greHeader(link) + 14
    // 32 bytes of WireGuard and 8 of UDP. Without a known peer the larger header counts, as
    // the default MTU of the kernel does.
    case "wireguard": return 80
    default: return nil
    }
  }

  /// 4 bytes, and 4 for each of checksum, key and sequence number (RFC 2890).
  private static func greHeader(_ link: Link) -> UInt32 {
    let flags = link.detail["outputFlags"]?.list?.compactMap(\.text) ?? []
    return 4 + UInt32(flags.filter { ["checksum", "key", "sequence"].contains($0) }.count) * 4
  }
}
