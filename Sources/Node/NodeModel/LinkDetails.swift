/// What is long, different from kind to kind, and seldom looked at of a link.
public struct LinkDetails: Hashable, Sendable {
  /// What only some links have, by the keys of the snapshot: `alias`, `qdisc`, `xdp` ….
  public var attributes = Facts()
  /// By kind: the attributes of `IFLA_INFO_DATA`.
  public var detail = Facts()
  /// Of a port of a bridge, bond, VRF or team: its kind and the attributes of
  /// `IFLA_INFO_SLAVE_DATA`.
  public var port = Facts()

  public init() {}
}

/// Knows the details of a link and tells them when somebody asks.
///
/// A node with a thousand links has eighty thousand such facts, and a screen shows those of one
/// link; so whoever has them in a shorter form need not spell them out.
public protocol LinkDetailsSource: AnyObject, Sendable {
  /// The same at each call, and nothing is read for it.
  var details: LinkDetails { get }
}

/// Details that are spelled out already.
private final class KnownLinkDetails: LinkDetailsSource {
  let details: LinkDetails
  init(_ details: LinkDetails) { self.details = details }

  static let none = KnownLinkDetails(LinkDetails())
}

/// A source, which is equal to another one that tells the same.
struct LinkDetailsReference: Hashable, Sendable {
  private let source: any LinkDetailsSource

  init(_ source: any LinkDetailsSource) { self.source = source }
  init(_ details: LinkDetails) { source = KnownLinkDetails(details) }

  static var none: Self { Self(KnownLinkDetails.none) }

  var details: LinkDetails { source.details }

  static func == (left: Self, right: Self) -> Bool {
    left.source === right.source || left.details == right.details
  }

  func hash(into hasher: inout Hasher) { hasher.combine(details) }
}
