/// The number of an error of CNI; plugins have their own from 100 up.
public struct CNIErrorCode: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt
  public init(rawValue: UInt) { self.rawValue = rawValue }
  private init(_ rawValue: UInt) { self.rawValue = rawValue }

  public static let unknown = CNIErrorCode(0)
  public static let incompatibleVersion = CNIErrorCode(1)
  /// A key whose value the plugin cannot serve: the message has both.
  public static let unsupportedField = CNIErrorCode(2)
  /// The container is not known, so nothing has to be cleaned up.
  public static let unknownContainer = CNIErrorCode(3)
  public static let invalidEnvironment = CNIErrorCode(4)
  public static let inputOutput = CNIErrorCode(5)
  public static let decoding = CNIErrorCode(6)
  public static let invalidConfiguration = CNIErrorCode(7)
  /// In use by libcni, though the table of the specification does not have it.
  public static let invalidNamespace = CNIErrorCode(8)
  public static let tryAgainLater = CNIErrorCode(11)
  /// STATUS: no ADD can be served.
  public static let notAvailable = CNIErrorCode(50)
  /// STATUS: no ADD can be served, and what is attached may have lost its connections.
  public static let limitedConnectivity = CNIErrorCode(51)
  /// What the reference wraps every error in that has no code.
  public static let other = CNIErrorCode(999)
}

/// What a plugin answers when it fails.
public struct CNIError: Error, Hashable, Sendable {
  public var code: CNIErrorCode
  /// One line.
  public var message: String
  /// More lines, or what exactly was wrong.
  public var details: String

  public init(_ code: CNIErrorCode, _ message: String, details: String = "") {
    self.code = code
    self.message = message
    self.details = details
  }

  /// A document that could not be understood; a key that is missing makes a configuration invalid.
  public init(_ error: CNIDecodingError) {
    switch error {
    case .missing: self.init(.invalidConfiguration, error.description)
    case .json, .unexpected: self.init(.decoding, error.description)
    }
  }

  /// Reads what a plugin wrote; nil if it is no error of CNI.
  public init?(_ value: JSONValue) {
    guard let message = value["msg"]?.string else { return nil }
    let code = value["code"]?.integer.flatMap { UInt(exactly: $0) } ?? 0
    self.init(CNIErrorCode(rawValue: code), message, details: value["details"]?.string ?? "")
  }

  /// The document for standard output.
  ///
  /// - Parameter version: That of the configuration; nil where it is not known.
  public func json(version: CNIVersion?) -> JSONValue {
    var members: [JSONMember] = []
    if let version { members.append(JSONMember("cniVersion", .string("\(version)"))) }
    members.append(JSONMember("code", .number("\(code.rawValue)")))
    members.append(JSONMember("msg", .string(message)))
    if !details.isEmpty { members.append(JSONMember("details", .string(details))) }
    return .object(members)
  }
}

extension CNIError: CustomStringConvertible {
  /// As libcni joins them.
  public var description: String { details.isEmpty ? message : "\(message); \(details)" }
}
