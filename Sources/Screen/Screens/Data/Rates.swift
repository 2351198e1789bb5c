public import NodeModel

/// What a link carries per second.
public struct LinkRate: Hashable, Sendable {
  public var rxBytes: Double = 0
  public var txBytes: Double = 0
  public var rxPackets: Double = 0
  public var txPackets: Double = 0
  /// Errors and drops of both directions.
  public var faults: Double = 0

  public init() {}
}

/// The rates of all links, from the counters of two readings, and the last of them.
///
/// A counter that ran backwards after it passed 2³¹ is one of 32 bits that wrapped; any other
/// that ran backwards was reset, and its rate is not known until the next reading.
public struct RateTable: Sendable {
  /// How many samples are kept for a sparkline.
  public static let historyLength = 60

  private struct Counters: Hashable {
    var rxBytes: UInt64 = 0
    var txBytes: UInt64 = 0
    var rxPackets: UInt64 = 0
    var txPackets: UInt64 = 0
    var faults: UInt64 = 0

    init(_ statistics: LinkStatistics) {
      rxBytes = statistics.rxBytes
      txBytes = statistics.txBytes
      rxPackets = statistics.rxPackets
      txPackets = statistics.txPackets
      faults =
        statistics.rxErrors &+ statistics.txErrors &+ statistics.rxDropped &+ statistics.txDropped
    }
  }

  private var ids: [LinkID] = []
  private var counters: [Counters] = []
  private var rates: [LinkRate?] = []
  /// Received and sent bytes per second, `historyLength` of each for every link, as a ring.
  private var history: [Float] = []
  private var slots: [LinkID: Int] = [:]
  private var nextSample = 0
  private var measuredAt: Int64?
  private var moved = true

  /// Whether the last reading found the links, their counters and their rates as they were.
  public private(set) var isSteady = false

  public init() {}

  /// The rate of a link; nil before its second reading and after a reset.
  public subscript(link: LinkID) -> LinkRate? { slots[link].flatMap { rates[$0] } }

  /// The links that lose packets now, in the order of the snapshot.
  public var losing: [(link: LinkID, faults: Double)] {
    rates.indices.compactMap { slot in
      rates[slot].flatMap { $0.faults > 0 ? (ids[slot], $0.faults) : nil }
    }
  }

  /// The samples of a link, the oldest first; NaN where a rate was not known.
  public func history(of link: LinkID) -> (received: [Double], sent: [Double]) {
    guard let slot = slots[link] else { return ([], []) }
    let length = Self.historyLength
    let base = slot * length * 2
    let order = (0..<length).map { (nextSample + $0) % length }
    return (
      order.map { Double(history[base + $0]) }, order.map { Double(history[base + length + $0]) }
    )
  }

  /// Takes the counters of a reading.
  ///
  /// - Parameter now: When they were read, in microseconds on any clock that runs evenly. A
  ///   reading less than a millisecond after the last one is left out.
  public mutating func update(_ snapshot: Snapshot, at now: Int64) {
    var seconds = 0.0
    if let measuredAt {
      let elapsed = now.subtractingReportingOverflow(measuredAt)
      guard !elapsed.overflow, elapsed.partialValue >= 1000 else { return }
      seconds = Double(elapsed.partialValue) / 1_000_000
    }
    measuredAt = now
    // A rate goes back to nothing one reading after the last packet.
    let movedBefore = moved
    moved = false
    if !hasLinks(of: snapshot) { adopt(snapshot) }
    var slot = 0
    for namespace in snapshot.namespaces {
      for position in 0..<(namespace.links?.count ?? 0) {
        if position < namespace.statistics.count {
          measure(slot, Counters(namespace.statistics[position]), seconds: seconds)
        } else {
          rates[slot] = nil
        }
        record(slot)
        slot += 1
      }
    }
    nextSample = (nextSample + 1) % Self.historyLength
    isSteady = !moved && !movedBefore
  }

  private mutating func measure(_ slot: Int, _ new: Counters, seconds: Double) {
    let old = counters[slot]
    counters[slot] = new
    if old != new { moved = true }
    guard seconds > 0, wasMeasured[slot] else {
      wasMeasured[slot] = true
      moved = true
      rates[slot] = nil
      return
    }
    var rate = LinkRate()
    guard let rxBytes = Self.growth(old.rxBytes, new.rxBytes),
      let txBytes = Self.growth(old.txBytes, new.txBytes),
      let rxPackets = Self.growth(old.rxPackets, new.rxPackets),
      let txPackets = Self.growth(old.txPackets, new.txPackets)
    else {
      rates[slot] = nil
      return
    }
    rate.rxBytes = Double(rxBytes) / seconds
    rate.txBytes = Double(txBytes) / seconds
    rate.rxPackets = Double(rxPackets) / seconds
    rate.txPackets = Double(txPackets) / seconds
    rate.faults = Double(Self.growth(old.faults, new.faults) ?? 0) / seconds
    rates[slot] = rate
  }

  /// How much a counter grew; nil if it was reset.
  static func growth(_ old: UInt64, _ new: UInt64) -> UInt64? {
    if new >= old { return new - old }
    guard old > 1 << 31, old < 1 << 32 else { return nil }
    let wrapped = new + (1 << 32) - old
    return wrapped < 1 << 31 ? wrapped : nil
  }

  private mutating func record(_ slot: Int) {
    let base = slot * Self.historyLength * 2 + nextSample
    history[base] = rates[slot].map { Float($0.rxBytes) } ?? .nan
    history[base + Self.historyLength] = rates[slot].map { Float($0.txBytes) } ?? .nan
  }

  private var wasMeasured: [Bool] = []

  private func hasLinks(of snapshot: Snapshot) -> Bool {
    var slot = 0
    for namespace in snapshot.namespaces {
      guard let links = namespace.links else { continue }
      for place in links.indices {
        guard slot < ids.count, ids[slot] == links[place].id else { return false }
        slot += 1
      }
    }
    return slot == ids.count
  }

  /// Takes over the links of a snapshot and keeps what is known of those that stay.
  private mutating func adopt(_ snapshot: Snapshot) {
    let old = self
    moved = true
    let width = Self.historyLength * 2
    ids = snapshot.namespaces.flatMap { ($0.links ?? []).map(\.id) }
    counters = Array(repeating: Counters(LinkStatistics()), count: ids.count)
    rates = Array(repeating: nil, count: ids.count)
    wasMeasured = Array(repeating: false, count: ids.count)
    history = Array(repeating: .nan, count: ids.count * width)
    slots = Dictionary(minimumCapacity: ids.count)
    for (slot, id) in ids.enumerated() {
      slots[id] = slot
      guard let before = old.slots[id] else { continue }
      counters[slot] = old.counters[before]
      wasMeasured[slot] = old.wasMeasured[before]
      for offset in 0..<width {
        history[slot * width + offset] = old.history[before * width + offset]
      }
    }
  }
}
