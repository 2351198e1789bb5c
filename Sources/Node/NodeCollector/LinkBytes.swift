import Glibc
import Netlink
import NetlinkRoute
import NodeModel

/// The message of a link, kept to tell whether the next one says the same, and for whoever asks
/// for the details of the link.
///
/// Half of a message is left out: counters, and settings that are not in the model. What is left
/// is that of Linux 6.18 in 900 bytes.
final class LinkBytes: LinkDetailsSource {
  /// An attribute that is left out has its header here, and not its value.
  private let bytes: [UInt8]
  /// Of the whole message.
  private let length: Int

  /// - Parameter scratch: Room that is used again for the next one.
  init(_ payload: RawSpan, scratch: inout [UInt8]) {
    length = payload.byteCount
    scratch.removeAll(keepingCapacity: true)
    var done = 0
    LinkPlace.forEachHole(in: payload) { hole in
      payload.extracting(done..<hole.lowerBound).withUnsafeBytes {
        scratch.append(contentsOf: $0)
      }
      done = hole.upperBound
    }
    payload.extracting(droppingFirst: done).withUnsafeBytes { scratch.append(contentsOf: $0) }
    // Not the scratch itself, which has room for more.
    bytes = [UInt8](unsafeUninitializedCapacity: scratch.count) { target, count in
      count = target.initialize(fromContentsOf: scratch)
    }
  }

  /// The counters in another message, if it is else like this one: see `LinkLikeness`.
  func statistics(ifLike payload: RawSpan) -> LinkStatistics? {
    guard payload.byteCount == length else { return nil }
    return LinkLikeness.statistics(payload, ifLike: bytes)
  }

  /// Only of a message that `LinkFields` calls simple, which is one that can be decoded.
  var details: LinkDetails {
    let whole = whole
    guard let message = try? LinkMessage(payload: whole.span.bytes) else { return LinkDetails() }
    return LinkConversion.details(message)
  }

  /// The message, with zeros for what was left out.
  private var whole: [UInt8] {
    var filling = Filling(bytes)
    filling.whole.reserveCapacity(length)
    filling.copy(min(16, length))  // struct ifinfomsg
    filling.fill(to: length, .link)
    return filling.whole
  }

  private struct Filling {
    let bytes: [UInt8]
    var position = 0
    var whole: [UInt8] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func copy(_ count: Int) {
      let end = min(position + count, bytes.count)
      whole += bytes[position..<end]
      position = end
    }

    /// Adds attributes, up to a length of the whole.
    mutating func fill(to end: Int, _ place: LinkPlace) {
      while whole.count < end {
        let start = whole.count
        guard let length: UInt16 = bytes.span.bytes.integer(at: position),
          let type: UInt16 = bytes.span.bytes.integer(at: position + 2),
          length >= 4, start + Int(length) <= end
        else { return copy(end - start) }
        copy(4)
        switch place.rule(type & 0x3FFF) {
        case .compare, .keep: copy(Int(length) - 4)
        case .enter(let inner): fill(to: start + Int(length), inner)
        case .leaveOut, .counters:
          whole.append(contentsOf: repeatElement(0, count: Int(length) - 4))
        }
        copy(min(aligned(whole.count), end) - whole.count)
      }
    }
  }
}

/// Where in the nest of attributes of a link, and what is made of each there.
enum LinkPlace {
  case link, info, port, families, inet, inet6

  enum Rule {
    /// It is what the link is.
    case compare
    /// It runs by itself.
    case keep
    /// It is not in the model.
    case leaveOut
    /// It is kept elsewhere.
    case counters
    case enter(LinkPlace)
  }

  func rule(_ type: UInt16) -> Rule {
    switch (self, type) {
    case (.link, 7): .leaveOut  // IFLA_STATS
    case (.link, 23): .counters  // IFLA_STATS64
    case (.link, 18): .enter(.info)  // IFLA_LINKINFO
    case (.link, 26): .enter(.families)  // IFLA_AF_SPEC
    case (.info, 5): .enter(.port)  // IFLA_INFO_SLAVE_DATA
    // IFLA_BRPORT_MESSAGE_AGE_TIMER, _FORWARD_DELAY_TIMER, _HOLD_TIMER; no other kind of port
    // has as many attributes.
    case (.port, 21...23): .keep
    case (.families, 2): .enter(.inet)  // AF_INET
    case (.families, 10): .enter(.inet6)  // AF_INET6
    case (.inet, 1): .leaveOut  // IFLA_INET_CONF
    // IFLA_INET6_CONF, _STATS, _MCAST, _CACHEINFO, _ICMP6STATS.
    case (.inet6, 2...6): .leaveOut
    default: .compare
    }
  }

  /// Calls `body` for each value of a message that is left out, in order.
  ///
  /// A malformed nest has none from there on: what is not understood is kept.
  static func forEachHole(in payload: RawSpan, _ body: (Range<Int>) -> Void) {
    let header = 16  // struct ifinfomsg
    LinkPlace.link.forEachHole(in: payload, header..<max(payload.byteCount, header), body)
  }

  private func forEachHole(
    in payload: RawSpan, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) {
    var position = range.lowerBound
    while position < range.upperBound {
      guard let length: UInt16 = payload.integer(at: position),
        let type: UInt16 = payload.integer(at: position + 2)
      else { return }
      let end = position + Int(length)
      guard length >= 4, end <= range.upperBound else { return }
      switch rule(type & 0x3FFF) {
      case .leaveOut, .counters: body(position + 4..<end)
      case .enter(.families): LinkPlace.families.forEachHole(in: payload, position + 4..<end, body)
      case .enter(.inet): LinkPlace.inet.forEachHole(in: payload, position + 4..<end, body)
      case .enter(.inet6): LinkPlace.inet6.forEachHole(in: payload, position + 4..<end, body)
      case .compare, .keep, .enter: break
      }
      position = aligned(end)
    }
  }
}
