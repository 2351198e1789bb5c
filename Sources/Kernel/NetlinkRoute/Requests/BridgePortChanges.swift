public import Netlink

/// Changes what a bridge does with a port; what is nil stays.
public struct ChangeBridgePort: Hashable, Sendable {
  /// The index of the port.
  public var index: Int32
  /// Frames may leave by the port that they came in by.
  public var isHairpin: Bool?
  /// It reaches no other isolated port.
  public var isIsolated: Bool?

  public init(index: Int32) { self.index = index }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(type: .newLink, flags: .request)
    message.appendLinkHeader(index: index, flags: 0, change: 0)
    message.nest(LinkAttribute.linkInfo.rawValue) { info in
      info.attribute(LinkInfoAttribute.slaveKind.rawValue, "bridge")
      info.nest(LinkInfoAttribute.slaveData.rawValue) { data in
        if let isHairpin {
          data.attribute(BridgePortAttribute.hairpin.rawValue, UInt8(isHairpin ? 1 : 0))
        }
        if let isIsolated {
          data.attribute(BridgePortAttribute.isolated.rawValue, UInt8(isIsolated ? 1 : 0))
        }
      }
    }
    return message
  }
}

/// Lets VLANs pass a port of a bridge, or no longer.
public struct ChangeBridgeVLANs: Hashable, Sendable {
  /// VLANs from `first` to `last`.
  public struct Range: Hashable, Sendable {
    public var first: UInt16
    public var last: UInt16
    /// Frames that come without a tag belong to it (`BRIDGE_VLAN_INFO_PVID`); one VLAN only.
    public var isPVID: Bool
    /// Its frames leave without a tag (`BRIDGE_VLAN_INFO_UNTAGGED`).
    public var isUntagged: Bool

    public init(
      _ first: UInt16, to last: UInt16? = nil, isPVID: Bool = false, isUntagged: Bool = false
    ) {
      self.first = first
      self.last = last ?? first
      self.isPVID = isPVID
      self.isUntagged = isUntagged
    }
  }

  public var change: Change
  /// The index of the port.
  public var index: Int32
  public var ranges: [Range]

  public init(_ change: Change, _ ranges: [Range], on index: Int32) {
    self.change = change
    self.ranges = ranges
    self.index = index
  }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(
      type: change == .add ? .setLink : .deleteLink, flags: .request)
    message.appendLinkHeader(family: 7, index: index, flags: 0, change: 0)  // AF_BRIDGE
    message.nest(LinkAttribute.afSpec.rawValue) { spec in
      for range in ranges {
        let flags: UInt16 = (range.isPVID ? 1 << 1 : 0) | (range.isUntagged ? 1 << 2 : 0)
        if range.first == range.last {
          Self.append(range.first, flags, to: &spec)
        } else {
          Self.append(range.first, flags | 1 << 3, to: &spec)  // BRIDGE_VLAN_INFO_RANGE_BEGIN
          Self.append(range.last, flags | 1 << 4, to: &spec)  // BRIDGE_VLAN_INFO_RANGE_END
        }
      }
    }
    return message
  }

  /// `IFLA_BRIDGE_VLAN_INFO`: `struct bridge_vlan_info`.
  private static func append(_ id: UInt16, _ flags: UInt16, to spec: inout MessageEncoder) {
    spec.attribute(2) { info in
      info.append(flags)
      info.append(id)
    }
  }
}
