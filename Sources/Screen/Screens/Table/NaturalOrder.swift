/// The order of names as people expect it: `eth2` before `eth10`, capitals beside their small
/// letters.
enum NaturalOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    var (left, right) = (left, right)
    return left.withUTF8 { left in
      right.withUTF8 { right in compare(left, right) < 0 }
    }
  }

  private static func compare(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if isDigit(left[i]), isDigit(right[j]) {
        let order = compareNumbers(left, &i, right, &j)
        if order != 0 { return order }
        continue
      }
      let (a, b) = (lowercased(left[i]), lowercased(right[j]))
      if a != b { return a < b ? -1 : 1 }
      i += 1
      j += 1
    }
    return (left.count - i) - (right.count - j)
  }

  /// Compares two runs of digits by their value, however long they are, and steps over them.
  private static func compareNumbers(
    _ left: UnsafeBufferPointer<UInt8>, _ i: inout Int, _ right: UnsafeBufferPointer<UInt8>,
    _ j: inout Int
  ) -> Int {
    let (one, other) = (run(left, &i), run(right, &j))
    if one.count != other.count { return one.count - other.count }
    for (a, b) in zip(one, other) where a != b { return Int(a) - Int(b) }
    return 0
  }

  /// The digits from `position` on without leading zeros.
  private static func run(_ text: UnsafeBufferPointer<UInt8>, _ position: inout Int)
    -> Slice<UnsafeBufferPointer<UInt8>>
  {
    while position < text.count, text[position] == 48 { position += 1 }
    let start = position
    while position < text.count, isDigit(text[position]) { position += 1 }
    return text[start..<position]
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
  private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
}
