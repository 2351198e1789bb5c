import NetworkTypes
import NodeExport
import NodeModel
import Testing
import Yams

@Suite struct RowSetTests {
  static func rows(_ kind: ListKind) -> RowSet { RowSet(kind, in: FullSnapshot.snapshot) }

  @Test(arguments: [
    (ListKind.pods, 2), (.links, 4), (.addresses, 2), (.routes, 8), (.rules, 2),
    (.neighbours, 2), (.fdb, 2), (.tunnels, 2), (.namespaces, 3),
    (.configurations, 2), (.plugins, 2), (.bgp, 4), (.networks, 1), (.leases, 3),
    (.services, 3), (.ports, 3),
  ])
  func listsEachKind(_ kind: ListKind, count: Int) throws {
    let rows = Self.rows(kind)
    #expect(rows.count == count)
    let table = try text(.compact) { rows.writeTable(to: &$0) }
    try SnapshotDocumentTests.expectGolden("\(kind.rawValue).txt", table)
    let csv = try text(.compact) { rows.writeCSV(to: &$0) }
    try SnapshotDocumentTests.expectGolden("\(kind.rawValue).csv", csv)
    let json = try Yams.compose(yaml: text(.compact) { rows.write(to: &$0) })
    let yaml = try Yams.compose(yaml: text(.yaml) { rows.write(to: &$0) })
    #expect(json == yaml)
    #expect(json?.sequence?.count == count)
  }

  @Test func saysWhereARowIsFrom() throws {
    let json = try text(.compact) { Self.rows(.links).write(to: &$0) }
    let links = try #require(try Yams.compose(yaml: json)?.sequence)
    #expect(links.last?["netns"]?.string == "netns:4026532500")
    #expect(links.last?["pod"]?.string == "default/web-0")
    #expect(links.last?["id"]?.string == "link:4026532500/3")
    #expect(links.first?["pod"] == nil)
  }

  @Test func keepsALineForEachRow() throws {
    let table = try text(.compact) { Self.rows(.links).writeTable(to: &$0, isWide: true) }
    let lines = table.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(!table.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(table.contains(#"veth\u202e1"#))
  }

  @Test func alignsWideCharacters() throws {
    var namespace = Namespace(id: FullSnapshot.host, isHost: true)
    namespace.links = [
      Link(id: LinkID(FullSnapshot.host, 1), name: "漢字"),
      Link(id: LinkID(FullSnapshot.host, 2), name: "e\u{301}th"),
      Link(id: LinkID(FullSnapshot.host, 3), name: "veth0"),
    ]
    let rows = RowSet(.links, in: Snapshot(namespaces: [namespace]))
    let lines = try text(.compact) { rows.writeTable(to: &$0) }.split(separator: "\n")
    #expect(lines[1].hasPrefix("host       1  漢字   -"))
    #expect(lines[2].hasPrefix("host       2  e\u{301}th    -"))
    #expect(lines[3].hasPrefix("host       3  veth0  -"))
  }

  @Test func quotesCSV() throws {
    var pod = Pod(namespace: "a,b", name: "say \"hi\"\u{1b}")
    pod.uid = "=1+1"
    let rows = RowSet(.pods, in: Snapshot(pods: [pod]))
    let lines = try text(.compact) { rows.writeCSV(to: &$0) }.split(separator: "\n")
    #expect(lines[0].hasPrefix("namespace,name,netns,hostNetwork,"))
    #expect(lines[1] == #""a,b","say ""hi""\u001b",,no,,,,,,,=1+1,,"#)
  }

  @Test func listsNothing() throws {
    let rows = RowSet(.routes, in: Snapshot())
    #expect(try text(.compact) { rows.write(to: &$0) } == "[]\n")
    #expect(try text(.yaml) { rows.write(to: &$0) } == "[]\n")
    #expect(try text(.compact) { rows.writeTable(to: &$0) }.split(separator: "\n").count == 1)
  }

  @Test func selectsRowsInAnotherOrder() throws {
    let rows = Self.rows(.routes)
    let device = try #require(rows.columns.firstIndex { $0.key == "device" })
    let chosen = rows.selecting([7, 0, 5])
    #expect(
      (0..<chosen.count).map { chosen.cell($0, device) } == ["veth\u{202e}1", "eth0", "if99"])
    let whole = try text(.compact) { rows.selecting(Array(0..<rows.count)).write(to: &$0) }
    #expect(try whole == text(.compact) { rows.write(to: &$0) }, "the fast way writes the same")
    let csv = try text(.compact) { chosen.writeCSV(to: &$0) }.split(separator: "\n")
    let all = try text(.compact) { rows.writeCSV(to: &$0) }.split(separator: "\n")
    #expect(csv == [all[0], all[8], all[1], all[6]])
    #expect(try text(.compact) { rows.selecting([]).write(to: &$0) } == "[]\n")
  }

  @Test func findsCellsByRowAndColumn() throws {
    let rows = Self.rows(.routes)
    let device = try #require(rows.columns.firstIndex { $0.key == "device" })
    let cells = (0..<rows.count).map { rows.cell($0, device) }
    #expect(cells == ["eth0", "eth0", "", "eth0", "", "if99", "eth0", "veth\u{202e}1"])
  }
}
