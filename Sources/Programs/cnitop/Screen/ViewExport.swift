import Glibc
import NodeExport
import NodeModel
import Screens

/// Writes what a view shows to a file.
enum ViewExport {
  struct Failure: Error, CustomStringConvertible {
    let file: String
    let errno: CInt
    var description: String {
      errno == EEXIST
        ? "\(file) is there already: choose another name"
        : "cannot write \(file): \(String(cString: strerror(errno)))"
    }
  }

  static func write(_ view: ViewKind, _ format: ExportFormat, _ data: ScreenData, to file: String)
    throws
  {
    // Never over an existing file: nothing that an operator has is lost by a key.
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure(file: file, errno: errno) }
    defer { close(descriptor) }
    var writer = DocumentWriter(format == .json ? .pretty : .compact) { bytes in
      var rest = bytes
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress!, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw Failure(file: file, errno: errno) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    switch (list(view), format) {
    case (let kind?, .json): RowSet(kind, in: data.snapshot).write(to: &writer)
    case (let kind?, .csv): RowSet(kind, in: data.snapshot).writeCSV(to: &writer)
    case (nil, _) where view == .events: writeEvents(data.changes, to: &writer)
    case (nil, _): SnapshotDocument.write(data.snapshot, by: .this, to: &writer)
    }
    try writer.finish()
  }

  private static func writeEvents(_ changes: [Change], to writer: inout DocumentWriter) {
    for (index, change) in changes.enumerated() {
      ChangeDocument.write(change, sequence: UInt64(index) + 1, to: &writer)
    }
  }

  private static func list(_ view: ViewKind) -> ListKind? {
    switch view {
    case .pods: .pods
    case .links: .links
    case .routes: .routes
    case .neighbours: .neighbours
    case .tunnels: .tunnels
    case .overview, .events: nil
    }
  }
}
