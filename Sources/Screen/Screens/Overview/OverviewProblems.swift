import Canvas
import NodeModel

extension OverviewFacts {
  /// More than a screen has room for: to make the words of a thousand takes longer than the rest.
  private static let mostProblems = 200
  /// Where they have the screen for themselves.
  static let mostProblemsAlone = 2000

  /// - Parameter most: How many are put into words; the others are counted.
  func problems(_ width: Int, most: Int = OverviewFacts.mostProblems) -> OverviewSection {
    let losing = data.rates.losing
    let problems = summary.problems + losses(losing.prefix(max(most - summary.problems.count, 0)))
    guard !summary.problems.isEmpty || !losing.isEmpty else {
      return OverviewSection("Problems", [[Span("  none seen", .up)]])
    }
    let first = min(problems.map { Text.columns($0.what) }.max() ?? 0, 12)
    // As many as the header counts: what is lost comes and goes.
    let count = summary.problems.count
    var section = OverviewSection(
      "Problems", note: count > 0 ? Span("\(count)", .error) : nil, [])
    section.entries = problems.prefix(most).map { entry($0, first, width) }
    section.hidden = max(summary.problems.count + losing.count - most, 0)
    section.isUrgent = true
    return section
  }

  /// A line, or more where the words do not fit in one.
  private func entry(_ problem: Problem, _ first: Int, _ width: Int) -> [[Span]] {
    let indent = first + 3
    let head = Span(
      Text.padded("  " + Text.padded(problem.what, to: first), to: indent), Self.role(problem.kind))
    let room = max(width - indent, 8)
    let whole = Text.columns(problem.subject) + 1 + Text.columns(problem.detail)
    if whole <= room {
      return [[head, Span(problem.subject, .name), Span(" " + problem.detail, .mutedText)]]
    }
    let margin = Span(Text.padded("", to: indent))
    let lines =
      wrapped(problem.subject, to: room).map { Span($0, .name) }
      + wrapped(problem.detail, to: room).filter { !$0.isEmpty }.map { Span($0, .mutedText) }
    return lines.enumerated().map { place, span in [place == 0 ? head : margin, span] }
  }

  /// Links that lose packets now; what they lost long ago stands in the links view.
  private func losses(_ losing: some Sequence<(link: LinkID, faults: Double)>) -> [Problem] {
    losing.compactMap { id, lost in
      guard let link = data.index.link(id) else { return nil }
      let owner = data.index.pod(of: id)?.title ?? data.index.title(of: id.namespace)
      return Problem(
        kind: .loss, what: "packet loss", subject: link.name,
        detail: "\(Quantity.rate(lost))/s, \(owner)", link: id)
    }
  }

  private static func role(_ kind: Problem.Kind) -> Role {
    switch kind {
    case .link, .tunnel, .address: .down
    case .source: .unknown
    case .pod, .mtu, .loss: .warning
    }
  }
}
