import Canvas
import NetworkTypes
import NodeModel

/// The sections of the overview for a width in columns.
struct OverviewFacts {
  let data: ScreenData
  var summary: NodeSummary { data.index.summary }

  init(_ data: ScreenData) { self.data = data }

  /// What an operator asks first comes first.
  func all(_ width: Int) -> [OverviewSection] {
    [problems(width), traffic(width), changes(width)] + described(width)
  }

  /// What one reading tells: traffic and changes are between two.
  func lasting(_ width: Int) -> [OverviewSection] { [problems(width)] + described(width) }

  private func described(_ width: Int) -> [OverviewSection] {
    [node(width), segments(width), solutions(width), namespaces(width)]
  }

  func node(_ width: Int) -> OverviewSection {
    let node = data.snapshot.node
    var lines: [[Span]] = []
    func add(_ name: String, _ text: String?, _ role: Role = .text) {
      guard let text, !text.isEmpty else { return }
      lines.append([Span("  " + Text.padded(name, to: 11), .mutedText), Span(text, role)])
    }
    add("name", node.name, .name)
    add("kernel", node.kernel)
    add("up", node.uptimeSeconds.map { Quantity.duration(seconds: $0) })
    let addresses = summary.nodeAddresses.map(\.description).joined(separator: " ")
    for (place, line) in wrapped(addresses, to: max(width - 13, 8)).enumerated() {
      add(place == 0 ? "addresses" : "", line, .address)
    }
    let hostPods = data.snapshot.pods.count { $0.hostNetwork }
    add(
      "pods",
      "\(data.snapshot.pods.count)" + (hostPods > 0 ? ", \(hostPods) on the host network" : ""))
    add(
      "links",
      "\(summary.links)" + (summary.linksDown > 0 ? ", \(summary.linksDown) not working" : ""))
    // Routes and neighbours are read only while their view is shown: their numbers would be old.
    add("fdb", summary.forwardings.map { Quantity.grouped(UInt64($0)) })
    return OverviewSection("Node", lines)
  }

  func solutions(_ width: Int) -> OverviewSection {
    OverviewSection(
      "Network by the names of links",
      summary.solutions.map { solution in
        let evidence = solution.evidence
        let more = evidence.count > 2 ? " +\(evidence.count - 2)" : ""
        return [
          Span("  " + Text.padded(solution.name, to: 16), .name),
          Span(evidence.prefix(2).joined(separator: " ") + more, .mutedText),
        ]
      })
  }

  func segments(_ width: Int) -> OverviewSection {
    let overlaps = summary.segments.count { $0.overlap != nil }
    var section = OverviewSection(
      "Address ranges in use",
      note: overlaps > 0 ? Span("\(overlaps) overlap", .warning) : nil, [])
    section.entries = summary.segments.map { segment in
      let prefix = Text.padded("\(segment.prefix)", to: min(max(width - 22, 12), 26))
      let count = Text.padded("\(segment.addresses)", to: 5, alignment: .right)
      var users = [segment.link, segment.podAddresses > 0 ? "pods" : nil].compactMap(\.self)
      if users.isEmpty { users = [segment.isGuess ? "single ones" : "other namespaces"] }
      let line = [
        Span("  " + prefix, segment.overlap == nil ? .address : .warning),
        Span(count + " ", .number), Span(users.joined(separator: ", "), .mutedText),
      ]
      return [line] + (segment.overlap.map { [[Span("    overlaps \($0)", .warning)]] } ?? [])
    }
    return section
  }

  func traffic(_ width: Int) -> OverviewSection {
    let talkers = talkers()
    let name = max(width - 16, 8)
    var lines = talkers.prefix(20).map { talker in
      [
        Span("  " + Text.padded(talker.name, to: name - 2), .name),
        Span(Text.padded(Quantity.rate(talker.received), to: 7, alignment: .right), .receiveRate),
        Span(Text.padded(Quantity.rate(talker.sent), to: 7, alignment: .right), .sendRate),
      ]
    }
    if lines.isEmpty { lines = [[Span("  no traffic measured yet", .mutedText)]] }
    let header = Text.padded("", to: max(name - 9, 0)) + "   RX/s   TX/s"
    return OverviewSection(
      "Traffic", note: talkers.isEmpty ? nil : Span(header, .mutedText), lines)
  }

  private struct Talker {
    var name: String
    var received: Double
    var sent: Double
  }

  /// Who moves most bytes: pods, and links of the node that are no pod's.
  private func talkers() -> [Talker] {
    var found: [Talker] = []
    let pods = PodsSource(data)
    for row in 0..<pods.count {
      guard let rate = pods.rate(row), rate.received + rate.sent > 0 else { continue }
      let name = [
        pods.title(row), pods.interface(row)?.name ?? pods.unnamed(row)?.name ?? "",
      ].joined(separator: " ")
      found.append(Talker(name: name, received: rate.received, sent: rate.sent))
    }
    for link in data.snapshot.host?.links ?? [] {
      // The other end stands above, as a pod or as a namespace without one.
      let far = link.peer.flatMap { data.index.link($0) }
      if let far, far.id.namespace != link.id.namespace { continue }
      guard data.index.interface(of: link.id) == nil, !link.flags.contains(.loopback),
        let rate = data.rates[link.id], rate.rxBytes + rate.txBytes > 0
      else { continue }
      found.append(Talker(name: link.name, received: rate.rxBytes, sent: rate.txBytes))
    }
    return found.sorted { $0.received + $0.sent > $1.received + $1.sent }
  }

  func namespaces(_ width: Int) -> OverviewSection {
    OverviewSection(
      "Namespaces without a pod",
      summary.namespacesWithoutPods.compactMap { id in
        guard let namespace = data.index.namespace(id) else { return nil }
        let links = (namespace.links ?? []).map(\.name).filter { $0 != "lo" }
        return [
          Span("  " + Text.padded(NodeIndex.shortName(namespace), to: 18) + " "),
          Span(links.prefix(3).joined(separator: " "), .mutedText),
        ]
      })
  }
}

/// The overview as plain text, for a terminal that cannot draw and for a pipe.
///
/// - Parameter width: In columns; lines are cut to it.
public func overviewText(_ data: ScreenData, width: Int) -> String {
  let node = data.snapshot.node
  let width = max(width, 20)
  let time = data.isUnread ? "" : Clock.dateAndTime(data.snapshot.capturedAt) + " UTC"
  var lines = [
    ["cnitop", node.name, node.kernel ?? "", time]
      .filter { !$0.isEmpty }.joined(separator: "  ")
  ]
  for section in OverviewFacts(data).lasting(min(width, 100)) where !section.lines.isEmpty {
    lines.append("")
    lines += section.shown(lines: 100).map { $0.map(\.text).joined() }
  }
  return lines.map { line in
    var text = Text.truncated(line, to: width)
    while text.last == " " { text.removeLast() }
    return text + "\n"
  }.joined()
}
