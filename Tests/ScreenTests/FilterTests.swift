import Canvas
import NodeModel
import Screens
import Testing

struct FilterTests {
  /// What a filter leaves of the pods, as their number.
  private func count(_ filter: String, _ view: ViewKind = .pods) -> String {
    var driver = Driver(view)
    driver.type("/" + filter)
    driver.press(.enter)
    let status = driver.screen().split(separator: "\n").suffix(2).first ?? ""
    return String(status.split(separator: "/").last ?? "")
  }

  @Test(arguments: [
    ("web", "2"), ("WEB", "2"), ("web 10.244.1.8", "1"), ("!web", "6"), ("if:net1", "1"),
    ("state:host", "1"), ("!state:up attach:veth", "1"), ("fd00:244::8", "1"),
    ("pod:web !pod:0", "1"),
    ("倉庫", "1"), ("nothing-like-this", "0"), ("!", "8"), ("", "8"), ("host:cni0", "6"),
  ])
  func podsMatch(_ filter: String, _ expected: String) { #expect(count(filter) == expected) }

  @Test(arguments: [
    ("0a:58:0a:00:01:0b", "1"), ("mtu:1500", "4"), ("kind:veth state:no", "2"),
    ("192.168.10.11/24", "1"),
  ])
  func linksMatchInTheFlatList(_ filter: String, _ expected: String) {
    var driver = Driver(.links)
    driver.type("t/" + filter)
    driver.press(.enter)
    #expect(
      driver.screen().contains("1/\(expected) ") || driver.screen().contains("1/\(expected)\n"))
  }

  @Test func treeKeepsTheWayToAMatch() {
    var driver = Driver(.links)
    driver.type("/10.244.1.9/24")
    driver.press(.enter)
    let screen = driver.screen()
    #expect(screen.contains("cni0") && screen.contains("veth03f9") && screen.contains("1/3"))
  }

  /// The order of any column holds for all rows, and sorting loses none.
  @Test(arguments: [ViewKind.pods, .links, .neighbours, .tunnels, .events])
  func everyColumnSortsBothWays(_ view: ViewKind) {
    var driver = Driver(view, columns: 250, rows: 60)
    driver.type("t")
    let lines = { (driver: inout Driver) -> [String] in
      Array(driver.screen().split(separator: "\n").dropFirst(3).map(String.init))
    }
    let all = Set(lines(&driver).dropLast(2))
    for _ in 0..<16 {
      driver.type("s")
      #expect(Set(lines(&driver).dropLast(2)) == all)
      let ascending = lines(&driver)
      driver.type("S")
      #expect(Set(lines(&driver).dropLast(2)) == all)
      if driver.screen().contains("▲") || driver.screen().contains("▼") {
        #expect(ascending.count == lines(&driver).count)
      }
    }
  }

  @Test func numbersInNamesSortByValue() {
    var driver = Driver(.links, data: LargeTests.pods(12), columns: 120, rows: 60)
    driver.type("t:sort name")
    driver.press(.enter)
    let names = driver.screen().split(separator: "\n").compactMap { line in
      line.split(separator: " ").first.flatMap { $0.hasPrefix("veth") ? String($0) : nil }
    }
    #expect(names == (0..<12).map { "veth\($0)" })
  }
}
