import Glibc
import NodeExport
import NodeModel
import Screens

/// Writes what a view shows to a file: the rows that its filter leaves, in its order.
struct ViewExport {
  struct Failure: Error, CustomStringConvertible {
    let file: String
    let errno: CInt
    var description: String {
      errno == EEXIST
        ? "\(file) is there already: choose another name"
        : "cannot write \(file): \(String(cString: strerror(errno)))"
    }
  }

  private let data: ScreenData
  private let rows: [VisibleRow]

  /// - Parameter rows: Those of the view; nil for a view that is no table.
  init(_ data: ScreenData, _ rows: [VisibleRow]?) {
    self.data = data
    self.rows = rows ?? []
  }

  /// - Returns: What to tell the operator about it, behind the name of the file.
  func write(_ view: ViewKind, _ format: ExportFormat, to file: String) throws -> String {
    // Never over an existing file: nothing that an operator has is lost by a key.
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure(file: file, errno: errno) }
    defer { close(descriptor) }
    do {
      return try write(view, format, to: descriptor, named: file)
    } catch {
      // Half a document is worse than none.
      unlink(file)
      throw error
    }
  }

  private func write(
    _ view: ViewKind, _ format: ExportFormat, to descriptor: CInt, named file: String
  ) throws -> String {
    var writer = DocumentWriter(format == .json ? .pretty : .compact) { bytes in
      var rest = bytes
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress!, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw Failure(file: file, errno: errno) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    let words = write(view, format, &writer)
    try writer.finish()
    return words
  }

  private func write(_ view: ViewKind, _ format: ExportFormat, _ writer: inout DocumentWriter)
    -> String
  {
    switch view {
    case .overview:
      SnapshotDocument.write(data.snapshot, by: .this, to: &writer)
      return ""
    case .events:
      writeEvents(to: &writer)
      return ", changes: \(rows.count)"
    case .pods, .links, .routes, .neighbours, .tunnels, .services, .ports:
      let sets = ExportRows(data.snapshot, rows).sets
      let kind = Self.kinds(view).first { sets[$0] != nil } ?? Self.kinds(view)[0]
      let set = sets[kind] ?? RowSet(kind, in: data.snapshot).selecting([])
      if format == .json { set.write(to: &writer) } else { set.writeCSV(to: &writer) }
      let others = sets.filter { $0.key != kind }.map { "\($0.key.rawValue): \($0.value.count)" }
      return ", \(kind.rawValue): \(set.count)"
        + (others.isEmpty ? "" : " (without \(others.sorted().joined(separator: ", ")))")
    }
  }

  /// The lists that the rows of a view may belong to; the first that has any is written, as a
  /// file has rows of one kind.
  private static func kinds(_ view: ViewKind) -> [ListKind] {
    switch view {
    case .routes: [.routes, .rules]
    case .neighbours: [.neighbours, .fdb]
    case .links: [.links]
    case .tunnels: [.tunnels]
    case .services: [.services]
    case .ports: [.ports]
    case .pods, .overview, .events: [.pods, .namespaces]
    }
  }

  private func writeEvents(to writer: inout DocumentWriter) {
    for case .change(let place) in rows where data.events.indices.contains(place) {
      let event = data.events[place]
      ChangeDocument.write(event.change, sequence: UInt64(event.number), to: &writer)
    }
  }
}
