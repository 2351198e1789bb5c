/// A JSON document as a tree (RFC 8259) that keeps what it does not understand: the order and
/// the repetition of keys, and numbers as they were written.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// The text of a number, which may be larger than any type.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// How deeply values may be nested: far more than any file of a node has.
  public static let maximumDepth = 200

  /// Reads a whole document.
  ///
  /// Bytes that are no UTF-8 and lone surrogates become U+FFFD, as in Go, which writes most of
  /// these files.
  public init(parsing bytes: [UInt8]) throws(MalformedJSON) {
    var parser = JSONParser(bytes.span, selection: nil)
    self = try parser.document()
  }

  /// Reads the selected parts of a document and passes over the others quickly.
  ///
  /// What follows the last selected part is not looked at, so a file that is cut off there
  /// is still read.
  public init(parsing bytes: [UInt8], only selection: JSONSelection) throws(MalformedJSON) {
    var parser = JSONParser(bytes.span, selection: selection)
    self = try parser.document()
  }

  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// Nil for a number with a fraction or an exponent, and for one that does not fit.
  public var integer: Int64? {
    if case .number(let text) = self { Int64(text) } else { nil }
  }

  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  public var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  public var object: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The word for its type, in messages.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The value of a key; the last one if it is repeated, nil for `null`.
  ///
  /// Upper and lower case are one where no key matches exactly, as in Go: some runtimes write
  /// `HostPort`, others `hostPort`.
  public subscript(key: String) -> JSONValue? { object?.value(of: key) }
}

/// A key of an object with its value.
public struct JSONMember: Hashable, Sendable {
  public var key: String
  public var value: JSONValue

  public init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension [JSONMember] {
  func value(of key: String) -> JSONValue? {
    let exact = last { $0.key == key }
    let found = exact ?? last { $0.key.isSameKey(as: key) }
    return found?.value == .null ? nil : found?.value
  }
}

extension String {
  /// Whether two keys differ at most in the case of ASCII letters.
  func isSameKey(as other: String) -> Bool {
    utf8.count == other.utf8.count
      && zip(utf8, other.utf8).allSatisfy { left, right in
        left == right || left ^ right == 0x20 && (97...122).contains(left | 0x20)
      }
  }
}

/// Why a text is no JSON, and where.
public struct MalformedJSON: Error, Hashable, Sendable, CustomStringConvertible {
  /// The offset in bytes from the start.
  public var offset: Int
  public var reason: String

  public var description: String { "not JSON at byte \(offset): \(reason)" }
}

/// Which parts of a document are wanted, so that the others cost next to nothing.
public struct JSONSelection: Sendable {
  /// A nil part is wanted whole.
  let parts: [(key: [UInt8], part: JSONSelection?)]
  /// How many whole parts there are in all.
  let leaves: Int

  /// - Parameter keys: Those wanted whole; `inside` those of which only parts are.
  public init(_ keys: [String], inside: [String: JSONSelection] = [:]) {
    parts =
      keys.map { (Array($0.utf8), nil) } + inside.map { (Array($0.key.utf8), $0.value) }
    leaves = keys.count + inside.values.reduce(0) { $0 + $1.leaves }
  }
}
