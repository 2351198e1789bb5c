public import Netlink

/// What the driver of a link says (`IFLA_LINKINFO`).
public struct LinkInfo: Hashable, Sendable {
  /// `veth`, `bridge`, `vxlan` … (`IFLA_INFO_KIND`); nil for physical devices and `lo`.
  public var kind: String?
  /// Nil for kinds that say nothing, as `veth` and `dummy` (`IFLA_INFO_DATA`).
  public var data: LinkData?
  /// Counters of the kind, as they are (`IFLA_INFO_XSTATS`).
  public var extendedStatistics: [UInt8]?
  /// The kind of the master, for its ports (`IFLA_INFO_SLAVE_KIND`).
  public var portKind: String?
  /// What the link is as a port of its master (`IFLA_INFO_SLAVE_DATA`).
  public var port: LinkPortData?
  /// The attributes without a field here.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  /// Reads the list twice: the data can only be understood when the kinds are known, and
  /// nothing says that the kinds come first.
  init(_ attribute: borrowing Attribute) throws(MalformedMessage) {
    var first = attribute.nested
    while let attribute = try first.next() {
      switch LinkInfoAttribute(rawValue: attribute.type) {
      case .kind: kind = attribute.string
      case .slaveKind: portKind = attribute.string
      case .extendedStatistics: extendedStatistics = attribute.payload.array
      case .data, .slaveData: continue
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
    var second = attribute.nested
    while let attribute = try second.next() {
      switch LinkInfoAttribute(rawValue: attribute.type) {
      case .data: data = try LinkData(attribute, kind: kind)
      case .slaveData: port = try LinkPortData(attribute, kind: portKind)
      default: continue
      }
    }
  }
}

/// `IFLA_INFO_*`.
package enum LinkInfoAttribute: UInt16, CaseIterable {
  case kind = 1  // IFLA_INFO_KIND
  case data = 2  // IFLA_INFO_DATA
  case extendedStatistics = 3  // IFLA_INFO_XSTATS
  case slaveKind = 4  // IFLA_INFO_SLAVE_KIND
  case slaveData = 5  // IFLA_INFO_SLAVE_DATA
}

/// Data of a kind that nothing here has a type for, as the kernel sent it.
public struct UnknownLinkData: Hashable, Sendable {
  /// Nil where the kernel did not say.
  public var kind: String?
  public var bytes: [UInt8]
  /// The same bytes taken for a list of attributes; empty where they are none.
  public var attributes: [UnknownAttribute]

  init(_ attribute: borrowing Attribute, kind: String?) {
    self.kind = kind
    bytes = attribute.payload.array
    attributes = (try? Self.list(attribute.nested)) ?? []
  }

  private static func list(_ reader: consuming AttributeReader) throws(MalformedMessage)
    -> [UnknownAttribute]
  {
    var list: [UnknownAttribute] = []
    while let attribute = try reader.next() { list.append(UnknownAttribute(attribute)) }
    return list
  }
}
