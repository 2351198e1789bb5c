import Canvas
import Terminal
import Testing

struct TerminalCapabilitiesTests {
  @Test(
    arguments: [
      ([:], false), (["TERM": ""], false), (["TERM": "dumb"], false), (["TERM": "vt100"], true),
    ] as [([String: String], Bool)])
  func knowsWhereAScreenMakesSense(_ environment: [String: String], expected: Bool) {
    #expect(TerminalCapabilities(environment: environment).canShowScreen == expected)
  }

  @Test(arguments: [
    ("xterm-kitty", ["xterm-kitty", "xterm-256color", "xterm"], ["xterm-256color", "vt100"]),
    ("foot", ["foot", "xterm-256color", "xterm"], ["xterm-256color", "vt100"]),
    ("xterm", ["xterm", "xterm-256color"], ["xterm-256color", "vt100"]),
    ("linux", ["linux", "xterm", "vt100"], ["xterm-256color", "vt100"]),
    ("vt100", ["vt100", "xterm"], ["vt100"]),
    ("brand-new", ["brand-new", "xterm", "vt100"], ["vt100"]),
  ])
  func triesWhatIsLikely(_ type: String, names: [String], embedded: [String]) {
    let candidates = TerminalCapabilities(environment: ["TERM": type]).candidates()
    #expect(candidates.filter { !$0.isEmbedded }.map(\.type) == names)
    #expect(candidates.filter(\.isEmbedded).map(\.type) == embedded)
    #expect(candidates.last?.isEmbedded == true)
  }

  @Test func directColoursNeedAnotherDescription() {
    let candidates = TerminalCapabilities(environment: ["TERM": "xterm-256color"])
      .candidates(.exactly(.direct))
    #expect(candidates.map(\.type) == ["xterm-direct", "xterm-direct"])
    #expect(candidates.last?.isEmbedded == true)
    let others = TerminalCapabilities(environment: ["TERM": "tmux-256color"])
      .candidates(.exactly(.direct))
    #expect(others.map(\.type) == ["tmux-direct", "xterm-direct", "xterm-direct"])
  }

  @Test(
    arguments: [
      ("auto", 256, false, [:], .palette256), ("auto", 8, false, [:], .ansi8),
      ("auto", 16, false, [:], .ansi16), ("auto", 88, false, [:], .ansi16),
      ("auto", -1, false, [:], .none), ("auto", 16_777_216, true, [:], .direct),
      ("auto", 256, false, ["NO_COLOR": "1"], .none),
      ("auto", 256, false, ["NO_COLOR": ""], .palette256),
      ("256", 256, false, ["NO_COLOR": "1"], .palette256), ("never", 256, false, [:], .none),
      ("8", 256, false, [:], .ansi8), ("direct", 256, false, [:], .palette256),
      ("16", 8, false, [:], .ansi8),
    ] as [(String, Int, Bool, [String: String], ColourDepth)])
  func choosesTheColourDepth(
    _ word: String, colours: Int, isDirect: Bool, environment: [String: String],
    expected: ColourDepth
  ) throws {
    let depth = TerminalCapabilities(environment: environment).colourDepth(
      try #require(ColourChoice(word)), terminalColours: colours, isDirect: isDirect)
    #expect(depth == expected)
  }

  @Test func anotherWordIsNoChoiceOfColours() {
    #expect(ColourChoice("many") == nil)
  }

  @Test(
    arguments: [
      ([:], true), (["LANG": "C"], true), (["LANG": "POSIX"], true), (["LC_ALL": "C"], false),
      (["LC_CTYPE": "POSIX", "LANG": "de_DE.UTF-8"], false), (["LANG": "de_DE.UTF-8"], true),
      (["LANG": "en_US.utf8"], true), (["LANG": "de_DE.ISO-8859-1"], false), (["LC_ALL": ""], true),
    ] as [([String: String], Bool)])
  func fallsBackToUTF8(_ environment: [String: String], expected: Bool) {
    let capabilities = TerminalCapabilities(environment: environment)
    #expect(capabilities.locales(.automatic).contains("C.UTF-8") == expected)
    #expect(capabilities.locales(.ascii).count == 1)
    #expect(capabilities.locales(.unicode).contains("C.UTF-8"))
  }
}
