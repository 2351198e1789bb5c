import NodeModel

/// Keeps what was different in each change as one line: a filter asks for thousands of them
/// again whenever one is added.
final class ChangeTexts {
  private struct Key: Hashable {
    var at: Int64
    var subject: Change.Subject
    var key: String
  }

  private var texts: [Key: String] = [:]
  private var chatter: [Key: Bool] = [:]

  /// Whether a change says nothing to a person; see `Change.isChatter`.
  func isChatter(_ change: Change) -> Bool {
    let key = Key(at: change.at, subject: change.subject, key: change.key)
    if let known = chatter[key] { return known }
    let answer = change.isChatter
    if chatter.count > 50_000 { chatter = [:] }
    chatter[key] = answer
    return answer
  }

  /// `operState down -> up, mtu 1500 -> 9000`; empty for what was added or removed.
  func text(of change: Change) -> String {
    guard change.action == .changed else { return "" }
    let key = Key(at: change.at, subject: change.subject, key: change.key)
    if let known = texts[key] { return known }
    let text = change.fields.map { "\($0.name) \($0.before ?? "-") -> \($0.after ?? "-")" }
      .joined(separator: ", ")
    // A history has an end; what fell out of it is not worth a search.
    if texts.count > 50_000 { texts = [:] }
    texts[key] = text
    return text
  }
}
