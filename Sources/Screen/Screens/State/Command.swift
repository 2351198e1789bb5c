public import NodeModel

/// What a screen asks of the program, which alone does anything.
public enum Command: Hashable, Sendable {
  case quit
  case suspend
  /// Draw the whole screen again: something else wrote on the terminal.
  case redraw
  case pause(Bool)
  /// Write all that a view is about to a file; of the overview that is the whole snapshot.
  case export(view: ViewKind, format: ExportFormat, file: String)
  /// Put a text into the clipboard of the operator (OSC 52).
  case copy(String)
  case setTheme(String)
  case setRefresh(milliseconds: Int)
  /// Whether routes of every namespace are shown and should be followed.
  case wantRoutes(Bool)
  /// Whether neighbours and FDB entries are shown.
  case wantNeighbours(Bool)
  /// The parts that the view shows.
  case wantParts(SnapshotParts)
}

/// The format of an exported view.
public enum ExportFormat: String, CaseIterable, Hashable, Sendable {
  case json, csv

  /// Whether a view can be written in it: only rows of one kind are CSV.
  func fits(_ view: ViewKind) -> Bool { self == .json || (view.isTable && view != .events) }
}
