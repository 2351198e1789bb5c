import Canvas
import TestSupport
import Testing

struct SurfaceTests {
  @Test func wideCharactersTakeTwoColumns() {
    var surface = Surface(columns: 8, rows: 2)
    surface.write("e\u{301}漢x", column: 0, row: 0)
    surface.write("cut off here", column: 3, row: 1)
    #expect(surface.text == "e\u{301}漢x\n   cut o")
    #expect(surface[2, 0].character == nil)
    #expect(surface[3, 0].character == "x")
  }

  @Test func aWideCharacterNeverCrossesTheEdge() {
    var surface = Surface(columns: 4, rows: 1)
    #expect(surface.write("abc漢", column: 0, row: 0) == 3)
    #expect(surface.text == "abc")
  }

  @Test func overwritingHalfOfAWideCharacterLeavesABlank() {
    var surface = Surface(columns: 6, rows: 1)
    surface.write("漢字", column: 0, row: 0)
    surface.write("x", column: 1, row: 0)
    #expect(surface.text == " x字")
    surface.write("y", column: 2, row: 0)
    #expect(surface.text == " xy")
  }

  @Test func writingOutsideChangesNothing() {
    var surface = Surface(columns: 4, rows: 2)
    let empty = surface
    for (column, row) in [(0, -1), (0, 2), (4, 0), (90, 1), (-9, 0)] {
      surface.write("abc", column: column, row: row)
      surface.fill(row: row, columns: 7..<9)
      surface.restyle(row: row, columns: 7..<9, role: .error)
    }
    #expect(surface == empty)
    surface.write("abcdef", column: -2, row: 0)
    #expect(surface.text == "cdef\n")
  }

  @Test func limitsClipOnBothSides() {
    var surface = Surface(columns: 10, rows: 1)
    #expect(surface.write("0123456789", column: 0, row: 0, limits: 3..<6) == 6)
    #expect(surface.text == "   345")
  }

  @Test(arguments: [
    (Surface.Alignment.left, "ab", "|ab    |"), (.right, "ab", "|    ab|"),
    (.centre, "ab", "|  ab  |"), (.left, "abcdefgh", "|abcde…|"),
    (.right, "漢字漢字", "| 漢字…|"),
  ])
  func alignsAndCutsInARange(_ alignment: Surface.Alignment, text: String, expected: String) {
    var surface = Surface(columns: 8, rows: 1)
    surface.write("|      |", column: 0, row: 0)
    surface.write(text, in: 1..<7, row: 0, alignment: alignment)
    #expect(surface.text == expected)
  }

  @Test func aSelectedRowKeepsItsRoles() {
    var surface = Surface(columns: 6, rows: 1)
    surface.write("up", column: 0, row: 0, role: .up)
    surface.select(row: 0)
    #expect(surface[0, 0] == .init(character: "u", role: .up, isSelected: true))
    #expect(surface[5, 0] == .init(character: " ", role: .text, isSelected: true))
  }

  @Test func equalityDoesNotDependOnTheOrderOfWriting() {
    var one = Surface(columns: 6, rows: 1)
    var other = one
    one.write("e\u{301}a\u{308}", column: 0, row: 0)
    other.write("a\u{308}", column: 1, row: 0)
    other.write("e\u{301}", column: 0, row: 0)
    #expect(one == other)
    other.write("e", column: 0, row: 0)
    #expect(one != other)
  }

  @Test func framesAndTitles() {
    var surface = Surface(columns: 14, rows: 3)
    surface.frame(surface.bounds, title: "links")
    #expect(
      surface.text == """
        ┌─ links ────┐
        │            │
        └────────────┘
        """)
    var plain = Surface(columns: 14, rows: 3, glyphs: .ascii)
    plain.frame(plain.bounds, title: "a very long title")
    #expect(
      plain.text == """
        +- a very l~-+
        |            |
        +------------+
        """)
  }

  @Test func tinyFramesAndSurfacesAreSafe() {
    for columns in -1..<4 {
      for rows in -1..<4 {
        var surface = Surface(columns: columns, rows: rows)
        surface.frame(surface.bounds, title: "x")
        surface.clear(surface.bounds.inset())
        surface.write(TextField("abc"), prompt: "/", in: 0..<max(columns, 0), row: 0)
        #expect(surface.columns == max(columns, 0))
      }
    }
  }

  @Test func rectanglesAreCutInPieces() {
    var rest = Rectangle(column: 0, row: 0, columns: 20, rows: 10)
    #expect(rest.takeTop(2) == Rectangle(column: 0, row: 0, columns: 20, rows: 2))
    #expect(rest.takeBottom(3) == Rectangle(column: 0, row: 7, columns: 20, rows: 3))
    #expect(rest.takeLeft(5) == Rectangle(column: 0, row: 2, columns: 5, rows: 5))
    #expect(rest.takeRight(100) == Rectangle(column: 5, row: 2, columns: 15, rows: 5))
    #expect(rest.isEmpty)
    let other = Rectangle(column: 100, row: 0, columns: 5, rows: 5)
    #expect(rest.intersection(other).isEmpty)
  }

  /// 200×60 cells ten times a second must not be felt: this is the debug build on a busy machine.
  @Test func aFullSurfaceIsDrawnQuickly() {
    let line = String(repeating: "veth1234 10.244.1.7/24 up ", count: 8)
    let (_, time) = processorTime {
      for _ in 0..<10 {
        var surface = Surface(columns: 200, rows: 60)
        for row in 0..<60 { surface.write(line, column: 0, row: row, role: .name) }
        #expect(surface[0, 59].character == "v")
      }
    }
    #expect(time < .seconds(5))
  }
}
