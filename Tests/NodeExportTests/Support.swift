import NodeExport

/// What the writer hands to its sink, piece by piece, as one text.
func text(
  _ layout: DocumentWriter.Layout, _ body: (inout DocumentWriter) -> Void
) throws -> String {
  String(decoding: try bytes(layout, body), as: UTF8.self)
}

/// The writer has the least capacity, so that documents of some size take several pieces.
func bytes(
  _ layout: DocumentWriter.Layout, _ body: (inout DocumentWriter) -> Void
) throws -> [UInt8] {
  final class Pieces {
    var bytes: [UInt8] = []
  }
  let pieces = Pieces()
  var writer = DocumentWriter(layout, capacity: 0) { pieces.bytes += $0 }
  body(&writer)
  try writer.finish()
  return pieces.bytes
}
