import Canvas
import NodeModel

extension OverviewFacts {
  /// How many of the newest changes are looked at.
  private static let reach = 2000
  private static let mostLines = 40

  /// Changes of one kind in one second, which mostly have one cause.
  private struct Run {
    var newest: Change
    var second: Int64
    var count = 1

    init(_ change: Change) {
      newest = change
      second = change.at / 1_000_000
    }

    func takes(_ change: Change) -> Bool {
      change.at / 1_000_000 == second && change.action == newest.action
        && change.subject == newest.subject
    }
  }

  /// What changed, the newest first, without what a kernel does by itself.
  func changes(_ width: Int) -> OverviewSection {
    var runs: [Run] = []
    var chatter = 0
    for change in data.changes.suffix(Self.reach).reversed() {
      if data.changeTexts.isChatter(change) {
        chatter += 1
      } else if runs.last?.takes(change) == true {
        runs[runs.count - 1].count += 1
      } else if runs.count == Self.mostLines {
        break
      } else {
        runs.append(Run(change))
      }
    }
    let lines = runs.map { run in
      let change = run.newest
      let fields = run.count == 1 ? data.changeTexts.text(of: change) : ""
      return [
        Span("  " + Clock.time(change.at) + " ", .mutedText),
        Span(Text.padded(change.action.rawValue, to: 8), EventsSource.role(change.action)),
        Span(change.subject.rawValue + " ", .kind), Span(change.title),
        Span(run.count > 1 ? " +\(run.count - 1)" : fields.isEmpty ? "" : " " + fields, .mutedText),
      ]
    }
    return OverviewSection(
      "Changes (UTC)",
      note: chatter > 0
        ? Span("and \(chatter) small ones: \(ViewKind.events.number)", .mutedText) : nil,
      lines.isEmpty ? [[Span("  none yet", .mutedText)]] : lines)
  }
}
