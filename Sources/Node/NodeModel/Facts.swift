/// Named facts in an order, for what differs from kind to kind: the detail of a vxlan device,
/// the metrics of a route.
///
/// The keys are those of the snapshot document: lower camel case, units in the name.
public struct Facts: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public let key: String
    public let value: Value
  }

  public enum Value: Hashable, Sendable {
    case flag(Bool)
    case number(Int64)
    case text(String)
    case list([Value])
    case facts(Facts)
  }

  public private(set) var fields: [Field]

  public init() { fields = [] }

  public var isEmpty: Bool { fields.isEmpty }

  public subscript(key: String) -> Value? { fields.first { $0.key == key }?.value }

  /// Adds a fact; nil, which is "not known", adds nothing.
  public mutating func set(_ key: String, _ value: Value?) {
    guard let value else { return }
    fields.append(Field(key: key, value: value))
  }
  public mutating func set(_ key: String, _ flag: Bool?) { set(key, flag.map { .flag($0) }) }
  public mutating func set(_ key: String, _ text: String?) { set(key, text.map { .text($0) }) }
  /// Adds a number; one above `Int64.max` as text, because no reader of JSON would keep it.
  public mutating func set(_ key: String, _ number: (some FixedWidthInteger)?) {
    set(key, number.map { Int64(exactly: $0).map(Value.number) ?? .text("\($0)") })
  }
  /// Adds an address, a prefix or another value by its canonical text.
  public mutating func set(_ key: String, text value: (some CustomStringConvertible)?) {
    set(key, value.map { .text($0.description) })
  }
  public mutating func set(_ key: String, words: [String]?) {
    set(key, words.map { .list($0.map { .text($0) }) })
  }
  /// Adds a group of facts; an empty group adds nothing.
  public mutating func set(_ key: String, _ facts: Facts) {
    if !facts.isEmpty { set(key, .facts(facts)) }
  }
}

extension Facts.Value {
  public var text: String? { if case .text(let text) = self { text } else { nil } }
  public var number: Int64? { if case .number(let number) = self { number } else { nil } }
  public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  public var list: [Facts.Value]? { if case .list(let list) = self { list } else { nil } }
  public var facts: Facts? { if case .facts(let facts) = self { facts } else { nil } }
}

extension Facts.Value: CustomStringConvertible {
  /// The value on one line, for a person.
  public var description: String {
    switch self {
    case .flag(let flag): flag ? "yes" : "no"
    case .number(let number): "\(number)"
    case .text(let text): text
    case .list(let list): list.map(\.description).joined(separator: ", ")
    case .facts(let facts):
      facts.fields.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
  }
}
