import Canvas
import Foundation
import NodeModel
import Screens
import Testing

struct StabilityTests {
  /// Only cells of numbers that changed are drawn anew: a refresh costs few bytes.
  @Test(arguments: [ViewKind.pods, .links, .tunnels, .neighbours])
  func refreshOfCountersMovesNoColumns(_ view: ViewKind) {
    var driver = Driver(view, columns: 160, rows: 40)
    let before = driver.surface()
    var snapshot = SampleNode.snapshot(second: 3)
    for namespace in snapshot.namespaces.indices {
      for place in snapshot.namespaces[namespace].statistics.indices {
        snapshot.namespaces[namespace].statistics[place].rxBytes += 987_654_321
        snapshot.namespaces[namespace].statistics[place].rxPackets += 7
      }
    }
    driver.data.rates.update(snapshot, at: 4_000_000)
    driver.data.update(snapshot, countersOnly: true)
    let after = driver.surface()
    var changed: Set<Int> = []
    for row in 0..<40 {
      for column in 0..<160 where before[column, row] != after[column, row] {
        changed.insert(column)
      }
    }
    let rates = before.line(2)
    let columns = Set(
      ["RX/s", "TX/s", "RXp/s", "TXp/s"].flatMap { title -> [Int] in
        guard let range = rates.range(of: title) else { return [] }
        let end = Text.columns(String(rates[..<range.upperBound]))
        return Array((end - 6)...end)
      })
    #expect(changed.subtracting(columns).isEmpty)
    if view == .pods || view == .links { #expect(!changed.isEmpty) }
  }

  @Test func cursorStandsOnTheSelectedRow() {
    var driver = Driver(.links)
    driver.type("jjj")
    let surface = driver.surface()
    #expect(surface.cursor == Surface.Position(column: 0, row: 6))
    #expect(!surface.isCursorVisible)
    driver.type("/x")
    #expect(driver.surface().isCursorVisible)
  }

  @Test(arguments: ViewKind.allCases)
  func asciiStyleHasNothingElse(_ view: ViewKind) {
    var data = LargeTests.pods(60)
    var fewer = data.snapshot
    fewer.pods.removeLast(3)
    fewer.namespaces[1].links?[1].mtu = 9000
    data.add(SnapshotDiff.changes(from: data.snapshot, to: fewer))
    var driver = Driver(view, data: data, columns: 140, rows: 40)
    driver.glyphs = .ascii
    driver.press(.enter)
    driver.type("?")
    let help = driver.screen()
    driver.press(.escape)
    driver.type("/nothing-like-it")
    driver.press(.enter)
    let empty = driver.screen()
    driver.press(.escape, .escape)
    for screen in [help, empty, driver.screen()] {
      #expect(screen.utf8.allSatisfy { $0 < 0x7F })
    }
  }

  @Test func columnsStayWhileOneScrolls() {
    var driver = Driver(.pods, data: LargeTests.pods(1000), columns: 100, rows: 30)
    let header = driver.surface().line(2)
    driver.press(.end)
    #expect(driver.surface().line(2) == header)
  }
}
