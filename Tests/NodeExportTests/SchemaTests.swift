import Foundation
import NetworkTypes
import NodeModel
import Testing
import Yams

@testable import NodeExport

@Suite struct SchemaTests {
  private static let objects = Dictionary(
    uniqueKeysWithValues: SchemaObject.all().map { ($0.name, $0) })

  @Test func isValidAndTakesEverySnapshot() throws {
    var random = SeededRandom(seed: 3)
    var many = Namespace(id: FullSnapshot.host, isHost: true)
    many.links = []
    many.routes = RandomRoutes.table(300, &random)
    let documents = [
      try SnapshotDocumentTests.document(.compact),
      try SnapshotDocumentTests.document(.pretty, Snapshot()),
      try SnapshotDocumentTests.document(.compact, Snapshot(namespaces: [many])),
    ]
    let (status, output) = try validate(documents)
    if status == 77 {
      print("skipped: \(output)")
      return
    }
    #expect(status == 0, "\(output)")
  }

  @Test func refusesOtherDocuments() throws {
    let document = try SnapshotDocumentTests.document(.compact)
    let wrong = [
      document.replacing(#""schemaVersion":1"#, with: #""schemaVersion":"1""#),
      document.replacing(#""operState":"up""#, with: #""operState":"UP""#),
      document.replacing(#""learning":false"#, with: #""learning":0"#),
      document.replacing(#""machineId""#, with: #""machineID""#),
      document.replacing(#""source":"procfs""#, with: #""source":"procfs","source":"procfs""#),
    ]
    for text in wrong {
      #expect(text != document)
      let (status, _) = try validate([text])
      #expect(status == 1 || status == 77)
    }
  }

  /// Every key that the schema promises is written, and every key that is written is in it.
  @Test func knowsEachKeyOfTheDocument() throws {
    let text = try SnapshotDocumentTests.document(.compact)
    let root = try #require(try Yams.compose(yaml: text))
    var seen: [String: Set<String>] = [:]
    walk(root, as: "snapshot", &seen)
    for (name, keys) in seen {
      let fields = try #require(Self.objects[name]).fields.map(\.key)
      #expect(Set(fields).subtracting(keys) == [], "\(name) has keys that nothing writes")
    }
    #expect(seen.count == 22)
  }

  private func walk(_ node: Yams.Node, as name: String, _ seen: inout [String: Set<String>]) {
    guard let object = Self.objects[name], let mapping = node.mapping else {
      Issue.record("\(name) is no object")
      return
    }
    let included = object.includes.flatMap { Self.objects[$0]?.fields.map(\.key) ?? [] }
    for (key, value) in mapping {
      let key = key.string ?? ""
      guard let field = object.fields.first(where: { $0.key == key }) else {
        #expect(included.contains(key) || name == "port", "\(name).\(key) is not in the schema")
        continue
      }
      seen[name, default: []].insert(key)
      let type = field.type.split(separator: "{")[0]
      if Self.objects[String(type)] != nil { walk(value, as: String(type), &seen) }
      guard type.first == "[" else { continue }
      let element = String(type.dropFirst().dropLast())
      if Self.objects[element] != nil {
        for value in value.sequence ?? [] { walk(value, as: element, &seen) }
      }
    }
  }

  /// Facts stand beside fixed keys, and no key may be there twice.
  @Test func hasEachKeyOnce() {
    for object in Self.objects.values {
      let included = object.includes.flatMap { Self.objects[$0]?.fields.map(\.key) ?? [] }
      let keys = object.fields.map(\.key) + included
      #expect(Set(keys).count == keys.count, "\(object.name)")
      #expect(object.includes.allSatisfy { Self.objects[$0]?.fields.isEmpty == false })
    }
  }

  @Test func explainsEachKeyOfItsDetails() {
    let names = ["vxlan", "bridge", "veth", "macvlan", "ipvlan", "bond", "vrf", "geneve", "gre"]
    for name in names where name != "veth" {
      #expect(Self.objects["detail.\(name)"]?.fields.isEmpty == false, "\(name)")
    }
    for object in Self.objects.values where object.name.contains(".") {
      #expect(object.fields.allSatisfy { !$0.text.isEmpty }, "\(object.name)")
    }
  }

  /// Runs `Tests/Tools/validate.py` on the schema and the documents.
  private func validate(_ documents: [String]) throws -> (Int32, String) {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "cnitop-schema-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let schema = folder.appending(path: "schema.json")
    try SnapshotSchema.text.write(to: schema, atomically: true, encoding: .utf8)
    var arguments = [schema.path()]
    for (number, document) in documents.enumerated() {
      let file = folder.appending(path: "\(number).json")
      try document.write(to: file, atomically: true, encoding: .utf8)
      arguments.append(file.path())
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let tool = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Tools/validate.py").standardized.path()
    process.arguments = ["python3", tool] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // 127: env found no python3.
    let status = process.terminationStatus == 127 ? 77 : process.terminationStatus
    return (status, String(decoding: output, as: UTF8.self))
  }
}
