import NetworkTypes

/// What of some prefixes is not taken, from which blocks are given out.
struct FreeSpace {
  private let spaces: [IPPrefix]
  /// Disjoint ranges with both ends, sorted.
  private var taken: [(first: UInt128, last: UInt128)]

  /// - Parameters:
  ///   - spaces: Of one family, the best first.
  ///   - taken: Of any family; they may overlap.
  init(_ spaces: [IPPrefix], taken: [IPPrefix]) {
    self.spaces = spaces.map(\.network)
    let family = spaces.first?.address.family
    let ranges = taken.filter { $0.address.family == family }
      .map { ($0.network.address.number, $0.network.last.number) }
      .sorted { $0.0 < $1.0 }
    var merged: [(first: UInt128, last: UInt128)] = []
    for (first, last) in ranges {
      if let end = merged.last?.last, first <= end {
        merged[merged.count - 1].last = max(end, last)
      } else {
        merged.append((first, last))
      }
    }
    self.taken = merged
  }

  /// Takes the lowest free block of a length, in the first space that has one.
  mutating func take(_ length: UInt8) -> IPPrefix? {
    for space in spaces where space.length <= length {
      guard let number = lowest(length, in: space) else { continue }
      let family = space.address.family
      guard let address = IPAddress(number: number, family: family) else { continue }
      let prefix = IPPrefix(address, length: length)
      let place = taken.firstIndex { $0.first > number } ?? taken.count
      taken.insert((number, prefix.last.number), at: place)
      return prefix
    }
    return nil
  }

  private func lowest(_ length: UInt8, in space: IPPrefix) -> UInt128? {
    let hostBits = UInt128(space.address.family.bits - length)
    // Of the whole of IPv6 there is one block, or two halves and so on: none has 129 bits.
    guard hostBits < 128 else { return taken.isEmpty ? space.address.number : nil }
    let size = UInt128(1) << hostBits
    let end = space.last.number
    var start = space.address.number
    for range in taken where range.last >= start {
      if range.first > start, range.first - start >= size { break }
      // Behind it, where the next block begins.
      let (next, overflow) = range.last.addingReportingOverflow(size)
      if overflow { return nil }
      start = max(start, next & ~(size - 1))
      if start > end { return nil }
    }
    return end - start >= size - 1 ? start : nil
  }
}
