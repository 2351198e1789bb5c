public import NetworkTypes

/// An interval of keys, both ends included.
public struct FilterInterval: Hashable, Sendable {
  public var low: [UInt8]
  public var high: [UInt8]
  /// Its element, without the interval.
  public var element: FilterElement

  /// The intervals of a set with that flag: an element is the start of one, and another, with
  /// the flag `NFT_SET_ELEM_INTERVAL_END`, the first key behind it; the last may have no end.
  ///
  /// A set without the flag has an interval of one key for each element.
  public static func all(in elements: [FilterElement]) -> [Self] {
    guard elements.contains(where: { $0.flags & 1 != 0 }) else {
      return elements.map { Self(low: $0.key, high: $0.keyEnd ?? $0.key, element: $0) }
    }
    // The kernel tells the end first where it walks backwards.
    let sorted = elements.sorted {
      $0.key == $1.key
        ? $0.flags & 1 > $1.flags & 1 : $0.key.lexicographicallyPrecedes($1.key)
    }
    var intervals: [Self] = []
    var start: FilterElement?
    for element in sorted {
      if element.flags & 1 == 0 {
        start = element
      } else if let first = start {
        intervals.append(Self(low: first.key, high: element.key.predecessor, element: first))
        start = nil
      }
    }
    if let first = start {
      let high = [UInt8](repeating: 0xFF, count: first.key.count)
      intervals.append(Self(low: first.key, high: high, element: first))
    }
    return intervals
  }

  /// The fewest prefixes that are the interval together; none where keys are no addresses.
  public var prefixes: [IPPrefix] {
    guard low.count == high.count, low.count == 4 || low.count == 16 else { return [] }
    let bits = low.count * 8
    var prefixes: [IPPrefix] = []
    var next = low
    while !high.lexicographicallyPrecedes(next) {
      var length = bits - next.trailingZeroBits
      while length < bits, high.lexicographicallyPrecedes(next.filled(from: length)) { length += 1 }
      guard let address = IPAddress(networkOrder: next.span.bytes) else { break }
      prefixes.append(IPPrefix(address, length: UInt8(length)))
      let last = next.filled(from: length)
      guard let following = last.successor else { break }
      next = following
    }
    return prefixes
  }
}

extension [UInt8] {
  fileprivate var trailingZeroBits: Int {
    var count = 0
    for byte in reversed() {
      count += byte.trailingZeroBitCount
      if byte != 0 { break }
    }
    return count
  }

  /// With all bits from `length` on set.
  fileprivate func filled(from length: Int) -> Self {
    var bytes = self
    for place in indices where (place + 1) * 8 > length {
      bytes[place] |= place * 8 >= length ? 0xFF : 0xFF >> UInt8(length - place * 8)
    }
    return bytes
  }

  /// The number one less; of zero, the largest.
  var predecessor: Self {
    var bytes = self
    for place in indices.reversed() {
      bytes[place] &-= 1
      if self[place] != 0 { break }
    }
    return bytes
  }

  /// The number one more; nil for the largest.
  fileprivate var successor: Self? {
    var bytes = self
    for place in indices.reversed() {
      bytes[place] &+= 1
      if self[place] != 0xFF { return bytes }
    }
    return nil
  }
}
