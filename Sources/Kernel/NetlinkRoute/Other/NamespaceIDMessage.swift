public import Netlink

/// The number by which one namespace knows another one (`RTM_NEWNSID`).
public struct NamespaceIDMessage: MessageDecodable, Hashable {
  /// -1 where it has none here (`NETNSA_NSID`).
  public var id: Int32?
  /// `NETNSA_PID`.
  public var pid: UInt32?
  /// `NETNSA_FD`.
  public var descriptor: UInt32?
  /// `NETNSA_TARGET_NSID`.
  public var targetID: Int32?
  /// The number in the namespace of the socket, where another one was asked about
  /// (`NETNSA_CURRENT_NSID`).
  public var currentID: Int32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(4, of: "rtgenmsg")
    var attributes = AttributeReader(payload.extracting(droppingFirst: 4))
    while let attribute = try attributes.next() {
      switch NamespaceIDAttribute(rawValue: attribute.type) {
      case .id: id = try attribute.integer()
      case .pid: pid = try attribute.integer()
      case .descriptor: descriptor = try attribute.integer()
      case .targetID: targetID = try attribute.integer()
      case .currentID: currentID = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `NETNSA_*`.
package enum NamespaceIDAttribute: UInt16, CaseIterable {
  case id = 1  // NETNSA_NSID
  case pid = 2  // NETNSA_PID
  case descriptor = 3  // NETNSA_FD
  case targetID = 4  // NETNSA_TARGET_NSID
  case currentID = 5  // NETNSA_CURRENT_NSID
}
