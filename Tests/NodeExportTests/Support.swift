import NodeExport

/// What the writer hands to its sink, piece by piece, as one text.
func text(
  _ layout: DocumentWriter.Layout, capacity: Int = 0, _ body: (inout DocumentWriter) -> Void
) throws -> String {
  String(decoding: try bytes(layout, capacity: capacity, body), as: UTF8.self)
}

/// The least capacity is the default, so that documents of some size take several pieces.
func bytes(
  _ layout: DocumentWriter.Layout, capacity: Int = 0, _ body: (inout DocumentWriter) -> Void
) throws -> [UInt8] {
  final class Pieces {
    var bytes: [UInt8] = []
  }
  let pieces = Pieces()
  var writer = DocumentWriter(layout, capacity: capacity) { pieces.bytes += $0 }
  body(&writer)
  try writer.finish()
  return pieces.bytes
}
