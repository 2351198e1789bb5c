/// The members of an object, read by key and type; a wrong type is an error that says where.
///
/// A key that is absent and one that is `null` are the same, as in Go.
public struct JSONFields: Hashable, Sendable {
  public let members: [JSONMember]
  /// Where the object stands in its document; empty at the top.
  public let path: String

  public init(_ value: JSONValue, path: String = "") throws(CNIDecodingError) {
    guard case .object(let members) = value else {
      throw .unexpected(path.isEmpty ? "document" : path, value, expected: "an object")
    }
    self.members = members
    self.path = path
  }

  public init(_ members: [JSONMember], path: String = "") {
    self.members = members
    self.path = path
  }

  /// Where a key stands in its document, for errors.
  public func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  public func value(_ key: String) -> JSONValue? { members.value(of: key) }

  public func string(_ key: String) throws(CNIDecodingError) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.string else {
      throw .unexpected(name(key), value, expected: "a string")
    }
    return text
  }

  /// An integer within a range of the type; a fraction or a larger one is an error.
  public func integer<Number: FixedWidthInteger>(
    _ key: String, as type: Number.Type = Number.self
  ) throws(CNIDecodingError) -> Number? {
    guard let value = value(key) else { return nil }
    guard case .number(let text) = value, let number = Number(text) else {
      throw .unexpected(
        name(key), value, expected: "an integer from \(Number.min) to \(Number.max)")
    }
    return number
  }

  public func bool(_ key: String) throws(CNIDecodingError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let bool = value.bool else {
      throw .unexpected(name(key), value, expected: "true or false")
    }
    return bool
  }

  public func array(_ key: String) throws(CNIDecodingError) -> [JSONValue] {
    guard let value = value(key) else { return [] }
    guard let values = value.array else {
      throw .unexpected(name(key), value, expected: "an array")
    }
    return values
  }

  public func object(_ key: String) throws(CNIDecodingError) -> JSONFields? {
    guard let value = value(key) else { return nil }
    return try JSONFields(value, path: name(key))
  }

  public func objects(_ key: String) throws(CNIDecodingError) -> [JSONFields] {
    var objects: [JSONFields] = []
    for (index, value) in try array(key).enumerated() {
      objects.append(try JSONFields(value, path: "\(name(key))[\(index)]"))
    }
    return objects
  }

  public func strings(_ key: String) throws(CNIDecodingError) -> [String] {
    var strings: [String] = []
    for (index, value) in try array(key).enumerated() {
      guard let text = value.string else {
        throw .unexpected("\(name(key))[\(index)]", value, expected: "a string")
      }
      strings.append(text)
    }
    return strings
  }

  /// A string that `convert` understands; the empty one counts as absent.
  public func parsed<Value>(
    _ key: String, expected: String, _ convert: (String) -> Value?
  ) throws(CNIDecodingError) -> Value? {
    guard let text = try string(key), !text.isEmpty else { return nil }
    guard let value = convert(text) else {
      throw .unexpected(name(key), .string(text), expected: expected)
    }
    return value
  }

  /// The error for a key that must be there.
  public func missing(_ key: String) -> CNIDecodingError { .missing(key: name(key)) }

  /// The members with other keys than these, in whatever case they are written.
  public func others(than known: Set<String>) -> [JSONMember] {
    members.filter { member in
      !known.contains { $0 == member.key || member.key.isSameKey(as: $0) }
    }
  }
}
