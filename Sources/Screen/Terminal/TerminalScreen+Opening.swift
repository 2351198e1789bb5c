internal import CNcurses
internal import Canvas
internal import Glibc

extension TerminalScreen {
  typealias Opened = (screen: OpaquePointer, candidate: TerminalCapabilities.Candidate)

  /// Opens the terminal by the first description that ncurses knows.
  static func open(
    _ capabilities: TerminalCapabilities, options: Options, input: CInt, output: CInt
  ) -> Opened? {
    for candidate in capabilities.candidates(options.colours) {
      if let screen = open(candidate, input: input, output: output) { return (screen, candidate) }
    }
    return nil
  }

  /// ncurses reads a description out of the variable `TERMINFO` itself (terminfo(5)).
  private static func open(
    _ candidate: TerminalCapabilities.Candidate, input: CInt, output: CInt
  ) -> OpaquePointer? {
    guard candidate.isEmbedded else { return ncw_open(candidate.type, output, input) }
    guard let description = embeddedTerminals[candidate.type] else { return nil }
    let former = getenv("TERMINFO").map { String(cString: $0) }
    setenv("TERMINFO", description, 1)
    defer {
      if let former { setenv("TERMINFO", former, 1) } else { unsetenv("TERMINFO") }
    }
    return ncw_open(candidate.type, output, input)
  }

  static func notice(
    _ candidate: TerminalCapabilities.Candidate, wanted: String?, _ colours: ColourChoice
  ) -> String? {
    if !candidate.isEmbedded, candidate.type == wanted { return nil }
    // Asked for: the kind that has these colours is another one by name.
    if colours == .exactly(.direct), candidate.type.hasSuffix("-direct") { return nil }
    if colours == .exactly(.palette256), candidate.type == "\(wanted ?? "")-256color" { return nil }
    let kind = candidate.isEmbedded ? "a built-in description" : "the description"
    return "no terminfo for \(wanted ?? "an unnamed terminal"): used \(kind) of \(candidate.type)"
  }

  /// Sets the locale for characters.
  ///
  /// - Returns: Whether Unicode can be shown.
  static func chooseCharacters(
    _ capabilities: TerminalCapabilities, _ choice: CharacterChoice
  ) -> Bool {
    for locale in capabilities.locales(choice) where ncw_set_character_type(locale) {
      if ncw_codeset_is_utf8() { return choice != .ascii }
    }
    return false
  }
}
