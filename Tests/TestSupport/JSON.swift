import FoundationEssentials

/// A JSON value of any shape: what `ip -j` prints.
public enum JSON: Hashable, Sendable, Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  public init(from decoder: any Decoder) throws {
    if let object = try? [String: JSON](from: decoder) {
      self = .object(object)
    } else if let array = try? [JSON](from: decoder) {
      self = .array(array)
    } else {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .null
      } else if let bool = try? value.decode(Bool.self) {
        self = .bool(bool)
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else {
        self = .string(try value.decode(String.self))
      }
    }
  }

  public init(parsing text: String) throws {
    self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
  }

  public init(contentsOf path: String) throws { try self.init(parsing: readFile(path)) }

  /// The member of an object; nil where there is none, or no object.
  public subscript(key: String) -> JSON? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  public var elements: [JSON] { if case .array(let array) = self { array } else { [] } }
  public var members: [String: JSON] { if case .object(let object) = self { object } else { [:] } }
  public var text: String? { if case .string(let text) = self { text } else { nil } }
  public var integer: Int? { if case .number(let number) = self { Int(number) } else { nil } }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(uniqueKeysWithValues: elements))
  }

  public init(_ value: some BinaryInteger) { self = .number(Double(value)) }
}
