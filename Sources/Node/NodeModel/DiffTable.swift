/// The rows of two states of a table that are not in the other one, by position.
struct Unmatched {
  var old: [Int] = []
  var new: [Int] = []

  /// How far ahead a walk looks for the place where both states go on alike.
  private static let window = 16

  /// Walks through both states side by side; what it leaves may still be equal elsewhere.
  ///
  /// Two dumps of one table have one order, so that all but what changed is passed by with one
  /// comparison each.
  init(_ oldCount: Int, _ newCount: Int, areEqual: (_ old: Int, _ new: Int) -> Bool) {
    var left = 0
    var right = 0
    // Where nothing is alike any more, there is no use in looking far.
    var window = Self.window
    while left < oldCount && right < newCount {
      if areEqual(left, right) {
        left += 1
        right += 1
        window = Self.window
        continue
      }
      var skipOld = 1
      var skipNew = 1
      for ahead in 1...window {
        if left + ahead < oldCount, areEqual(left + ahead, right) {
          (skipOld, skipNew) = (ahead, 0)
          break
        }
        if right + ahead < newCount, areEqual(left, right + ahead) {
          (skipOld, skipNew) = (0, ahead)
          break
        }
      }
      if skipOld == skipNew { window = max(1, window / 2) }
      old += left..<left + skipOld
      new += right..<right + skipNew
      left += skipOld
      right += skipNew
    }
    old += left..<oldCount
    new += right..<newCount
  }

  /// Takes out rows that are in both states at other places, as often as they are in both.
  mutating func cancel<Key: Hashable>(oldKey: (Int) -> Key, newKey: (Int) -> Key) {
    guard !old.isEmpty, !new.isEmpty else { return }
    var counts: [Key: Int] = [:]
    counts.reserveCapacity(old.count)
    for position in old { counts[oldKey(position), default: 0] += 1 }
    new = new.filter { position in
      let key = newKey(position)
      guard let count = counts[key], count > 0 else { return true }
      counts[key] = count - 1
      return false
    }
    old = old.filter { position in
      let key = oldKey(position)
      guard let count = counts[key], count > 0 else { return false }
      counts[key] = count - 1
      return true
    }
  }

  /// The rows as pairs of what is the same thing: removed ones, then changed and added ones in
  /// the order of the later state.
  func pairs<Key: Hashable>(oldKey: (Int) -> Key, newKey: (Int) -> Key) -> [(old: Int?, new: Int?)]
  {
    guard !old.isEmpty else { return new.map { (nil, $0) } }
    guard !new.isEmpty else { return old.map { ($0, nil) } }
    // The rows with one key are a chain, so that a key costs no array of its own.
    var first: [Key: Int] = [:]
    first.reserveCapacity(old.count)
    var following = [Int](repeating: -1, count: old.count)
    for index in old.indices.reversed() {
      let key = oldKey(old[index])
      if let next = first.updateValue(index, forKey: key) { following[index] = next }
    }
    var isPaired = [Bool](repeating: false, count: old.count)
    var later: [(old: Int?, new: Int?)] = []
    later.reserveCapacity(new.count)
    for position in new {
      let key = newKey(position)
      guard let index = first[key], index >= 0 else {
        later.append((nil, position))
        continue
      }
      isPaired[index] = true
      first[key] = following[index]
      later.append((old[index], position))
    }
    return old.indices.filter { !isPaired[$0] }.map { (old[$0], nil) } + later
  }
}

/// The differences of two states of a table of values.
///
/// - Parameter identity: What makes two different rows the same thing, changed.
func differences<Row: Settled, Identity: Hashable>(
  _ old: [Row], _ new: [Row], identity: (Row) -> Identity
) -> [(before: Row?, after: Row?)] {
  if old.isSameStorage(as: new) { return [] }
  var unmatched = Unmatched(old.count, new.count) {
    old[$0] == new[$1] || old[$0].isAlike(new[$1])
  }
  unmatched.cancel(oldKey: { old[$0].settled }, newKey: { new[$0].settled })
  return unmatched.pairs(oldKey: { identity(old[$0]) }, newKey: { identity(new[$0]) })
    .map { ($0.old.map { old[$0] }, $0.new.map { new[$0] }) }
}

extension Array {
  /// Whether both are one array, which has not been written to since they parted.
  func isSameStorage(as other: Self) -> Bool {
    guard count == other.count else { return false }
    return withUnsafeBufferPointer { own in
      other.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress }
    }
  }
}
