public import NodeModel

/// The lines of `watch`: a change of the node as one object.
public enum ChangeDocument {
  /// Writes `{"ts", "seq", "event": "link.changed", "subject", "title", "netns", "link",
  /// "before", "after"}` and ends the line.
  ///
  /// `before` and `after` are the whole objects as they stand in the snapshot, links without
  /// counters; one that was added has no `before`, one that was removed no `after`.
  ///
  /// - Parameters:
  ///   - sequence: Counts the lines, so that a reader sees that none is missing.
  ///   - writer: With the layout `compact`; another one would break the line.
  public static func write(
    _ change: Change, sequence: UInt64, to writer: inout DocumentWriter
  ) {
    writer.beginObject()
    writer.field("ts", Timestamp.text(change.at))
    writer.field("seq", sequence)
    writer.field("event", "\(change.subject.rawValue).\(change.action.rawValue)")
    writer.field("subject", change.key)
    writer.field("title", change.title)
    writer.field("netns", change.namespace)
    writer.field("link", change.link)
    if let before = change.before {
      writer.object("before") { before.describe(to: &$0, names: change.names) }
    }
    if let after = change.after {
      writer.object("after") { after.describe(to: &$0, names: change.names) }
    }
    writer.endObject()
    writer.endDocument()
  }
}
