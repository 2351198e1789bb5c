public import Netlink

/// A request for the links of a namespace.
public struct LinkDump: DumpRequest {
  public typealias Entry = LinkMessage
  public static let types = (request: MessageType.getLink, entry: MessageType.newLink)

  public var extendedMask: LinkExtendedMask
  /// Only the ports of this master.
  public var master: Int32?
  /// Only links of this kind.
  public var kind: String?

  public init(
    extendedMask: LinkExtendedMask = [], skipStatistics: Bool = false, master: Int32? = nil,
    kind: String? = nil
  ) {
    self.extendedMask = skipStatistics ? extendedMask.union(.skipStatistics) : extendedMask
    self.master = master
    self.kind = kind
  }

  public func encode(into message: inout MessageEncoder) {
    message.appendZeros(16)
    message.attribute(LinkAttribute.extendedMask.rawValue, extendedMask.rawValue)
    if let master { message.attribute(LinkAttribute.master.rawValue, master) }
    if let kind {
      message.nest(LinkAttribute.linkInfo.rawValue) { info in
        info.attribute(LinkInfoAttribute.kind.rawValue, kind)
      }
    }
  }
}

/// What a link message shall have beyond the usual (`RTEXT_FILTER_*`).
public struct LinkExtendedMask: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let virtualFunctions = Self(rawValue: 1)  // RTEXT_FILTER_VF
  public static let bridgeVLANs = Self(rawValue: 2)  // RTEXT_FILTER_BRVLAN
  public static let bridgeVLANRanges = Self(rawValue: 4)  // RTEXT_FILTER_BRVLAN_COMPRESSED
  public static let skipStatistics = Self(rawValue: 8)  // RTEXT_FILTER_SKIP_STATS
}

/// A request for one link, by its index or by its name.
public struct LinkRequest: Hashable, Sendable {
  public enum Target: Hashable, Sendable {
    case index(Int32)
    /// The name, or an alternative one.
    case name(String)
  }

  public static let answer = MessageType.newLink

  public var target: Target
  public var extendedMask: LinkExtendedMask

  public init(index: Int32, extendedMask: LinkExtendedMask = []) {
    target = .index(index)
    self.extendedMask = extendedMask
  }

  public init(name: String, extendedMask: LinkExtendedMask = []) {
    target = .name(name)
    self.extendedMask = extendedMask
  }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(type: .getLink, flags: .request)
    message.appendZeros(4)
    if case .index(let index) = target { message.append(index) } else { message.appendZeros(4) }
    message.appendZeros(8)
    if case .name(let name) = target {
      let isLong = name.utf8.count > 15  // IFNAMSIZ; only alternative names are longer
      message.attribute(
        isLong ? LinkAttribute.altName.rawValue : LinkAttribute.name.rawValue, name)
    }
    message.attribute(LinkAttribute.extendedMask.rawValue, extendedMask.rawValue)
    return message
  }
}
