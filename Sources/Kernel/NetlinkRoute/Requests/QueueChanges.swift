public import Netlink

extension MessageType {
  public static let newFilter = Self(rawValue: 44)  // RTM_NEWTFILTER
}

/// A token bucket: what leaves by a link is limited to a rate (`tbf`).
public struct TokenBucket: Hashable, Sendable {
  /// In bytes a second.
  public var rate: UInt64
  /// The time that the bucket takes to fill, in the kernel's ticks of 64 ns.
  public var buffer: UInt32
  /// How many bytes may wait.
  public var limit: UInt32

  public init(rate: UInt64, buffer: UInt32, limit: UInt32) {
    self.rate = rate
    self.buffer = buffer
    self.limit = limit
  }

  /// Reads the options of a queueing discipline (`TCA_TBF_*`); nil where they lack its numbers.
  public init?(options: RawSpan) throws(MalformedMessage) {
    self.init(rate: 0, buffer: 0, limit: 0)
    var isThere = false
    var wide: UInt64?
    var attributes = AttributeReader(options)
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1:  // TCA_TBF_PARMS: struct tc_tbf_qopt
        try attribute.payload.require(36, of: "tc_tbf_qopt")
        isThere = true
        rate = UInt64(attribute.payload.field(at: 8, as: UInt32.self))
        limit = attribute.payload.field(at: 24)
        buffer = attribute.payload.field(at: 28)
      case 4: wide = try attribute.integer()  // TCA_TBF_RATE64
      default: break
      }
    }
    guard isThere else { return nil }
    rate = wide ?? rate
  }
}

/// Adds a queueing discipline to a link, or takes it away.
public struct ChangeQdisc: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// At the root, where all that leaves goes through.
    case tokenBucket(TokenBucket)
    /// Where what comes in goes through, for filters.
    case ingress
  }

  public var change: Change
  public var kind: Kind
  /// The index of the link.
  public var device: Int32

  public init(_ change: Change, _ kind: Kind, on device: Int32) {
    self.change = change
    self.kind = kind
    self.device = device
  }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(
      type: change == .add ? .newQdisc : .deleteQdisc,
      flags: change == .add ? [.request, .create, .exclusive] : .request)
    message.appendZeros(4)
    message.append(device)
    switch kind {
    case .tokenBucket(let bucket):
      message.append(UInt32(0x1_0000))  // 1:
      message.append(UInt32.max)  // TC_H_ROOT
      message.append(UInt32(0))
      message.attribute(QdiscAttribute.kind.rawValue, "tbf")
      if change == .add {
        message.nest(QdiscAttribute.options.rawValue) { bucket.encode(into: &$0) }
      }
    case .ingress:
      message.append(UInt32(0xFFFF_0000))  // ffff:
      message.append(UInt32(0xFFFF_FFF1))  // TC_H_INGRESS
      message.append(UInt32(0))
      message.attribute(QdiscAttribute.kind.rawValue, "ingress")
    }
    return message
  }
}

extension TokenBucket {
  fileprivate func encode(into options: inout MessageEncoder) {
    options.attribute(1) { parameters in
      parameters.appendZeros(8)
      parameters.append(UInt32(clamping: rate))
      parameters.appendZeros(12)  // no peak
      parameters.append(limit)
      parameters.append(buffer)
      parameters.append(UInt32(0))
    }
    if rate > UInt64(UInt32.max) { options.attribute(4, rate) }
  }
}

/// Sends all that comes in by a link out by another one (`u32` and `mirred`).
public struct AddRedirection: Hashable, Sendable {
  /// The index of the link with the ingress discipline.
  public var from: Int32
  public var to: Int32

  public init(from: Int32, to: Int32) {
    self.from = from
    self.to = to
  }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(type: .newFilter, flags: [.request, .create, .exclusive])
    message.appendZeros(4)
    message.append(from)
    message.append(UInt32(0))
    message.append(UInt32(0xFFFF_0000))
    // The priority, and all protocols (ETH_P_ALL) in network order.
    message.append(UInt32(1) << 16 | UInt32(UInt16(3).bigEndian))
    message.attribute(QdiscAttribute.kind.rawValue, "u32")
    message.nest(QdiscAttribute.options.rawValue) { options in
      options.attribute(1, UInt32(0x1_0001))  // TCA_U32_CLASSID
      options.attribute(5) { selector in  // TCA_U32_SEL: one key that everything matches
        selector.append(UInt8(1))  // TC_U32_TERMINAL
        selector.append(UInt8(0))
        selector.append(UInt8(1))
        selector.appendZeros(13 + 16)
      }
      options.nest(7) { actions in  // TCA_U32_ACT
        actions.nest(1) { action in
          action.attribute(1, "mirred")  // TCA_ACT_KIND
          action.nest(2) { mirred in  // TCA_ACT_OPTIONS
            mirred.attribute(2) { parameters in  // TCA_MIRRED_PARMS
              parameters.appendZeros(8)
              parameters.append(Int32(4))  // TC_ACT_STOLEN
              parameters.appendZeros(8)
              parameters.append(Int32(1))  // TCA_EGRESS_REDIR
              parameters.append(to)
            }
          }
        }
      }
    }
    return message
  }
}
