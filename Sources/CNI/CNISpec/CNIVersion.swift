/// A version of the specification, as `cniVersion` has it.
///
/// Any three numbers can be read, so that a configuration of a later version can be named in an
/// error; `all` are those that this program speaks.
public struct CNIVersion: Hashable, Comparable, Sendable {
  public let major: Int
  public let minor: Int
  public let patch: Int

  public init(_ major: Int, _ minor: Int, _ patch: Int) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads one to three numbers with points; those that are missing are 0, as in libcni.
  ///
  /// The empty text is 0.1.0, which had no `cniVersion` yet.
  public init?(_ text: String) {
    if text.isEmpty {
      self.init(0, 1, 0)
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 3 else { return nil }
    var numbers = [0, 0, 0]
    for (index, part) in parts.enumerated() {
      guard part.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(part)
      else { return nil }
      numbers[index] = number
    }
    self.init(numbers[0], numbers[1], numbers[2])
  }

  /// What the plugins and the runtime of this program speak, oldest first.
  public static let all = [
    CNIVersion(0, 1, 0), CNIVersion(0, 2, 0), CNIVersion(0, 3, 0), CNIVersion(0, 3, 1),
    CNIVersion(0, 4, 0), CNIVersion(1, 0, 0), CNIVersion(1, 1, 0),
  ]
  public static let latest = CNIVersion(1, 1, 0)

  /// Whether CHECK exists and DEL gets the result of ADD: since 0.4.0.
  public var hasCheck: Bool { self >= CNIVersion(0, 4, 0) }
  /// Whether GC and STATUS exist: since 1.1.0.
  public var hasGarbageCollection: Bool { self >= CNIVersion(1, 1, 0) }

  public static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

extension CNIVersion: CustomStringConvertible {
  public var description: String { "\(major).\(minor).\(patch)" }
}

extension CNIVersion {
  /// What a plugin answers to VERSION.
  public static func answer(supporting versions: [CNIVersion] = all) -> JSONValue {
    .object([
      JSONMember("cniVersion", .string("\(latest)")),
      JSONMember("supportedVersions", .array(versions.map { .string("\($0)") })),
    ])
  }
}
