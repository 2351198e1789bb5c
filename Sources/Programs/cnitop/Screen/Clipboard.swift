import FoundationEssentials
import Glibc

/// The clipboard of the operator's terminal, which works through ssh (OSC 52).
enum Clipboard {
  struct TooLong: Error, CustomStringConvertible {
    var description: String { "not copied: terminals take at most 74,994 bytes" }
  }

  /// What terminals accept at most, encoded.
  private static let limit = 100_000 - 8

  static func copy(_ text: String) throws {
    let encoded = Data(text.utf8).base64EncodedString()
    guard encoded.utf8.count <= limit else { throw TooLong() }
    // Past ncurses: it has no name for this, and a cell cannot hold it.
    try StandardOutput.write("\u{1B}]52;c;\(encoded)\u{07}")
  }
}
