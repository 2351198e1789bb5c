import ArgumentParser
import Glibc

/// The exit codes of every command.
enum ExitStatus {
  static let findings = ExitCode(1)
  static let usage = ExitCode(2)
  static let incomplete = ExitCode(3)
  static let unreadable = ExitCode(4)
}

/// Says on one line of standard error what failed, where, why, and what to do.
func complain(_ message: String) {
  // Libraries explain over several lines; a log has one for each failure.
  let words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  let line = Array("cnitop: \(sanitised(words))\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
}

/// Control characters of a text from outside as escapes, so that it cannot drive a terminal.
func sanitised(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      result += "\\u{" + String(scalar.value, radix: 16) + "}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

extension ExitStatus {
  /// Of a process that a signal asked to end.
  static func signal(_ number: CInt) -> ExitCode { ExitCode(128 + number) }
}
