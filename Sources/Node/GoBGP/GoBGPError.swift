/// Why a GoBGP daemon did not say what it was asked.
public enum GoBGPError: Error, Hashable, CustomStringConvertible {
  /// The connection failed or ended.
  case connection(String)
  case timedOut
  /// The server refused, with a status of gRPC: 12 for a method that it does not have.
  case status(Int, String)
  /// What came is no answer.
  case malformed(String)

  public var description: String {
    switch self {
    case .connection(let text): "the connection failed: \(text)"
    case .timedOut: "no answer in time"
    case .status(let code, let text):
      "refused with gRPC status \(code)\(text.isEmpty ? "" : ": ")\(text)"
    case .malformed(let text): "not an answer of GoBGP: \(text)"
    }
  }

  /// Whether the server speaks gRPC, but another version of the API.
  var isUnimplemented: Bool { if case .status(12, _) = self { true } else { false } }
}
