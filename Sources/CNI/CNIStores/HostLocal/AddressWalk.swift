public import NetworkTypes

/// The addresses of a set in the order in which they are tried: from the one after the last
/// that was given out, once round, without gateways.
///
/// A container that starts again and again so gets the same address only after all others.
public struct AddressWalk: Sendable {
  private struct Segment {
    var next: IPAddress
    var last: IPAddress
    var gateway: IPAddress
  }

  /// What is left, the first one first.
  private var segments: [Segment]

  /// - Parameter last: Where to go on; one outside the set, or none, is the start of the set.
  public init(_ set: AddressRangeSet, after last: IPAddress?) {
    let start = last.flatMap { last in set.ranges.firstIndex { $0.contains(last) } }
    let whole = set.ranges.map { Segment(next: $0.first, last: $0.last, gateway: $0.gateway) }
    guard let last, let start else {
      segments = whole
      return
    }
    let range = set.ranges[start]
    segments = []
    if last < range.last, let next = last.next {
      segments.append(Segment(next: next, last: range.last, gateway: range.gateway))
    }
    segments += whole[(start + 1)...] + whole[..<start]
    segments.append(Segment(next: range.first, last: last, gateway: range.gateway))
  }

  public mutating func next() -> IPAddress? {
    while let segment = segments.first {
      let address = segment.next
      if let next = address.next, next <= segment.last {
        segments[0].next = next
      } else {
        segments.removeFirst()
      }
      if address != segment.gateway { return address }
    }
    return nil
  }

  /// The next address that is not in use, found in as many passes over `used` as there are
  /// windows of 65,536 addresses without a free one.
  public mutating func next(notIn used: [IPAddress]) -> IPAddress? {
    while let segment = segments.first {
      let start = segment.next.number
      let length = Int(min(segment.last.number - start, 0xFFFF)) + 1
      var taken = [Bool](repeating: false, count: length)
      for address in used where address.family == segment.next.family {
        let offset = address.number &- start
        if offset < length { taken[Int(offset)] = true }
      }
      let gateway = segment.gateway.number &- start
      if gateway < length { taken[Int(gateway)] = true }
      let free = taken.firstIndex(of: false)
      let consumed = start + UInt128(free ?? (length - 1))
      if consumed < segment.last.number,
        let next = IPAddress(number: consumed + 1, family: segment.next.family)
      {
        segments[0].next = next
      } else {
        segments.removeFirst()
      }
      if free != nil { return IPAddress(number: consumed, family: segment.last.family) }
    }
    return nil
  }
}
