public import NetworkTypes

/// A range of addresses that has a purpose on this node or in its cluster.
public struct Segment: Hashable, Sendable {
  public enum Purpose: String, Hashable, Sendable, CaseIterable {
    case node, pod, service, tunnel, other
  }

  public var purpose: Purpose
  public var prefix: IPPrefix
  /// What says so: `link eth0`, `kube-apiserver --service-cluster-ip-range`.
  public var source: String
  /// The segments of another purpose that share addresses with it, with their sources.
  public var overlaps: [String]

  public init(_ purpose: Purpose, _ prefix: IPPrefix, source: String) {
    self.purpose = purpose
    self.prefix = prefix.network
    self.source = source
    overlaps = []
  }

  /// Whether two segments must not share addresses.
  ///
  /// Several sources tell of one segment, and each node has a part of that of the pods.
  func conflicts(with other: Segment) -> Bool {
    guard prefix.overlaps(other.prefix) else { return false }
    if purpose == .other, other.purpose == .other { return prefix != other.prefix }
    // The device of a tunnel has an address of the pods, or of the nodes.
    return purpose != other.purpose && purpose != .tunnel && other.purpose != .tunnel
  }

  /// Sorted, each once, with what each overlaps.
  public static func joined(_ segments: [Segment]) -> [Segment] {
    var seen: Set<Segment> = []
    var result = segments.filter { seen.insert($0).inserted }
    result.sort {
      ($0.purpose.order, $0.prefix, $0.source) < ($1.purpose.order, $1.prefix, $1.source)
    }
    for index in result.indices {
      result[index].overlaps = result.filter { result[index].conflicts(with: $0) }
        .map { "\($0.purpose.rawValue) \($0.prefix) of \($0.source)" }
    }
    return result
  }
}

extension Segment.Purpose {
  fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Segment: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("purpose", purpose.rawValue)
    sink.field("prefix", prefix)
    sink.field("source", source)
    sink.field("overlaps", words: overlaps)
  }
}
