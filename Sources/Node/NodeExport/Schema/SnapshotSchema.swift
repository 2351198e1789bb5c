import NodeModel

/// The JSON Schema (2020-12) of the snapshot, made from the texts of `SchemaText`.
public enum SnapshotSchema {
  public static let id = "urn:cnitop:snapshot:1"

  /// The schema as indented JSON, with a line break at its end.
  public static var text: String {
    // Both cannot fail: the sink keeps what it gets.
    final class Bytes {
      var bytes: [UInt8] = []
    }
    let bytes = Bytes()
    var writer = DocumentWriter(.pretty) { bytes.bytes += $0 }
    write(to: &writer)
    writer.flush()
    return String(decoding: bytes.bytes, as: UTF8.self)
  }

  /// Writes the schema as one document, in the layout of the writer.
  public static func write(to writer: inout DocumentWriter) {
    let objects = SchemaObject.all()
    let byName = Dictionary(objects.map { ($0.name, $0) }) { first, _ in first }
    writer.beginObject()
    writer.field("$schema", "https://json-schema.org/draft/2020-12/schema")
    writer.field("$id", id)
    writer.field("title", "cnitop snapshot, version 1")
    writer.field("description", description)
    writer.field("$ref", "#/$defs/snapshot")
    writer.object("$defs") { writer in
      for object in objects where !object.name.hasSuffix("Facts") {
        writer.object(object.name) { write(object, byName, to: &$0) }
      }
      for word in SchemaWord.all {
        writer.object(word.name) {
          $0.field("description", word.text)
          $0.field("type", "string")
          $0.field("pattern", word.pattern)
        }
      }
      writer.object("fact", writeFact)
    }
    writer.endObject()
    writer.endDocument()
  }

  private static let description = """
    Keys are lower camel case, words are those of the kernel, units are in the names. A key that \
    is absent is not known or not there; null never stands for it. Lists are always lists: an \
    empty one was read and is empty. Identities are stable and opaque. Objects of routes, \
    neighbours and other tables name links by their name in the same namespace. What the kernel \
    says of links, routes, rules and next-hop objects and no key is for is under \
    unknownAttributes with its number. Not written are: the 32-bit counters beside those of 64 \
    bits; counts of references, uses and times of creation in the kernel's caches; routes that \
    were cloned into a cache; the settings of IPv4 and IPv6 of a link that are sysctls, and its \
    IPv6 counters; options and counters of queueing disciplines; activity flags of FDB entries \
    (NDA_FDB_EXT_ATTRS); unknown attributes of addresses, neighbours, FDB entries and queueing \
    disciplines; routes and rules of families that are neither IPv4 nor IPv6 unicast: multicast \
    routing, MPLS.
    """

  private static func write(
    _ object: SchemaObject, _ byName: [String: SchemaObject], to writer: inout DocumentWriter
  ) {
    let fields = object.fields + object.includes.flatMap { byName[$0]?.fields ?? [] }
    writer.field("description", object.text)
    writer.field("type", "object")
    writer.object("properties") { writer in
      for field in fields {
        writer.object(field.key) { writer in
          if !field.text.isEmpty { writer.field("description", field.text) }
          write(type: field.type[...], to: &writer)
        }
      }
    }
    let required = fields.filter(\.isRequired).map(\.key)
    if !required.isEmpty { writer.field("required", words: required) }
    if object.isClosed {
      writer.field("additionalProperties", false)
    } else if object.name != "snapshot" && object.name != "namespace" {
      writer.object("additionalProperties") { $0.field("$ref", "#/$defs/fact") }
    }
    writeChoices(object.name, byName.keys.sorted(), to: &writer)
  }

  /// Writes the fields of a type beside its description.
  private static func write(type: Substring, to writer: inout DocumentWriter) {
    let parts = type.split(separator: "{", maxSplits: 1)
    let words = parts.count > 1 ? parts[1].dropLast().split(separator: ",").map(String.init) : []
    let name = parts[0]
    if name.first == "[" {
      writer.field("type", "array")
      writer.object("items") { writer in
        write(type: name.dropFirst().dropLast(), to: &writer)
        if !words.isEmpty { writer.field("examples", words: words) }
      }
    } else if name == "enum" {
      writer.field("enum", words: words)
    } else if name.contains("|") {
      writer.field("type", words: name.split(separator: "|").map(String.init))
    } else if name == "object" {
      writer.field("type", "object")
      writer.object("additionalProperties") { $0.field("$ref", "#/$defs/fact") }
    } else if ["string", "integer", "boolean"].contains(name) {
      writer.field("type", String(name))
      if !words.isEmpty { writer.field("examples", words: words) }
    } else {
      writer.field("$ref", "#/$defs/\(name)")
    }
  }

  /// Writes which further keys an object has by its kind or type.
  private static func writeChoices(
    _ object: String, _ names: [String], to writer: inout DocumentWriter
  ) {
    let choices: [(key: String, prefix: String, property: String?)] = [
      ("kind", "detail.", "detail"), ("kind", "port.", nil), ("type", "encapsulation.", nil),
    ]
    guard let position = ["link", "port", "encapsulation"].firstIndex(of: object) else { return }
    let choice = choices[position]
    let kinds = names.filter { $0.hasPrefix(choice.prefix) && $0.split(separator: ".").count == 2 }
    writer.objects("allOf", kinds) { name, writer in
      let kind = String(name.dropFirst(choice.prefix.count))
      writer.object("if") { writer in
        writer.object("properties") { $0.object(choice.key) { $0.field("const", kind) } }
        writer.field("required", words: [choice.key])
      }
      writer.object("then") { writer in
        guard let property = choice.property else { return writer.field("$ref", "#/$defs/" + name) }
        writer.object("properties") { $0.object(property) { $0.field("$ref", "#/$defs/" + name) } }
      }
    }
  }

  /// A fact of any type that a document has, under a key that is not listed.
  private static func writeFact(_ writer: inout DocumentWriter) {
    writer.field("description", "A further fact: added keys are no new version of the schema.")
    writer.field("type", words: ["boolean", "integer", "string", "array", "object"])
    writer.object("items") { $0.field("$ref", "#/$defs/fact") }
    writer.object("additionalProperties") { $0.field("$ref", "#/$defs/fact") }
  }
}
