import Canvas
import Screens
import TestSupport
import Testing

/// Compares screens with the files in `Fixtures`; `CNITOP_RECORD=1` writes them anew.
enum GoldenScreens {
  static func check(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try golden("ScreenTests/Fixtures/\(name).screen", recording: text + "\n")
    #expect(text + "\n" == expected, "\(name).screen", sourceLocation: sourceLocation)
  }
}

/// A screen under test: keys go in, text comes out.
struct Driver {
  var state: ScreenState
  var data: ScreenData
  var columns: Int
  var rows: Int
  var commands: [Command] = []
  var glyphs = Glyphs.unicode

  init(
    _ view: ViewKind = .overview, data: ScreenData = SampleNode.data(), columns: Int = 80,
    rows: Int = 24
  ) {
    state = ScreenState(view: view, themes: ["default", "dark", "light"])
    self.data = data
    self.columns = columns
    self.rows = rows
    _ = screen()
  }

  /// Types the characters of `text`.
  mutating func type(_ text: String) { press(text.map { .character($0) }) }

  mutating func press(_ keys: Key...) { press(keys) }
  mutating func press(_ keys: [Key]) {
    for key in keys {
      commands += state.handle(key, data: data)
      _ = screen()
    }
  }

  mutating func surface() -> Surface {
    var surface = Surface(columns: columns, rows: rows, glyphs: glyphs)
    draw(&state, data: data, on: &surface)
    return surface
  }

  mutating func screen() -> String { surface().text }

  /// The text of the selected row; empty without one.
  mutating func selectedLine() -> String {
    let surface = surface()
    for row in 0..<rows where columns > 0 && surface[0, row].isSelected {
      return surface.line(row)
    }
    return ""
  }
}
