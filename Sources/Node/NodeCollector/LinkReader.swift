import Glibc
import Netlink
import NetlinkRoute
import NodeModel

/// Reads the links of one namespace, and converts only those whose message is not what it was.
///
/// To decode a link with its forty attributes costs as much as the kernel needs to describe it,
/// and a table is read again because one link of a thousand changed. So the bytes of each
/// message are kept; equal ones, but for the counters in them, are the link that they were.
struct LinkReader {
  /// A link before its peer, parent and addresses are joined to it.
  private struct Known {
    var payload: [UInt8]
    var link: Link
    var reference: LinkReference?
  }

  /// In the order of the kernel, which is that of the index.
  private var known: [Known] = []

  /// What one reading brought; all three in the order of the index.
  struct Table {
    var links: [Link] = []
    var statistics: [LinkStatistics] = []
    var references: [LinkReference?] = []
  }

  mutating func read(
    from socket: inout NetlinkSocket, in namespace: NamespaceID, buffer: ReceiveBuffer
  ) throws(NetlinkError) -> (table: Table, answer: DumpAnswer) {
    var attempts = 0
    while true {
      var found: [(known: Known, statistics: LinkStatistics)] = []
      found.reserveCapacity(known.count + 1)
      let before = known
      var place = 0
      let answer = try socket.walk(LinkDump(), buffer: buffer) {
        message throws(MalformedMessage) in
        let payload = message.payload
        let index: Int32 = payload.integer(at: 4) ?? 0
        while place < before.count, before[place].link.id.index < index { place += 1 }
        if place < before.count, before[place].link.id.index == index,
          let statistics = Self.statistics(payload, ifLike: before[place].payload)
        {
          found.append((before[place], statistics))
        } else {
          found.append(try Self.convert(payload, in: namespace))
        }
      }
      attempts += 1
      guard answer.isConsistent || attempts == 3 else { continue }
      return (adopt(found), answer)
    }
  }

  private mutating func adopt(_ found: [(known: Known, statistics: LinkStatistics)]) -> Table {
    var found = found
    // Kernels before 6.8 dump by hashes of the index.
    if !zip(found, found.dropFirst()).allSatisfy({ $0.known.link.id < $1.known.link.id }) {
      found.sort { $0.known.link.id < $1.known.link.id }
    }
    known = found.map(\.known)
    return Table(
      links: found.map(\.known.link), statistics: found.map(\.statistics),
      references: found.map(\.known.reference))
  }

  private static func convert(_ payload: RawSpan, in namespace: NamespaceID)
    throws(MalformedMessage) -> (known: Known, statistics: LinkStatistics)
  {
    let message = try LinkMessage(payload: payload)
    let known = Known(
      payload: payload.array, link: LinkConversion.link(message, in: namespace),
      reference: LinkConversion.reference(message))
    return (known, LinkConversion.statistics(message.statistics))
  }

  /// The counters in a message, if it is else equal to an older one.
  private static func statistics(_ payload: RawSpan, ifLike old: [UInt8]) -> LinkStatistics? {
    guard payload.byteCount == old.count else { return nil }
    var statistics = LinkStatistics()
    var position = 16  // struct ifinfomsg
    var compared = 0
    while let length: UInt16 = payload.integer(at: position),
      let type: UInt16 = payload.integer(at: position + 2)
    {
      let end = position + Int(length)
      // Whatever is wrong with it, the decoder says it better.
      guard length >= 4, end <= payload.byteCount else { return nil }
      let isOld = type & 0x3FFF == LinkAttribute.oldStatistics.rawValue
      let isNew = type & 0x3FFF == LinkAttribute.statistics.rawValue
      if isOld || isNew {
        guard isEqual(payload, old, compared..<position + 4) else { return nil }
        if isNew {
          statistics = LinkConversion.statistics(payload.extracting(position + 4..<end))
        }
        compared = min(aligned(end), payload.byteCount)
      }
      position = aligned(end)
    }
    return isEqual(payload, old, compared..<old.count) ? statistics : nil
  }

  private static func isEqual(_ new: RawSpan, _ old: [UInt8], _ range: Range<Int>) -> Bool {
    new.withUnsafeBytes { new in
      old.withUnsafeBytes { old in
        memcmp(
          new.baseAddress! + range.lowerBound, old.baseAddress! + range.lowerBound, range.count)
          == 0
      }
    }
  }
}
