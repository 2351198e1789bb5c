/// Why a document of CNI could not be understood: one line that names the key and the value.
public enum CNIDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
  case json(MalformedJSON)
  /// A value of another type or form than the specification has.
  ///
  /// - key: Where it stands, `ips[0].address`.
  /// - value: Its JSON, cut after 80 characters.
  case unexpected(key: String, value: String, expected: String)
  case missing(key: String)

  static func unexpected(
    _ key: String, _ value: JSONValue, expected: String
  ) -> CNIDecodingError {
    let text = value.description
    let short = text.count > 80 ? text.prefix(80) + "…" : text[...]
    return .unexpected(key: key, value: String(short), expected: expected)
  }

  public var description: String {
    switch self {
    case .json(let error): error.description
    case .unexpected(let key, let value, let expected): "\(key) is \(value), not \(expected)"
    case .missing(let key): "\(key) is missing"
    }
  }
}
