internal import CLinux
import Glibc

/// The variables that the process was started with.
public enum ProcessVariables {
  /// `NAME=VALUE`, in the order in which they were given.
  public static var all: [String] {
    var variables: [String] = []
    guard var next = clinux_environment() else { return [] }
    while let text = next.pointee {
      variables.append(String(cString: text))
      next += 1
    }
    return variables
  }

  /// The value of one; nil where it is not set.
  public static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
