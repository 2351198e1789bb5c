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

  /// The order of any column holds for all rows, and the other way round it is the same order.
  @Test(arguments: [ViewKind.pods, .links, .neighbours, .tunnels, .events])
  func everyColumnSortsBothWays(_ view: ViewKind) {
    var driver = Driver(view, columns: 250, rows: 60)
    driver.type("t")
    let unsorted = Self.rows(&driver)
    var (columns, different) = (0, 0)
    for _ in 0..<16 {
      driver.type("s")
      let (one, mark) = (Self.rows(&driver), Self.mark(&driver))
      #expect(one.sorted() == unsorted.sorted())
      // Behind the last column is the order of the node, which has no other way round.
      guard mark != nil else { continue }
      driver.type("S")
      let (other, otherMark) = (Self.rows(&driver), Self.mark(&driver))
      #expect([mark, otherMark] == ["▲", "▼"] || [mark, otherMark] == ["▼", "▲"])
      let groups = Self.reversedGroups(one, other)
      #expect(groups != nil, "\(one.joined(separator: "\n"))\n\n\(other.joined(separator: "\n"))")
      columns += 1
      if let groups, groups > 1 { different += 1 }
    }
    #expect(columns > 3)
    // Tunnels are one row.
    #expect(unsorted.count == 1 ? different == 0 : different > 3)
  }

  /// The rows of the table that are on the screen.
  private static func rows(_ driver: inout Driver) -> [String] {
    driver.screen().split(separator: "\n").dropFirst(3).dropLast(2).map(String.init)
  }

  /// What the head of the table says of its order; nil is that of the node.
  private static func mark(_ driver: inout Driver) -> Character? {
    driver.screen().split(separator: "\n").dropFirst(2).first?.first { "▲▼".contains($0) }
  }

  /// How many groups of equal rows there are, if `other` has the groups of `one` from the last to
  /// the first; rows of a group keep their order, for sorting is stable.
  private static func reversedGroups(_ one: [String], _ other: [String]) -> Int? {
    var (left, right) = (one[...], other[...])
    var groups = 0
    while let first = right.first {
      let starts = left.indices.filter { left[$0] == first && right.starts(with: left[$0...]) }
      guard let start = starts.last else { return nil }
      right = right.dropFirst(left.endIndex - start)
      left = left[..<start]
      groups += 1
    }
    return left.isEmpty ? groups : nil
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
