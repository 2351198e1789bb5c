public import Canvas

/// How many colours the user wants, as in `--color`.
public enum ColourChoice: Hashable, Sendable {
  /// What the terminal says, unless `NO_COLOR` is set.
  case automatic
  case exactly(ColourDepth)

  /// Reads `auto`, `never`, `8`, `16`, `256`, `direct`.
  public init?(_ word: String) {
    switch word {
    case "auto": self = .automatic
    case "never", "none": self = .exactly(.none)
    case "8": self = .exactly(.ansi8)
    case "16": self = .exactly(.ansi16)
    case "256": self = .exactly(.palette256)
    case "direct": self = .exactly(.direct)
    default: return nil
    }
  }
}

/// Which characters the user wants.
public enum CharacterChoice: Hashable, Sendable {
  /// What the locale says.
  case automatic
  case ascii, unicode
}

/// What to do with a terminal, decided from its environment alone.
public struct TerminalCapabilities: Hashable, Sendable {
  /// `TERM`; nil if it is unset or empty.
  public let type: String?
  private let environment: [String: String]

  public init(environment: [String: String]) {
    self.environment = environment
    type = environment["TERM"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether a screen makes sense: not without `TERM` or for a dumb terminal.
  public var canShowScreen: Bool { type != nil && type != "dumb" }

  /// Whether the terminal speaks xterm's language, whatever terminfo has of it.
  public var isModern: Bool {
    let names = [
      "xterm", "kitty", "ghostty", "foot", "wezterm", "alacritty", "tmux", "screen", "rxvt",
      "konsole", "gnome", "iterm", "contour", "rio", "vte",
    ]
    return names.contains { (type ?? "").contains($0) }
  }

  /// A description of a terminal to try.
  public struct Candidate: Hashable, Sendable {
    public var type: String
    /// Whether the description is taken from this program instead of the machine's terminfo.
    public var isEmbedded = false
  }

  /// What to try, in this order; the last always works.
  public func candidates(_ choice: ColourChoice = .automatic) -> [Candidate] {
    var names: [String] = []
    var embedded: [String] = []
    let own = type ?? "vt100"
    if isModern {
      if choice == .exactly(.direct), !own.contains("direct") {
        let stem = own.hasSuffix("-256color") ? String(own.dropLast(9)) : own
        names = stem == "xterm" ? ["xterm-direct"] : ["\(stem)-direct", "xterm-direct"]
        return names.map { Candidate(type: $0) }
          + [Candidate(type: "xterm-direct", isEmbedded: true)]
      }
      if choice == .exactly(.palette256), !own.contains("256"), !own.contains("direct") {
        names.append("\(own)-256color")
      }
      names += [own, "xterm-256color", "xterm"]
      embedded = ["xterm-256color", "vt100"]
    } else {
      names = [own, "xterm", "vt100"]
      // The console of Linux understands xterm better than it looks like a VT100.
      embedded = own.hasPrefix("linux") ? ["xterm-256color", "vt100"] : ["vt100"]
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }.map { Candidate(type: $0) }
      + embedded.map { Candidate(type: $0, isEmbedded: true) }
  }

  /// How many colours to use on a terminal that says how many it has.
  ///
  /// `NO_COLOR` counts if it is not empty (no-color.org); a choice on the command line is
  /// stronger.
  public func colourDepth(
    _ choice: ColourChoice, terminalColours: Int, isDirect: Bool
  ) -> ColourDepth {
    let possible: ColourDepth =
      switch terminalColours {
      case ..<8: .none
      case ..<16: .ansi8
      case ..<256: .ansi16
      default: isDirect ? .direct : .palette256
      }
    switch choice {
    case .exactly(let wanted): return min(wanted, possible)
    case .automatic: return (environment["NO_COLOR"] ?? "").isEmpty ? possible : .none
    }
  }

  /// The locales to try for characters, in this order.
  ///
  /// A machine without a configured locale (sudo, debug containers) still has a terminal that
  /// shows UTF-8 nearly always. Only a C locale asked for by name means ASCII.
  public func locales(_ choice: CharacterChoice) -> [String] {
    let named = ["LC_ALL", "LC_CTYPE"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    let name = named ?? environment["LANG"] ?? ""
    let isC = name.isEmpty || name == "C" || name == "POSIX"
    let own = name.isEmpty ? "C" : name
    if choice == .ascii { return [own] }
    if choice == .unicode { return [own, "C.UTF-8", "C.utf8"] }
    if isC, named != nil { return [own] }
    let isUTF8 = name.lowercased().hasSuffix("utf-8") || name.lowercased().hasSuffix("utf8")
    // A UTF-8 locale that is not installed is as good as one without a name.
    return isC || isUTF8 ? [own, "C.UTF-8", "C.utf8"] : [own]
  }
}
