import NetworkTypes
import NodeModel
import NodeSources

/// Joins the segments that programs were told with those that links and stores have.
enum SegmentJoin {
  static func segments(
    _ found: [SegmentFindings.Found], ipam: IPAMState, snapshot: Snapshot
  ) -> [Segment] {
    var segments = found.map { found in
      Segment(
        Segment.Purpose(rawValue: found.purpose.rawValue) ?? .other, found.prefix,
        source: found.source)
    }
    for network in ipam.networks {
      for range in network.ranges {
        segments.append(Segment(.pod, range.subnet, source: "network \(network.name)"))
      }
    }
    return Segment.joined(segments + links(of: snapshot, beside: segments))
  }

  /// The networks that links of the node are on.
  private static func links(of snapshot: Snapshot, beside known: [Segment]) -> [Segment] {
    guard let host = snapshot.host, let links = host.links else { return [] }
    var segments: [Segment] = []
    for link in links where !link.flags.contains(.loopback) {
      for address in link.addresses where address.scope == .global {
        let prefix = IPPrefix(address.address, length: address.prefixLength).network
        // An address alone is no segment: a virtual one of a service, or that of a tunnel.
        guard prefix.length < address.address.family.bits else { continue }
        // The gateway of pods, or of containers, is on a bridge that was told of already.
        let isTold = known.contains {
          ($0.purpose == .pod || $0.prefix == prefix) && $0.prefix.overlaps(prefix)
        }
        if link.kind == "bridge", isTold { continue }
        segments.append(Segment(purpose(of: link), prefix, source: "link \(link.name)"))
      }
    }
    return segments
  }

  private static func purpose(of link: Link) -> Segment.Purpose {
    switch link.kind {
    case "bridge": .other
    case "vxlan", "geneve", "ipip", "gre", "gretap", "wireguard", "sit", "ip6tnl", "tun", "vti":
      .tunnel
    case "dummy": .other
    default: .node
    }
  }
}
