import Canvas
import NetworkTypes
import NodeModel

/// What was seen of BGP sessions while somebody looked: when each changed its state.
struct SessionHistory {
  struct Moment {
    /// In microseconds since 1970.
    var at: Int64
    var before: String?
    var after: String?
    var reason: String?
    /// Whether it was up before, and is not any more.
    var isFlap: Bool
  }

  /// How long a bar of a sparkline is, in microseconds.
  private static let minute: Int64 = 60_000_000

  private var moments: [[String]: [Moment]] = [:]
  private let now: Int64

  init(_ events: [Event], now: Int64) {
    self.now = now
    for event in events where event.change.subject == .bgp {
      let (before, after) = (event.change.oldSession, event.change.newSession)
      guard let identity = (after ?? before)?.identity else { continue }
      // What else changed, a description or a reason, is no other state.
      guard before?.stateWord != after?.stateWord else { continue }
      moments[identity, default: []].append(
        Moment(
          at: event.change.at, before: before?.stateWord, after: after?.stateWord,
          reason: after?.reasonText,
          isFlap: before?.peer.state == .established && after?.peer.state != .established))
    }
  }

  /// The newest last.
  subscript(session: [String]) -> [Moment] { moments[session] ?? [] }

  /// A bar for each of the last minutes: how often it went down; nil where it never did.
  func flaps(_ session: [String], columns: Int) -> String? {
    let flaps = self[session].filter(\.isFlap)
    guard !flaps.isEmpty else { return nil }
    var counts = [Double](repeating: 0, count: columns)
    for flap in flaps {
      let age = Int((now - flap.at) / Self.minute)
      if (0..<columns).contains(age) { counts[columns - 1 - age] += 1 }
    }
    return Sparkline.text(counts, columns: columns, glyphs: .unicode)
  }
}

extension Change {
  fileprivate var oldSession: BGPStatus.Session? {
    if case .bgp(let session)? = before { session } else { nil }
  }
  fileprivate var newSession: BGPStatus.Session? {
    if case .bgp(let session)? = after { session } else { nil }
  }
}
