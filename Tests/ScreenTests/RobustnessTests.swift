import Canvas
import NetworkTypes
import NodeModel
import Screens
import TestSupport
import Testing

struct RobustnessTests {
  static let keys: [Key] =
    "0123456789hjklGgtrRnNsS<>!/:?pyYeTJKq+- abxz%é漢\u{7F}".map { .character($0) }
    + [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape, .tab, .backTab,
      .backspace, .delete, .insert, .function(1), .function(10), .control("c"), .control("l"),
      .control("z"), .control("u"), .control("d"), .alternate("x"), .resize,
    ]

  static func key(_ random: inout SplitMix, columns: Int, rows: Int) -> Key {
    if Int.random(in: 0..<12, using: &random) == 0 {
      let kinds: [Mouse.Kind] = [.press, .doublePress, .wheelUp, .wheelDown]
      return .mouse(
        Mouse(
          column: Int.random(in: -2...columns + 2, using: &random),
          row: Int.random(in: -2...rows + 2, using: &random),
          kind: kinds.randomElement(using: &random) ?? .press))
    }
    return keys.randomElement(using: &random) ?? .escape
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func survivesAnyKeysOnAnySizeWithAnyData(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    var data = RandomNode.data(&random)
    var state = ScreenState(themes: ["default", "dark"])
    for _ in 0..<2500 {
      let columns = Int.random(in: 1...250, using: &random)
      let rows = Int.random(in: 1...80, using: &random)
      switch Int.random(in: 0..<40, using: &random) {
      case 0: data = RandomNode.data(&random)
      case 1: data.update(RandomNode.snapshot(&random), countersOnly: true)
      case 2: data.rates.update(data.snapshot, at: Int64.random(in: .min ... .max, using: &random))
      case 3: data.now = Int64.random(in: .min ... .max, using: &random)
      case 4: _ = state.work(rows: 10, data: data)
      default: break
      }
      _ = state.handle(Self.key(&random, columns: columns, rows: rows), data: data)
      // Drawing is slower than obeying: not each key needs a frame.
      guard Int.random(in: 0..<6, using: &random) == 0 else { continue }
      var surface = Surface(
        columns: min(columns, rows == 1 ? 250 : 120), rows: min(rows, 30),
        glyphs: seed % 2 == 0 ? .unicode : .ascii)
      draw(&state, data: data, on: &surface)
      #expect(!surface.text.unicodeScalars.contains { Self.isControl($0) && $0 != "\n" })
    }
    #expect(ViewKind.allCases.contains(state.view))
  }

  /// Tables that are sorted in slices while other tables, larger and smaller ones, take their
  /// place.
  @Test func survivesOrdersThatAreNotReady() {
    var random = SplitMix(seed: 42)
    let tables = [21_000, 30_000, 40, 0].map { LargeTests.routes($0, hasIPv6: true) }
    var data = LargeTests.data(tables[0])
    var state = ScreenState(view: .routes)
    var unfinished = 0
    for _ in 0..<1500 {
      if Int.random(in: 0..<9, using: &random) == 0 {
        var snapshot = data.snapshot
        snapshot.namespaces[0].routes = tables.randomElement(using: &random)
        data.update(snapshot)
      }
      let keys: [Key] = "sS<>jkG!nNr/14b\u{1B}".map { .character($0) } + [.escape, .end, .enter]
      _ = state.handle(keys.randomElement(using: &random) ?? .escape, data: data)
      if state.work(rows: 3000, data: data) { unfinished += 1 }
      var surface = Surface(columns: 90, rows: 12)
      draw(&state, data: data, on: &surface)
    }
    #expect(unfinished > 30)
    while state.work(rows: 100_000, data: data) {}
    #expect(!state.isWorking)
  }

  @Test(arguments: ViewKind.allCases)
  func drawsEverySize(_ view: ViewKind) {
    let data = SampleNode.data()
    for columns in [1, 2, 5, 13, 20, 40, 64, 80, 120, 150, 250] {
      for rows in [1, 2, 3, 4, 5, 6, 7, 8, 9, 24, 80] where columns < 100 || rows % 8 == 0 {
        var driver = Driver(view, data: data, columns: columns, rows: rows)
        driver.press(.enter)
        driver.press(.enter)
        driver.type("?")
        driver.press(.escape)
        driver.type(":so")
        let lines = driver.screen().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == rows)
        #expect(lines.allSatisfy { Text.columns(String($0)) <= columns })
      }
    }
  }

  @Test func showsNoControlCharacters() {
    for view in ViewKind.allCases {
      var driver = Driver(view, columns: 200, rows: 60)
      driver.press(.end, .enter)
      #expect(!driver.screen().unicodeScalars.contains { Self.isControl($0) && $0 != "\n" })
    }
  }

  /// C0, delete and C1: a terminal obeys them.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  @Test func emptyNodeSaysWhatIsMissing() {
    var driver = Driver(.pods, data: ScreenData())
    #expect(driver.screen().contains("reading the node"))
    driver.data.update(Snapshot(capturedAt: 1))
    #expect(driver.screen().contains("no pods on this node"))
    driver.type("4")
    #expect(driver.screen().contains("this namespace is gone"))
    driver.type("5")
    #expect(driver.screen().contains("reading neighbours"))
  }
}
