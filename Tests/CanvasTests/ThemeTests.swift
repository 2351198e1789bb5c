import Canvas
import Foundation
import Testing
import Yams

struct ThemeTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../themes").standardized

  /// The theme files of the project, by name.
  static let files: [String: String] = {
    var files: [String: String] = [:]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    where name.hasSuffix(".yaml") {
      let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
      files[String(name.dropLast(5))] = text
    }
    return files
  }()

  static func theme(_ name: String) throws -> Theme {
    Theme(source: try source(name)) { try? source($0) }
  }

  static func source(_ name: String) throws -> ThemeSource {
    try YAMLDecoder().decode(ThemeSource.self, from: try #require(Theme.builtIn[name]))
  }

  @Test func theBuiltInThemesAreTheFiles() {
    #expect(Self.files.count >= 9)
    #expect(Theme.builtIn == Self.files, "run Tests/Tools/built-in-themes")
  }

  @Test(arguments: Theme.builtIn.keys.sorted())
  func hasNoProblems(_ name: String) throws {
    let theme = try Self.theme(name)
    #expect(theme.name == name)
    #expect(theme.problems.map(\.description) == [])
  }

  @Test(arguments: Theme.builtIn.keys.sorted(), ColourDepth.allCases)
  func isReadableAtEveryDepth(_ name: String, depth: ColourDepth) throws {
    let theme = try Self.theme(name)
    let plain = theme.resolved(.text, at: depth)
    for role in Role.allCases {
      for isSelected in [false, true] {
        let style = theme.resolved(role, isSelected: isSelected, at: depth)
        if style.foreground == style.background { #expect(style.foreground == .terminalDefault) }
        for colour in [style.foreground, style.background] {
          switch colour {
          case .terminalDefault: break
          case .index(let index): #expect(depth != .none && Int(index) < depth.rawValue)
          case .direct: #expect(depth == .direct)
          }
        }
      }
      #expect(
        role == .selection
          || theme.resolved(role, isSelected: true, at: depth) != theme.resolved(role, at: depth)
          || style(theme.resolved(role, at: depth), standsOutFrom: plain),
        "\(role.name) does not show that it is selected")
    }
    for role in [Role.selection, .activeTab, .down, .warning, .error, .staleHeader] {
      #expect(theme.resolved(role, at: depth) != plain, "\(role.name) looks like text")
    }
  }

  private func style(_ style: ResolvedStyle, standsOutFrom plain: ResolvedStyle) -> Bool {
    style.attributes.contains(.reverse) && !plain.attributes.contains(.reverse)
  }

  @Test func monochromeAsksForNoColour() throws {
    let theme = try Self.theme("monochrome")
    for role in Role.allCases {
      let style = theme.resolved(role, at: .direct)
      #expect(style.foreground == .terminalDefault && style.background == .terminalDefault)
    }
  }

  @Test func saysWhatIsWrong() throws {
    let yaml = """
      name: t
      inherits: nowhere
      appearance: purple
      extra: 1
      palette:
        red: "#FF0000"
        dark: { rgb: "#200000", c256: 52 }
        bad: "#12345"
      roles:
        text: { fg: dark, bg: "#000000" }
        title: { fg: nocolour, attributes: [bold, blinking], font: big }
        nonsense: red
        state: red
      """
    let theme = Theme(source: try YAMLDecoder().decode(ThemeSource.self, from: yaml))
    let problems = Set(theme.problems)
    for expected: ThemeProblem in [
      .unknownParent("nowhere"), .unknownAppearance("purple"), .malformedColour("bad"),
      .unknownKey("extra"), .unknownKey("roles.title.font"), .unknownRole("nonsense"),
      .unknownColour("nocolour", role: "title"), .unknownAttribute("blinking", role: "title"),
      .missingRole(.border), .lowContrast("text", at: .direct, tenths: 10),
    ] {
      #expect(problems.contains(expected), "\(expected)")
    }
    // Falls back by dropping the last part of the name.
    #expect(theme.style(for: .down).foreground == Colour("#FF0000"))
    #expect(!problems.contains(.missingRole(.down)))
    #expect(problems.filter(\.isWarning).count == 2, "one pair of colours, at two depths")
  }

  @Test func aCycleOfParentsEnds() {
    let sources = [
      "a": ThemeSource(name: "a", inherits: "b"), "b": ThemeSource(name: "b", inherits: "a"),
    ]
    let theme = Theme(source: ThemeSource(name: "a", inherits: "b")) { sources[$0] }
    #expect(theme.problems.contains(.inheritanceCycle(["a", "b", "a"])))
  }

  @Test(
    arguments: [
      ("#000000", 16), ("#FFFFFF", 231), ("#FF0000", 196), ("#5F87AF", 67), ("#808080", 244),
      ("#121212", 233),
    ] as [(String, UInt8)])
  func nearestOf256(_ text: String, expected: UInt8) throws {
    let colour = try #require(Colour(text))
    #expect(colour.resolved(at: .palette256) == .index(expected))
  }

  @Test(
    arguments: [
      ("red", Colour(ansi: 1)), ("bright-blue", Colour(ansi: 12)), ("brightBlue", Colour(ansi: 12)),
      ("grey", Colour(ansi: 8)), ("default", Colour.terminalDefault),
      ("#abc", Colour(rgb: RGB(red: 0xAA, green: 0xBB, blue: 0xCC))), ("#12", nil),
      ("#+12345", nil),
      ("mauve", nil), ("#gggggg", nil),
    ] as [(String, Colour?)])
  func readsColours(_ text: String, expected: Colour?) {
    #expect(Colour(text) == expected)
  }

  @Test func eightColoursHaveNoBrightOnes() {
    let style = Style(foreground: Colour(ansi: 9), background: Colour(ansi: 12))
    #expect(
      style.resolved(at: .ansi8)
        == ResolvedStyle(foreground: .index(1), background: .index(4), attributes: .bold))
    #expect(Style(foreground: Colour(ansi: 8)).resolved(at: .ansi8).attributes == .dim)
  }

  @Test func aSelectedRowKeepsTheColourOfARole() throws {
    let theme = try Self.theme("nord")
    let selected = theme.style(for: .up, isSelected: true)
    #expect(selected.foreground == theme.style(for: .up).foreground)
    #expect(selected.background == theme.style(for: .selection).background)
  }

  @Test func everyRoleHasAName() {
    #expect(Set(Role.allCases.map(\.name)).count == Role.allCases.count)
    for role in Role.allCases { #expect(Role(name: role.name) == role) }
    #expect(
      Role.sortedHeader.namesWithFallbacks == ["table.header.sorted", "table.header", "table"])
  }
}
