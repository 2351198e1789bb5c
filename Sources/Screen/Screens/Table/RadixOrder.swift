/// A stable sort of rows by 64-bit keys that can be interrupted after any row: each pass orders
/// by one byte of the keys, the lowest first, and bytes that all keys share are left out.
struct RadixOrder {
  private(set) var rows: [UInt32] = []
  private var keys: [UInt64] = []
  private var nextRows: [UInt32] = []
  private var nextKeys: [UInt64] = []
  /// For each of the eight bytes, how many keys have which value.
  private var counts = [Int](repeating: 0, count: 8 * 256)
  private var offsets = [Int](repeating: 0, count: 256)
  /// The byte of the current pass; -1 before the first.
  private var byte = -1

  mutating func start(_ rows: [UInt32]) {
    self.rows = rows
    keys = Array(repeating: 0, count: rows.count)
    nextRows = Array(repeating: 0, count: rows.count)
    nextKeys = keys
  }

  /// Gives the rows at some places their keys; after all places have some, passes begin.
  mutating func setKeys(_ places: Range<Int>, key: (UInt32) -> UInt64) {
    if places.lowerBound == 0 {
      counts = Array(repeating: 0, count: 8 * 256)
      byte = -1
    }
    counts.withUnsafeMutableBufferPointer { counts in
      keys.withUnsafeMutableBufferPointer { keys in
        rows.withUnsafeBufferPointer { rows in
          for place in places {
            let key = key(rows[place])
            keys[place] = key
            for byte in 0..<8 { counts[byte << 8 | Int(key >> (UInt64(byte) << 3) & 255)] += 1 }
          }
        }
      }
    }
  }

  /// Prepares the next pass that changes anything.
  ///
  /// - Returns: Whether there is one.
  mutating func beginPass() -> Bool {
    byte += 1
    while byte < 8 {
      let range = (byte << 8)..<((byte + 1) << 8)
      if !counts[range].contains(rows.count) {
        var sum = 0
        for (value, count) in counts[range].enumerated() {
          offsets[value] = sum
          sum += count
        }
        return true
      }
      byte += 1
    }
    return false
  }

  /// Moves the rows at some places to their new ones.
  mutating func scatter(_ places: Range<Int>) {
    let shift = UInt64(byte) << 3
    offsets.withUnsafeMutableBufferPointer { offsets in
      nextRows.withUnsafeMutableBufferPointer { nextRows in
        nextKeys.withUnsafeMutableBufferPointer { nextKeys in
          rows.withUnsafeBufferPointer { rows in
            keys.withUnsafeBufferPointer { keys in
              for place in places {
                let value = Int(keys[place] >> shift & 255)
                let target = offsets[value]
                offsets[value] = target + 1
                nextRows[target] = rows[place]
                nextKeys[target] = keys[place]
              }
            }
          }
        }
      }
    }
  }

  mutating func endPass() {
    swap(&rows, &nextRows)
    swap(&keys, &nextKeys)
  }
}
