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

  /// In the order of the index.
  private var known: [Known] = []

  /// What one reading brought; the counters and references in the order of the links.
  enum Outcome {
    /// The same links as before, but for those at some positions.
    case changed([(position: Int, link: Link, reference: LinkReference?)])
    /// Links came or went.
    case replaced(links: [Link], references: [LinkReference?])
  }

  mutating func read(
    from socket: inout NetlinkSocket, in namespace: NamespaceID, buffer: ReceiveBuffer
  ) throws(NetlinkError) -> (outcome: Outcome, statistics: [LinkStatistics], answer: DumpAnswer) {
    var attempts = 0
    while true {
      var walk = Walk(known: known)
      let answer = try socket.walk(LinkDump(), buffer: buffer) {
        message throws(MalformedMessage) in
        try walk.take(message.payload, in: namespace)
      }
      attempts += 1
      guard answer.isConsistent || attempts == 3 else { continue }
      let (outcome, statistics) = adopt(walk)
      return (outcome, statistics, answer)
    }
  }

  private mutating func adopt(_ walk: consuming Walk) -> (Outcome, [LinkStatistics]) {
    if walk.isLikeBefore {
      for (position, new) in walk.changes { known[position] = new }
      let changes = walk.changes.map { (position: $0, link: $1.link, reference: $1.reference) }
      return (.changed(changes), walk.statistics)
    }
    walk.startAnew()
    var found = Array(zip(walk.found, walk.statistics))
    // Kernels before 6.8 dump by hashes of the index.
    if !zip(found, found.dropFirst()).allSatisfy({ $0.0.link.id < $1.0.link.id }) {
      found.sort { $0.0.link.id < $1.0.link.id }
    }
    known = found.map(\.0)
    let outcome = Outcome.replaced(
      links: known.map(\.link), references: known.map(\.reference))
    return (outcome, found.map(\.1))
  }

  /// One walk over the dump, side by side with what is known.
  private struct Walk {
    let known: [Known]
    /// The place in `known` up to which it has come.
    private var place = 0
    private(set) var statistics: [LinkStatistics] = []
    /// While the links are those that are known: the ones that are different.
    private(set) var changes: [(position: Int, new: Known)] = []
    /// After that, all of them.
    private(set) var found: [Known] = []
    private var isAnew = false

    init(known: [Known]) {
      self.known = known
      statistics.reserveCapacity(known.count + 1)
    }

    /// Whether the same links came, in the same order.
    var isLikeBefore: Bool { !isAnew && place == known.count && !known.isEmpty }

    mutating func take(_ payload: RawSpan, in namespace: NamespaceID) throws(MalformedMessage) {
      let index: Int32 = payload.integer(at: 4) ?? 0
      if !isAnew, place == known.count || known[place].link.id.index != index { startAnew() }
      while place < known.count, known[place].link.id.index < index { place += 1 }
      let old = place < known.count && known[place].link.id.index == index ? place : nil
      if let old, let counters = LinkLikeness.statistics(payload, ifLike: known[old].payload) {
        statistics.append(counters)
        if isAnew { found.append(known[old]) }
      } else {
        let (new, counters) = try LinkReader.convert(payload, in: namespace)
        statistics.append(counters)
        if isAnew { found.append(new) } else { changes.append((place, new)) }
      }
      if !isAnew { place += 1 }
    }

    /// Gives up walking side by side: a link came or went.
    mutating func startAnew() {
      guard !isAnew else { return }
      isAnew = true
      found = Array(known[..<place])
      for (position, new) in changes { found[position] = new }
      changes = []
    }
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
}
