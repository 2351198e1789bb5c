/// The arguments of `CNI_ARGS`: `KEY=VALUE` with semicolons between.
public struct CNIArguments: Hashable, Sendable {
  public struct Argument: Hashable, Sendable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// In the order in which they were written; a key may be there twice.
  public var arguments: [Argument]

  public init(_ arguments: [Argument] = []) { self.arguments = arguments }

  /// Reads the text; one without an `=`, or with two of them, is an error as in the reference.
  public init(parsing text: String) throws(CNIError) {
    arguments = []
    guard !text.isEmpty else { return }
    for pair in text.split(separator: ";", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw CNIError(.invalidEnvironment, "ARGS: invalid pair \(JSONValue.string(String(pair)))")
      }
      arguments.append(Argument(key: String(parts[0]), value: String(parts[1])))
    }
  }

  /// The value of a key, the last one if it is repeated.
  public subscript(key: String) -> String? { arguments.last { $0.key == key }?.value }

  /// Refuses keys that a plugin does not know, except where `IgnoreUnknown` allows them.
  ///
  /// - Parameter known: The keys of the plugin without `IgnoreUnknown`.
  public func requireKnown(_ known: Set<String>) throws(CNIError) {
    var ignoresUnknown = false
    if let text = self["IgnoreUnknown"] {
      switch text.lowercased() {
      case "1", "true": ignoresUnknown = true
      case "0", "false": break
      default:
        throw CNIError(
          .invalidEnvironment,
          "ARGS: error parsing value of pair \(JSONValue.string("IgnoreUnknown=\(text)")): "
            + "boolean unmarshal error: invalid input \(text.lowercased())")
      }
    }
    guard !ignoresUnknown else { return }
    let unknown = arguments.filter { $0.key != "IgnoreUnknown" && !known.contains($0.key) }
    guard !unknown.isEmpty else { return }
    let pairs = unknown.map { JSONValue.string("\($0.key)=\($0.value)").description }
    throw CNIError(
      .invalidEnvironment, "ARGS: unknown args [\(pairs.joined(separator: " "))]")
  }
}

extension CNIArguments: CustomStringConvertible {
  /// The text for `CNI_ARGS`.
  public var description: String {
    arguments.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
  }
}
