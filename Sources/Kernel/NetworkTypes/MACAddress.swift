/// A link-layer address of up to 32 bytes (`MAX_ADDR_LEN`): 6 for Ethernet, 20 for IP over
/// InfiniBand, 4 or 16 for the ends of IP tunnels.
@frozen public struct MACAddress: Hashable, Sendable {
  @usableFromInline let words: InlineWords
  public let byteCount: UInt8

  @usableFromInline @frozen struct InlineWords: Hashable, Sendable {
    @usableFromInline var first: UInt64 = 0
    @usableFromInline var second: UInt64 = 0
    @usableFromInline var third: UInt64 = 0
    @usableFromInline var fourth: UInt64 = 0
    @usableFromInline init() {}
  }

  /// The first 32 of `bytes`; nil if there are none.
  @inlinable public init?(_ bytes: RawSpan) {
    guard bytes.byteCount > 0 else { return nil }
    var words = InlineWords()
    let count = min(bytes.byteCount, 32)
    withUnsafeMutableBytes(of: &words) { target in
      bytes.withUnsafeBytes { target.copyBytes(from: $0.prefix(count)) }
    }
    self.words = words
    self.byteCount = UInt8(count)
  }

  /// The six bytes of an Ethernet address, the first one lowest.
  @inlinable public init(ethernet: UInt64) {
    var words = InlineWords()
    words.first = (ethernet & 0xFFFF_FFFF_FFFF).littleEndian
    self.words = words
    byteCount = 6
  }

  /// The first six bytes, the first one lowest: all of an Ethernet address.
  @inlinable public var firstSix: UInt64 {
    UInt64(littleEndian: words.first) & 0xFFFF_FFFF_FFFF
  }

  public init?(_ bytes: [UInt8]) { self.init(bytes.span.bytes) }

  /// Reads `52:54:00:12:34:56`: pairs of hexadecimal digits with colons.
  public init?(_ text: some StringProtocol) {
    var bytes: [UInt8] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      guard part.utf8.count == 2, let byte = UInt8(part, radix: 16), bytes.count < 32
      else { return nil }
      bytes.append(byte)
    }
    self.init(bytes)
  }

  public var bytes: [UInt8] {
    withUnsafeBytes(of: words) { Array($0.prefix(Int(byteCount))) }
  }

  public var isZero: Bool { words == InlineWords() }

  /// The group bit of an Ethernet address: broadcast and multicast.
  public var isMulticast: Bool { byteCount == 6 && (bytes.first ?? 0) & 1 == 1 }

  /// The longest text in bytes: 32 pairs and 31 colons.
  public static let maximumTextLength = 95

  /// Writes lower-case pairs with colons, without a NUL.
  ///
  /// - Parameter start: Room for `maximumTextLength` bytes.
  /// - Returns: How many bytes were written.
  @inlinable public func writeText(to start: UnsafeMutablePointer<UInt8>) -> Int {
    withUnsafeBytes(of: words) { bytes in
      var position = 0
      for index in 0..<Int(byteCount) {
        if index > 0 {
          start[position] = UInt8(ascii: ":")
          position += 1
        }
        let byte = bytes[index]
        start[position] = Self.digit(byte >> 4)
        start[position + 1] = Self.digit(byte & 0xF)
        position += 2
      }
      return position
    }
  }

  @inlinable static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 &+ value : 87 &+ value }
}

extension MACAddress: CustomStringConvertible {
  public var description: String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.maximumTextLength) { buffer in
      let count = writeText(to: buffer.baseAddress!)
      return String(decoding: UnsafeBufferPointer(rebasing: buffer[..<count]), as: UTF8.self)
    }
  }
}

extension MACAddress: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
