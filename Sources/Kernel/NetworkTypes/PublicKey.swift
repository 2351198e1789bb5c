/// A public key of 32 bytes (Curve25519), which names a peer of WireGuard.
@frozen public struct PublicKey: Hashable, Sendable {
  @usableFromInline let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil unless there are 32 bytes.
  @inlinable public init?(_ bytes: RawSpan) {
    guard bytes.byteCount == 32 else { return nil }
    words = (
      bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self),
      bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self),
      bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt64.self),
      bytes.unsafeLoadUnaligned(fromByteOffset: 24, as: UInt64.self)
    )
  }

  /// Reads base64 with its padding, 44 characters, as `wg` prints keys.
  public init?(_ text: some StringProtocol) {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    let digits = Array(text.utf8)
    guard digits.count == 44, digits.last == UInt8(ascii: "=") else { return nil }
    for digit in digits.dropLast() {
      guard let value = Self.value(of: digit) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    // 43 digits have two bits more than 32 bytes.
    guard bits & 3 == 0 else { return nil }
    self.init(bytes.span.bytes)
  }

  public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

  public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func value(of digit: UInt8) -> UInt32? {
    alphabet.firstIndex(of: digit).map { UInt32($0) }
  }
}

extension PublicKey: CustomStringConvertible {
  /// Base64, 44 characters.
  public var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(44)
    let bytes = bytes + [0]
    for start in stride(from: 0, to: 33, by: 3) {
      let group =
        UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
      for shift in [18, 12, 6, 0] { text.append(Self.alphabet[Int(group >> shift & 63)]) }
    }
    text[43] = UInt8(ascii: "=")
    return String(decoding: text, as: UTF8.self)
  }
}

extension PublicKey: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
