import CNISpec
public import NetworkTypes

/// Packets from an address are routed by a table of their own.
public struct SourceRule: Hashable, Sendable {
  public var source: IPAddress
  public var table: UInt32

  public init(_ source: IPAddress, table: UInt32) {
    self.source = source
    self.table = table
  }

  var text: String { "rule from \(source) table \(table)" }
}

/// What a journal has to know to take a rule away.
extension SourceRule {
  var json: JSONValue {
    .object([
      JSONMember("source", .string("\(source)")), JSONMember("table", .number("\(table)")),
    ])
  }

  init?(_ json: JSONValue) {
    guard let source = json["source"]?.string.flatMap({ IPAddress($0) }),
      let table = json["table"]?.integer.flatMap({ UInt32(exactly: $0) })
    else { return nil }
    self.init(source, table: table)
  }
}
