/// The header of every message (`struct nlmsghdr`), 16 bytes in host order.
public struct MessageHeader: Hashable, Sendable {
  public static let byteCount = 16

  /// The message with its header, without the padding behind it, in bytes.
  public var length: UInt32
  public var type: MessageType
  public var flags: MessageFlags
  public var sequence: UInt32
  /// The port that the message is for; the kernel puts that of the receiver.
  public var port: UInt32

  @inlinable init(
    length: UInt32, type: MessageType, flags: MessageFlags, sequence: UInt32, port: UInt32
  ) {
    self.length = length
    self.type = type
    self.flags = flags
    self.sequence = sequence
    self.port = port
  }
}

/// What a message is; not a closed enum, for the kernel adds types.
public struct MessageType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// An error, or an acknowledgement if its code is 0 (`NLMSG_ERROR`).
  @inlinable public static var error: Self { Self(rawValue: 2) }
  /// The end of a dump (`NLMSG_DONE`).
  @inlinable public static var done: Self { Self(rawValue: 3) }
  /// The kernel dropped messages (`NLMSG_OVERRUN`).
  @inlinable public static var overrun: Self { Self(rawValue: 4) }
}

public struct MessageFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let request = Self(rawValue: 0x01)
  public static let multipart = Self(rawValue: 0x02)
  public static let acknowledge = Self(rawValue: 0x04)
  /// The table changed while it was being dumped (`NLM_F_DUMP_INTR`): ask again.
  @inlinable public static var dumpInterrupted: Self { Self(rawValue: 0x10) }
  /// The kernel applied the filter of the request (`NLM_F_DUMP_FILTERED`).
  public static let dumpFiltered = Self(rawValue: 0x20)
  public static let dump = Self(rawValue: 0x300)
  public static let replace = Self(rawValue: 0x100)
  public static let exclusive = Self(rawValue: 0x200)
  public static let create = Self(rawValue: 0x400)
  public static let append = Self(rawValue: 0x800)

  // In answers, the bits above 0x100 mean other things than in requests.
  /// The request is left out of the error message (`NLM_F_CAPPED`).
  static let capped = Self(rawValue: 0x100)
  /// Attributes follow in the error message (`NLM_F_ACK_TLVS`).
  static let hasAttributes = Self(rawValue: 0x200)
}

/// One message, borrowed from the receive buffer.
public struct Message: ~Escapable {
  public let header: MessageHeader
  public let payload: RawSpan

  @inlinable @_lifetime(copy payload)
  init(header: MessageHeader, payload: RawSpan) {
    self.header = header
    self.payload = payload
  }
}

/// A cursor over the messages in one datagram.
public struct MessageReader: ~Escapable {
  @usableFromInline var rest: RawSpan

  @inlinable @_lifetime(copy datagram)
  public init(_ datagram: RawSpan) { rest = datagram }

  /// The next message, or nil at the end of the datagram.
  @inlinable @_lifetime(copy self)
  public mutating func next() throws(MalformedMessage) -> Message? {
    if rest.isEmpty { return nil }
    guard rest.byteCount >= MessageHeader.byteCount else {
      throw .truncated(what: "message header", needs: MessageHeader.byteCount, has: rest.byteCount)
    }
    let length = rest.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self)
    guard length >= 16, Int(length) <= rest.byteCount else {
      throw .badLength(what: "message", length: Int(length), available: rest.byteCount)
    }
    let header = MessageHeader(
      length: length,
      type: MessageType(rawValue: rest.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt16.self)),
      flags: MessageFlags(rawValue: rest.unsafeLoadUnaligned(fromByteOffset: 6, as: UInt16.self)),
      sequence: rest.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt32.self),
      port: rest.unsafeLoadUnaligned(fromByteOffset: 12, as: UInt32.self))
    let payload = rest.extracting(MessageHeader.byteCount..<Int(length))
    rest = rest.extracting(droppingFirst: min(aligned(Int(length)), rest.byteCount))
    return Message(header: header, payload: payload)
  }
}

/// A value that can be read out of the payload of a message.
public protocol MessageDecodable: Sendable {
  init(payload: RawSpan) throws(MalformedMessage)
}
