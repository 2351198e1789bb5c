import Canvas
import Testing

@testable import Screens

struct TabTests {
  /// As many views as the screen is made for.
  private static let titles = [
    ("Overview", "Over"), ("Pods", "Pods"), ("Links", "Links"), ("Routes", "Rts"),
    ("Neighbours", "Neigh"), ("Tunnels", "Tun"), ("IPAM", "IPAM"), ("BGP", "BGP"),
    ("Services", "Svc"), ("Ports", "Ports"), ("CNI", "CNI"), ("Events", "Evt"),
  ]
  private static let tabs = titles.enumerated().map { place, titles in
    TabBar.Tab(key: ViewKind.key(at: place), title: titles.0, shortTitle: titles.1)
  }

  @Test func tenViewsHaveKeys() {
    #expect((0..<12).map(ViewKind.key(at:)) == "1234567890".map { $0 } + [nil, nil])
  }

  @Test func wideLinesHaveAllTitles() {
    let bar = TabBar(Self.tabs, active: 3, columns: 140)
    #expect(bar.placed.map(\.title) == Self.tabs.map { " \($0.title) " })
    #expect(!bar.hasMoreBefore && !bar.hasMoreBehind)
  }

  @Test func eightyColumnsHaveAllTabsAtOnePlace() {
    let bars = Self.tabs.indices.map { TabBar(Self.tabs, active: $0, columns: 80) }
    #expect(bars[0].placed.map(\.title) == Self.tabs.map { " \($0.shortTitle)" })
    #expect(Set(bars.map(\.placed)).count == 1)
    #expect(!bars[11].hasMoreBefore && !bars[11].hasMoreBehind)
  }

  @Test(arguments: 0...150)
  func theShownOneIsThereAndNothingOverlaps(columns: Int) throws {
    for active in Self.tabs.indices {
      let bar = TabBar(Self.tabs, active: active, columns: columns)
      let shown = try #require(bar.placed.first { $0.index == active })
      // Narrower than one tab, its key is still seen.
      if columns >= 12 { #expect(shown.columns.upperBound <= columns) }
      #expect(shown.columns.lowerBound <= 1 || bar.placed.count > 1)
      for (one, next) in zip(bar.placed, bar.placed.dropFirst()) {
        #expect(one.columns.upperBound <= next.columns.lowerBound)
        #expect(next.index == one.index + 1)
      }
      #expect(bar.hasMoreBehind == (bar.placed.last?.index != 11))
    }
  }

  @Test func narrowScreensTellThatThereIsMore() {
    var driver = Driver(.neighbours, columns: 40, rows: 10)
    let line = driver.surface().line(1)
    #expect(line.hasPrefix("<"))
    #expect(line.contains(" 5 Neigh"))
    for view in ViewKind.allCases {
      driver.press(.tab)
      let tab = driver.state.view
      #expect(driver.surface().line(1).contains(tab.shortTitle), "\(view)")
    }
  }
}
