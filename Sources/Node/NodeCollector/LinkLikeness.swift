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
  private var counters = LinkStatistics()

  /// The counters in a message, if it is else like an older one.
  static func statistics(_ payload: RawSpan, ifLike old: [UInt8]) -> LinkStatistics? {
    guard payload.byteCount == old.count else { return nil }
    var likeness = LinkLikeness(payload, old)
    let header = 16  // struct ifinfomsg
    guard likeness.walk(header..<old.count, .link), likeness.isEqual(to: old.count) else {
      return nil
    }
    return likeness.counters
  }

  @_lifetime(copy new)
  private init(_ new: RawSpan, _ old: [UInt8]) {
    self.new = new
    self.old = old
  }

  /// Where in the nest of attributes.
  private enum Place { case link, info, port, families, inet6 }
  private enum Rule {
    case compare, counters, skip
    case enter(Place)
  }

  private static func rule(_ place: Place, _ type: UInt16) -> Rule {
    switch (place, type) {
    case (.link, 7): .skip  // IFLA_STATS
    case (.link, 23): .counters  // IFLA_STATS64
    case (.link, 18): .enter(.info)  // IFLA_LINKINFO
    case (.link, 26): .enter(.families)  // IFLA_AF_SPEC
    case (.info, 5): .enter(.port)  // IFLA_INFO_SLAVE_DATA
    // IFLA_BRPORT_MESSAGE_AGE_TIMER, _FORWARD_DELAY_TIMER, _HOLD_TIMER; no other kind of port
    // has as many attributes.
    case (.port, 21...23): .skip
    case (.families, 10): .enter(.inet6)  // AF_INET6
    case (.inet6, 3), (.inet6, 6): .skip  // IFLA_INET6_STATS, IFLA_INET6_ICMP6STATS
    default: .compare
    }
  }

  /// Walks over attributes; false where they differ, or are malformed, which the decoder says
  /// better.
  private mutating func walk(_ range: Range<Int>, _ place: Place) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      guard let length: UInt16 = new.integer(at: position),
        let type: UInt16 = new.integer(at: position + 2)
      else { return false }
      let end = position + Int(length)
      guard length >= 4, end <= range.upperBound else { return false }
      let value = position + 4..<end
      switch Self.rule(place, type & 0x3FFF) {
      case .compare: break
      case .enter(let inner): guard walk(value, inner) else { return false }
      case .counters:
        counters = LinkConversion.statistics(new.extracting(value))
        guard skip(value) else { return false }
      case .skip: guard skip(value) else { return false }
      }
      position = aligned(end)
    }
    return true
  }

  private mutating func skip(_ value: Range<Int>) -> Bool {
    defer { compared = value.upperBound }
    return isEqual(to: value.lowerBound)
  }

  private func isEqual(to end: Int) -> Bool {
    new.withUnsafeBytes { new in
      old.withUnsafeBytes { old in
        memcmp(new.baseAddress! + compared, old.baseAddress! + compared, end - compared) == 0
      }
    }
  }
}
