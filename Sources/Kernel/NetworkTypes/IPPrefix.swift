/// An address with the number of its leading bits that count: `10.244.1.0/24`.
@frozen public struct IPPrefix: Hashable, Sendable {
  public let address: IPAddress
  /// In bits, 0 to 32 or 128.
  public let length: UInt8

  @inlinable public init(_ address: IPAddress, length: UInt8) {
    self.address = address
    self.length = length
  }

  /// Reads `ADDRESS/LENGTH`, or an address alone with its full length.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPAddress(first) else { return nil }
    guard parts.count == 2 else {
      self.init(address, length: address.family.bits)
      return
    }
    guard let length = UInt8(parts[1]), length <= address.family.bits else { return nil }
    self.init(address, length: length)
  }

  /// The prefix with the bits behind its length cleared.
  public var network: IPPrefix { IPPrefix(address.masked(to: length), length: length) }

  public func contains(_ other: IPAddress) -> Bool {
    other.family == address.family && other.masked(to: length) == address.masked(to: length)
  }

  /// Whether any address is in both.
  public func overlaps(_ other: IPPrefix) -> Bool {
    length <= other.length ? contains(other.address) : other.contains(address)
  }
}

extension IPPrefix: CustomStringConvertible {
  public var description: String { "\(address)/\(length)" }
}

extension IPPrefix: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    left.address == right.address ? left.length < right.length : left.address < right.address
  }
}
