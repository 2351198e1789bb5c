/// What names of CNI may look like, with the texts of the reference where they do not.
public enum CNINames {
  /// The longest name of an interface in bytes: `IFNAMSIZ` with its NUL is 16.
  public static let maximumInterfaceLength = 15

  /// A letter or digit, then letters, digits, `_`, `.` and `-`.
  public static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, isAlphanumeric(first) else { return false }
    return name.utf8.allSatisfy {
      isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "-")
    }
  }

  public static func requireContainerID(_ text: String) throws(CNIError) {
    guard !text.isEmpty else { throw CNIError(.unknownContainer, "missing containerID") }
    guard isValid(text) else {
      throw CNIError(.invalidEnvironment, "invalid characters in containerID", details: text)
    }
  }

  public static func requireNetwork(_ text: String) throws(CNIError) {
    guard !text.isEmpty else { throw CNIError(.invalidConfiguration, "missing network name") }
    guard isValid(text) else {
      throw CNIError(
        .invalidConfiguration, "invalid characters found in network name", details: text)
    }
  }

  public static func requireInterface(_ text: String) throws(CNIError) {
    guard !text.isEmpty else { throw CNIError(.invalidEnvironment, "interface name is empty") }
    guard text.utf8.count <= maximumInterfaceLength else {
      throw CNIError(
        .invalidEnvironment, "interface name is too long",
        details: "interface name should be less than \(maximumInterfaceLength + 1) characters")
    }
    guard text != ".", text != ".." else {
      throw CNIError(.invalidEnvironment, "interface name is . or ..")
    }
    let isForbidden = text.unicodeScalars.contains {
      $0 == "/" || $0 == ":" || $0.properties.isWhitespace
    }
    guard !isForbidden else {
      throw CNIError(
        .invalidEnvironment, "interface name contains / or : or whitespace characters")
    }
  }

  /// The name of a program: it must not lead out of the folders of `CNI_PATH`.
  public static func isValidType(_ type: String) -> Bool {
    !type.isEmpty && type != "." && type != ".."
      && !type.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
