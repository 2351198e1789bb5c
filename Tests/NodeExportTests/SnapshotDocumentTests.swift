import Foundation
import NetworkTypes
import NodeExport
import NodeModel
import TestSupport
import Testing
import Yams

@Suite struct SnapshotDocumentTests {
  static let tool = SnapshotDocument.Tool(version: "1.2.3")

  static func document(
    _ layout: DocumentWriter.Layout, _ snapshot: Snapshot = FullSnapshot.snapshot
  ) throws -> String {
    try text(layout) { SnapshotDocument.write(snapshot, by: tool, to: &$0) }
  }

  /// Set `CNITOP_RECORD=1` to write what is read here anew, and look at the difference.
  static func expectGolden(_ name: String, _ written: String) throws {
    let expected = try golden("NodeExportTests/Golden/\(name)", recording: written)
    #expect(written == expected, "\(name) is different")
  }

  @Test func writesEveryField() throws {
    try Self.expectGolden("snapshot.json", Self.document(.pretty))
  }

  @Test func writesLines() throws {
    let lines = try text(.compact) {
      SnapshotLines.write(FullSnapshot.snapshot, by: Self.tool, to: &$0)
    }
    try Self.expectGolden("snapshot.ndjson", lines)
    for line in lines.split(separator: "\n") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["kind"] is String)
    }
  }

  @Test func hasTheSameInEveryLayout() throws {
    let compact = try Yams.compose(yaml: Self.document(.compact))
    #expect(compact == (try Yams.compose(yaml: Self.document(.pretty))))
    #expect(compact == (try Yams.compose(yaml: Self.document(.yaml))))
    #expect(compact?["namespaces"]?.sequence?.count == 3)
  }

  @Test func hasNoKeyForWhatIsNotKnown() throws {
    let document = try #require(try Yams.compose(yaml: Self.document(.compact)))
    let lost = try #require(document["namespaces"]?.sequence?.last?.mapping)
    #expect(lost.keys.map { $0.string } == ["id", "inode", "isHost", "paths"])
    let empty = try text(.compact) { SnapshotDocument.write(Snapshot(), by: Self.tool, to: &$0) }
    #expect(
      empty == #"{"kind":"snapshot","schemaVersion":1,"tool":{"name":"cnitop","#
        + #""version":"1.2.3"},"capturedAt":"1970-01-01T00:00:00.000000Z","node":{"name":""},"#
        + #""completeness":[],"namespaces":[],"pods":[],"tunnels":[]}"# + "\n")
  }

  /// The pieces of `RouteRows` and `Route.describe` are two ways to one text.
  @Test(arguments: [DocumentWriter.Layout.compact, .pretty, .yaml])
  func writesRoutesFastAsOtherwise(_ layout: DocumentWriter.Layout) throws {
    var random = SplitMix(seed: 7)
    let routes = RandomRoutes.table(300, &random)
    var namespace = Namespace(id: FullSnapshot.host, isHost: true)
    namespace.links = [FullSnapshot.uplink, FullSnapshot.vxlan]
    namespace.routes = routes
    let names = DeviceNames(namespace)
    let expected = try text(layout) { writer in
      writer.beginObject()
      writer.objects("routes", 0..<routes.count) {
        routes[$0].describe(to: &$1, names: names)
      }
      writer.endObject()
    }
    let rows = RowSet(.routes, in: Snapshot(namespaces: [namespace]))
    let listed = try Yams.compose(yaml: text(layout) { rows.write(to: &$0) })
    let whole = try Self.document(layout, Snapshot(namespaces: [namespace]))
    let composed = try #require(try Yams.compose(yaml: whole))
    let plain = try #require(try Yams.compose(yaml: expected))
    #expect(composed["namespaces"]?.sequence?.first?["routes"] == plain["routes"])
    #expect(plain["routes"]?.sequence?.count == 300)
    for (row, route) in zip(listed?.sequence ?? [], plain["routes"]?.sequence ?? []) {
      #expect(row.mapping?.dropFirst().map(\.value) == route.mapping?.map(\.value))
    }
    #expect(listed?.sequence?.count == 300)
    if layout == .compact {
      #expect(whole.contains(expected.dropFirst().dropLast()))
    }
  }

  @Test func survivesAnyString() throws {
    var random = SplitMix(seed: 1)
    var strings = ["", "~", "null", "yes", "1:30", "0x1f", "- a", "a: b", "#", "é"]
    for _ in 0..<200 {
      var string = ""
      for _ in 0..<Int.random(in: 0..<12, using: &random) {
        let ceiling: UInt32 = [0x80, 0x100, 0x3000, 0x11_0000].randomElement(using: &random)!
        // Foundation drops a byte order mark, so Yams cannot give one back.
        if let scalar = Unicode.Scalar(UInt32.random(in: 0..<ceiling, using: &random)),
          scalar != "\u{feff}"
        {
          string.unicodeScalars.append(scalar)
        }
      }
      strings.append(string)
    }
    func write(_ writer: inout DocumentWriter) {
      writer.beginObject()
      writer.field("strings", words: strings)
      writer.object("keys") { for string in Set(strings) { $0.field(string, string) } }
      writer.endObject()
    }
    for layout in [DocumentWriter.Layout.compact, .pretty, .yaml] {
      let written = try text(layout, write)
      if layout != .yaml {
        let json = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: Any]
        #expect(json?["strings"] as? [String] == strings)
      }
      let root = try #require(try Yams.compose(yaml: written))
      let read = root["strings"]?.sequence?.map { $0.string ?? "not a string" } ?? []
      #expect(read.map { Array($0.utf8) } == strings.map { Array($0.utf8) })
      #expect(root["strings"]?.sequence?.allSatisfy { $0.tag == .init(.str) } == true)
      for pair in root["keys"]?.mapping ?? [:] { #expect(pair.key.string == pair.value.string) }
    }
  }
}
