import Netlink
import NetlinkRoute
import NodeModel

/// Reads the links of one namespace, and converts only those whose message is not what it was.
///
/// A table is read again because one link of a thousand changed. So the bytes of each message
/// are kept; equal ones, but for the counters in them, are the link that they were. And to spell
/// out the eighty attributes of a link costs as much as the kernel needs to describe it, so the
/// details of most are left in those bytes.
struct LinkReader {
  /// What is kept of a link beside the link itself.
  private struct Known {
    var index: Int32
    var bytes: LinkBytes
    var reference: LinkReference?
  }

  /// In the order of the index.
  private var known: [Known] = []

  /// What one reading brought; the counters and references in the order of the links.
  enum Outcome {
    /// The same links as before, but for those at some positions.
    case changed([(position: Int, link: Link, reference: LinkReference?)])
    /// Links came or went. Those that are what they were have what was joined to them.
    case replaced(links: [Link], references: [LinkReference?])
  }

  /// - Parameter links: Those of the last reading, in whose order they are still known.
  mutating func read(
    from socket: inout NetlinkSocket, in namespace: NamespaceID, links: [Link],
    buffer: ReceiveBuffer
  ) throws(NetlinkError) -> (outcome: Outcome, statistics: [LinkStatistics], answer: DumpAnswer) {
    if links.count != known.count { known = [] }
    var attempts = 0
    while true {
      var walk = Walk(known: known, links: links)
      let answer = try socket.walk(LinkDump(extendedMask: .virtualFunctions), buffer: buffer) {
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
      for change in walk.changes { known[change.position] = change.new }
      let changes = walk.changes.map {
        (position: $0.position, link: $0.link, reference: $0.new.reference)
      }
      return (.changed(changes), walk.statistics)
    }
    walk.startAnew()
    // Kernels before 6.8 dump by hashes of the index.
    if !walk.isInOrder { walk.sort() }
    known = walk.found
    let outcome = Outcome.replaced(links: walk.foundLinks, references: known.map(\.reference))
    return (outcome, walk.statistics)
  }

  /// One walk over the dump, side by side with what is known.
  private struct Walk {
    let known: [Known]
    let links: [Link]
    /// The place in `known` up to which it has come.
    private var place = 0
    private(set) var statistics: [LinkStatistics] = []
    /// While the links are those that are known: the ones that are different.
    private(set) var changes: [(position: Int, new: Known, link: Link)] = []
    /// After that, all of them.
    private(set) var found: [Known] = []
    private(set) var foundLinks: [Link] = []
    private var isAnew = false
    private var scratch: [UInt8] = []

    init(known: [Known], links: [Link]) {
      self.known = known
      self.links = links
      statistics.reserveCapacity(known.count + 1)
    }

    /// Whether the same links came, in the same order.
    var isLikeBefore: Bool { !isAnew && place == known.count && !known.isEmpty }

    mutating func take(_ payload: RawSpan, in namespace: NamespaceID) throws(MalformedMessage) {
      let index: Int32 = payload.integer(at: 4) ?? 0
      if !isAnew, place == known.count || known[place].index != index { startAnew() }
      while place < known.count, known[place].index < index { place += 1 }
      let old = place < known.count && known[place].index == index ? place : nil
      if let old, let counters = known[old].bytes.statistics(ifLike: payload) {
        statistics.append(counters)
        if isAnew {
          found.append(known[old])
          foundLinks.append(links[old])
        }
      } else {
        var counters = LinkStatistics()
        let (new, link) = try convert(payload, in: namespace, &counters)
        statistics.append(counters)
        if isAnew {
          found.append(new)
          foundLinks.append(link)
        } else {
          changes.append((place, new, link))
        }
      }
      if !isAnew { place += 1 }
    }

    private mutating func convert(
      _ payload: RawSpan, in namespace: NamespaceID, _ counters: inout LinkStatistics
    ) throws(MalformedMessage) -> (Known, Link) {
      let fields = try LinkFields.read(payload) { counters = LinkConversion.statistics($0) }
      guard fields.isSimple else {
        let message = try LinkMessage(payload: payload)
        let new = Known(
          index: message.index, bytes: LinkBytes(payload, scratch: &scratch),
          reference: LinkConversion.reference(message))
        return (new, LinkConversion.link(message, in: namespace))
      }
      let new = Known(
        index: fields.index, bytes: LinkBytes(payload, scratch: &scratch),
        reference: LinkConversion.reference(fields))
      return (new, LinkConversion.link(fields, in: namespace, source: new.bytes))
    }

    /// Gives up walking side by side: a link came or went.
    mutating func startAnew() {
      guard !isAnew else { return }
      isAnew = true
      found = Array(known[..<place])
      foundLinks = Array(links[..<place])
      for change in changes {
        found[change.position] = change.new
        foundLinks[change.position] = change.link
      }
      changes = []
    }

    /// Whether the links that were found come by their index.
    var isInOrder: Bool {
      for position in found.indices.dropFirst()
      where found[position].index <= found[position - 1].index { return false }
      return true
    }

    mutating func sort() {
      let order = found.indices.sorted { found[$0].index < found[$1].index }
      found = order.map { found[$0] }
      foundLinks = order.map { foundLinks[$0] }
      statistics = order.map { statistics[$0] }
    }
  }
}
