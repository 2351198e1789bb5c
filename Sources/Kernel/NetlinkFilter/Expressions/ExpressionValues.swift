import Netlink

/// The attributes of one expression, by type; of two of one type the later one counts.
///
/// They are found by a walk each time: an expression has a handful, and a table of hundred
/// thousand expressions is read in no time that way.
struct ExpressionValues {
  private let all: [UInt8]
  /// The types that are there.
  private(set) var types = AttributeTypes()

  init(_ bytes: [UInt8]) throws(MalformedMessage) {
    all = bytes
    var attributes = AttributeReader(bytes.span.bytes)
    while let attribute = try attributes.next() { types.insert(attribute.type) }
  }

  func bytes(_ type: UInt16) -> [UInt8]? { range(of: type).map { Array(all[$0]) } }

  func text(_ type: UInt16) -> String? {
    range(of: type).map { String(decoding: all[$0].prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// Where the value of an attribute is; the lengths were checked when the types were taken.
  private func range(of type: UInt16) -> Range<Int>? {
    guard types.contains(type) else { return nil }
    let span = all.span.bytes
    var found: Range<Int>?
    var offset = 0
    while let length: UInt16 = span.integer(at: offset),
      let rawType: UInt16 = span.integer(at: offset + 2), length >= 4
    {
      let end = offset + Int(length)
      guard end <= all.count else { break }
      if rawType & 0x3FFF == type { found = (offset + 4)..<end }
      offset += aligned(Int(length))
    }
    return found
  }

  func byte(_ type: UInt16) throws(MalformedMessage) -> UInt8? { try integer(type) }
  func number(_ type: UInt16) throws(MalformedMessage) -> UInt32? { try integer(type) }
  func longNumber(_ type: UInt16) throws(MalformedMessage) -> UInt64? { try integer(type) }

  func register(_ type: UInt16) throws(MalformedMessage) -> FilterRegister? {
    try number(type).map { FilterRegister(rawValue: $0) }
  }

  func data(_ type: UInt16) throws(MalformedMessage) -> FilterData? {
    guard let range = range(of: type) else { return nil }
    return try FilterData(attributes: AttributeReader(all.span.bytes.extracting(range)))
  }

  private func integer<I: FixedWidthInteger & BitwiseCopyable>(_ type: UInt16)
    throws(MalformedMessage) -> I?
  {
    guard let range = range(of: type) else { return nil }
    guard range.count == MemoryLayout<I>.size,
      let value: I = all.span.bytes.integer(at: range.lowerBound)
    else {
      throw .badAttribute(type: type, expected: MemoryLayout<I>.size, actual: range.count)
    }
    return I(bigEndian: value)
  }
}

/// A set of attribute types; those above 62 are one.
struct AttributeTypes: Hashable, ExpressibleByArrayLiteral {
  private var bits: UInt64 = 0

  init() {}
  init(arrayLiteral types: UInt16...) { types.forEach { insert($0) } }

  mutating func insert(_ type: UInt16) { bits |= 1 << UInt64(min(type, 63)) }
  func contains(_ type: UInt16) -> Bool { bits & 1 << UInt64(min(type, 63)) != 0 }
  func isSubset(of other: Self) -> Bool { bits & ~other.bits == 0 }

  func subtracting(_ other: Self) -> Self {
    var rest = self
    rest.bits &= ~other.bits
    return rest
  }
}
