public import Netlink

/// A value that is a list of attributes inside another message.
public protocol AttributesDecodable: Hashable, Sendable {
  init(attributes: consuming AttributeReader) throws(MalformedMessage)
  /// The attributes without a field, in the order of the message.
  var unknown: [UnknownAttribute] { get }
}

extension RawSpan {
  /// Refuses bytes that are too short for a structure.
  @inlinable func require(_ count: Int, of what: StaticString) throws(MalformedMessage) {
    guard byteCount >= count else { throw Self.tooShort(byteCount, count, what) }
  }

  // Not in line: what is rare should not make a hot loop larger.
  @usableFromInline static func tooShort(_ has: Int, _ needs: Int, _ what: StaticString)
    -> MalformedMessage
  {
    .truncated(what: "\(what)", needs: needs, has: has)
  }

  /// A field of a structure whose length was checked; 0 outside the bytes.
  @inlinable func field<I: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: I.Type = I.self
  ) -> I {
    integer(at: offset) ?? 0
  }
}

extension Attribute {
  /// Whether a switch is on: some kernels send a number, others an attribute without a value
  /// (`NLA_FLAG`), for the same thing.
  var isSet: Bool {
    payload.isEmpty || payload.withUnsafeBytes { bytes in bytes.contains { $0 != 0 } }
  }

  /// The first integer of a structure that may grow.
  func prefixInteger<I: FixedWidthInteger & BitwiseCopyable>() throws(MalformedMessage) -> I {
    guard let value: I = payload.integer(at: 0) else {
      throw .badAttribute(
        type: type, expected: MemoryLayout<I>.size, actual: payload.byteCount)
    }
    return value
  }

  /// An integer of four or eight bytes, whichever is enough (`nla_put_uint`).
  func anyInteger() throws(MalformedMessage) -> UInt64 {
    payload.byteCount == 4 ? UInt64(try integer(as: UInt32.self)) : try integer()
  }

  /// A list of 32-bit numbers; a rest that is shorter is left out.
  var integers: [Int32] {
    (0..<payload.byteCount / 4).map { payload.field(at: $0 * 4) }
  }

  /// The labels of an MPLS stack (RFC 3032), up to the one that is marked as the last.
  var mplsLabels: [UInt32] {
    var labels: [UInt32] = []
    var offset = 0
    while let entry: UInt32 = payload.integer(at: offset) {
      let entry = UInt32(bigEndian: entry)
      labels.append(entry >> 12)
      if entry & 0x100 != 0 { break }
      offset += 4
    }
    return labels
  }

  /// The name of a program (`LWT_BPF_PROG_NAME`).
  func programName() throws(MalformedMessage) -> String? {
    var name: String?
    var attributes = nested
    while let attribute = try attributes.next() {
      if attribute.type == 2 { name = attribute.string }
    }
    return name
  }
}
