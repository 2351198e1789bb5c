import Canvas
import NodeModel

extension OverviewFacts {
  /// How many of the newest changes are looked at.
  private static let reach = 1000
  private static let mostLines = 40

  /// Changes of one kind in one second, which mostly have one cause.
  private struct Run {
    var newest: Event
    var second: Int64
    var count = 1

    init(_ event: Event) {
      newest = event
      second = event.change.at / 1_000_000
    }

    func takes(_ event: Event) -> Bool {
      let (change, last) = (event.change, newest.change)
      return change.at / 1_000_000 == second && change.action == last.action
        && change.subject == last.subject
    }
  }

  private static func mark(_ action: Change.Action) -> String {
    switch action {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  /// Every pod has an `eth0`: a link is told with its place.
  private func name(of change: Change) -> String {
    guard change.subject == .link, let link = change.link, data.index.link(link) != nil else {
      return change.title
    }
    return data.index.name(of: link, from: data.snapshot.host?.id)
  }

  /// What is different; of a link that came up or went down nothing else.
  private func difference(_ event: Event) -> String {
    let change = event.change
    guard change.action == .changed else { return "" }
    if case .link(let old)? = change.before, case .link(let new)? = change.after,
      old.condition != new.condition
    {
      return " \(old.condition.word) -> \(new.condition.word)"
    }
    return " " + event.text
  }

  /// What changed, the newest first, without what a kernel does by itself.
  func changes(_ width: Int) -> OverviewSection {
    var runs: [Run] = []
    var chatter = 0
    for event in data.events.suffix(Self.reach).reversed() {
      if event.isChatter {
        chatter += 1
      } else if runs.last?.takes(event) == true {
        runs[runs.count - 1].count += 1
      } else if runs.count == Self.mostLines {
        break
      } else {
        runs.append(Run(event))
      }
    }
    let lines = runs.map { run in
      let change = run.newest.change
      return [
        Span("  " + Clock.time(change.at) + " ", .mutedText),
        Span(Self.mark(change.action) + " ", EventsSource.role(change.action)),
        Span(change.subject.rawValue + " ", .kind), Span(name(of: change)),
        Span(run.count > 1 ? " +\(run.count - 1)" : "", .mutedText),
        Span(difference(run.newest), .mutedText),
      ]
    }
    return OverviewSection(
      "Changes (UTC)",
      note: chatter > 0
        ? Span("\(chatter) minor, view events", .mutedText) : nil,
      lines.isEmpty ? [[Span("  none yet", .mutedText)]] : lines)
  }
}
