import Glibc
import Netlink
import NetlinkRoute
import NodeModel

/// Tells whether two messages say the same of a link, but for what runs by itself: counters, and
/// the timers of bridge ports, which are never the same twice.
///
/// Where it says so, the timers that are known are older than they could be; nothing that is
/// compared, shown as a change or acted on is.
struct LinkLikeness: ~Escapable {
  private let new: RawSpan
  private let old: [UInt8]
  /// Up to where the bytes are known to be equal, or do not count.
  private var compared = 0
  /// The same place in the old bytes, which lack what is left out.
  private var oldCompared = 0
  private var counters = LinkStatistics()

  /// The counters in a message, if it is else like an older one.
  ///
  /// - Parameter old: What `LinkBytes` keeps of a message of the same length.
  static func statistics(_ payload: RawSpan, ifLike old: [UInt8]) -> LinkStatistics? {
    var likeness = LinkLikeness(payload, old)
    let header = 16  // struct ifinfomsg
    let count = payload.byteCount
    guard count >= header, likeness.walk(header..<count, .link), likeness.isEqual(to: count),
      likeness.oldCompared + count - likeness.compared == old.count
    else { return nil }
    return likeness.counters
  }

  @_lifetime(copy new)
  private init(_ new: RawSpan, _ old: [UInt8]) {
    self.new = new
    self.old = old
  }

  /// Walks over attributes; false where they differ, or are malformed, which the decoder says
  /// better.
  private mutating func walk(_ range: Range<Int>, _ place: LinkPlace) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      guard let length: UInt16 = new.integer(at: position),
        let type: UInt16 = new.integer(at: position + 2)
      else { return false }
      let end = position + Int(length)
      guard length >= 4, end <= range.upperBound else { return false }
      let value = position + 4..<end
      switch place.rule(type & 0x3FFF) {
      case .compare: break
      case .enter(let inner): guard walk(value, inner) else { return false }
      case .counters:
        counters = LinkConversion.statistics(new.extracting(value))
        guard skip(value, isKept: false) else { return false }
      case .leaveOut: guard skip(value, isKept: false) else { return false }
      case .keep: guard skip(value, isKept: true) else { return false }
      }
      position = aligned(end)
    }
    return true
  }

  private mutating func skip(_ value: Range<Int>, isKept: Bool) -> Bool {
    guard isEqual(to: value.lowerBound) else { return false }
    oldCompared += value.lowerBound - compared + (isKept ? value.count : 0)
    compared = value.upperBound
    return true
  }

  private func isEqual(to end: Int) -> Bool {
    let count = end - compared
    guard oldCompared + count <= old.count else { return false }
    return new.withUnsafeBytes { new in
      old.withUnsafeBytes { old in
        memcmp(new.baseAddress! + compared, old.baseAddress! + oldCompared, count) == 0
      }
    }
  }
}
