import NetworkTypes
import NodeModel
import TestSupport
import Testing
import Yams

@testable import NodeExport

@Suite struct SchemaTests {
  private static let objects = Dictionary(
    uniqueKeysWithValues: SchemaObject.all().map { ($0.name, $0) })

  @Test(.enabled(if: canValidate, Comment(rawValue: needsValidator)))
  func isValidAndTakesEverySnapshot() throws {
    var random = SplitMix(seed: 3)
    var many = Namespace(id: FullSnapshot.host, isHost: true)
    many.links = []
    many.routes = RandomRoutes.table(300, &random)
    let documents = [
      try SnapshotDocumentTests.document(.compact),
      try SnapshotDocumentTests.document(.pretty, Snapshot()),
      try SnapshotDocumentTests.document(.compact, Snapshot(namespaces: [many])),
    ]
    let verdict = try validate(documents, schema: SnapshotSchema.text)
    #expect(verdict.isValid)
    #expect(verdict.text == "3 valid\n")
  }

  @Test(.enabled(if: canValidate, Comment(rawValue: needsValidator)))
  func refusesOtherDocuments() throws {
    let document = try SnapshotDocumentTests.document(.compact)
    let wrong = [
      (#""schemaVersion":1"#, #""schemaVersion":"1""#, "$.schemaVersion: "),
      (#""operState":"up""#, #""operState":"UP""#, ".operState: 'UP' does not match"),
      (#""learning":false"#, #""learning":0"#, ".learning: 0 is not of type 'boolean'"),
      (#""machineId""#, #""machineID""#, "('machineID' was unexpected)"),
      (#""source":"procfs""#, #""source":"procfs","source":"procfs""#, "doubled keys: source"),
    ]
    for (right, instead, complaint) in wrong {
      let text = document.replacing(right, with: instead)
      #expect(text != document)
      let verdict = try validate([text], schema: SnapshotSchema.text)
      #expect(!verdict.isValid)
      #expect(verdict.text.contains(complaint), "\(verdict.text)")
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
    #expect(seen.count == 53)
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
}
