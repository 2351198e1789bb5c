import CNISpec
import CNIStores
import Foundation
import LinuxSystem
import TestSupport
import Testing

struct NetworkFolderTests {
  private func folder(_ files: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files {
      let url = URL(filePath: "\(folder.path)/\(name)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    return folder
  }

  private func list(_ name: String, _ more: String = "") -> String {
    #"{"cniVersion":"1.0.0","name":"\#(name)"\#(more),"plugins":[{"type":"bridge"}]}"#
  }

  @Test func takesTheFirstThatCanBeUsed() throws {
    let folder = try folder([
      "05-broken.conflist": "{", "10-a.conflist": list("a"),
      "20-b.conf": #"{"name":"b","type":"x"}"#,
      "00-other.txt": list("txt"), "30-a.json": #"{"name":"a","type":"ptp"}"#,
      "40-c.json": #"{"name":"c","type":"macvlan"}"#, "01-folder.conf/inner": "",
    ])
    let found = NetworkFolder(folder.path)
    let names = found.files.map { $0.path.split(separator: "/").last.map(String.init) }
    #expect(
      names == ["05-broken.conflist", "10-a.conflist", "20-b.conf", "30-a.json", "40-c.json"])
    #expect(found.files.map(\.isDefault) == [false, true, false, false, false])
    #expect(found.networks.map(\.name) == ["a", "b", "c"])
    #expect(found.network(named: "b")?.plugins.map(\.type) == ["x"])
    #expect(found.network(named: "a")?.path == "\(folder.path)/10-a.conflist")
    let problems = found.files.flatMap(\.problems)
    #expect(problems.count == 2)
    #expect(problems[0].hasPrefix("\(folder.path)/05-broken.conflist: not JSON at byte 1"))
    #expect(
      problems[1] == "\(folder.path)/30-a.json: name is \"a\", as in "
        + "\(folder.path)/10-a.conflist, which comes first")
  }

  @Test(
    arguments: [
      ("empty", "a.conf", "", "not JSON at byte 0: nothing but blanks"),
      (
        "a list in the file of one", "a.conf", #"{"name":"n","plugins":[{"type":"t"}]}"#,
        "type is missing: a list of plugins must be in a file .conflist"
      ),
      (
        "one in the file of a list", "a.conflist", #"{"name":"n","type":"t"}"#,
        "plugins is missing: a plugin alone must be in a file .conf"
      ),
      ("no name", "a.conf", #"{"type":"t"}"#, "name is missing"),
      ("no plugins", "a.conflist", #"{"name":"n","plugins":[]}"#, "plugins is empty"),
      (
        "a later version", "a.conf", #"{"cniVersion":"2.0.0","name":"n","type":"t"}"#,
        "cniVersion is \"2.0.0\", known are 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0"
      ),
    ] as [(String, String, String, String)])
  func namesFileKeyAndValue(_ what: String, name: String, text: String, problem: String) throws {
    let folder = try folder([name: text])
    let found = NetworkFolder(folder.path)
    #expect(found.files.first?.problems == ["\(folder.path)/\(name): \(problem)"])
    #expect(found.networks.isEmpty)
  }

  @Test func addsPluginsThatStandBeside() throws {
    let folder = try folder([
      "10-a.conflist": list("a"), "a/20-two.conf": #"{"type":"two"}"#,
      "a/10-one.conf": #"{"type":"one"}"#, "a/readme": "x",
      "20-b.conflist": list("b", #","loadOnlyInlinedPlugins":true"#),
      "b/10-one.conf": #"{"type":"one"}"#,
      "30-c.conflist": #"{"name":"c","cniVersion":"1.1.0"}"#, "c/1.conf": #"{"type":"only"}"#,
      "40-d.conflist": list("d"), "d/1.conf": #"{"type":1}"#,
    ])
    let found = NetworkFolder(folder.path)
    #expect(found.network(named: "a")?.plugins.map(\.type) == ["bridge", "one", "two"])
    #expect(found.network(named: "b")?.plugins.map(\.type) == ["bridge"])
    #expect(found.network(named: "c")?.plugins.map(\.type) == ["only"])
    #expect(found.network(named: "d") == nil)
    #expect(
      found.files.last?.problems == ["\(folder.path)/d/1.conf: type is 1, not a string"])
  }

  @Test func aFolderThatIsNotThereHasNothing() throws {
    let found = NetworkFolder("/nowhere/at/all")
    #expect(found.files.isEmpty && found.failure == nil)
    let file = NetworkFolder.read("/nowhere/a.conf")
    #expect(file.problems == ["cannot read /nowhere/a.conf: it is not there"])
  }

  @Test func readsBelowARoot() throws {
    let folder = try folder(["etc/cni/net.d/10-a.conflist": list("a")])
    let found = NetworkFolder(in: RootedFiles(root: folder.path))
    #expect(found.networks.map(\.path) == ["/etc/cni/net.d/10-a.conflist"])
  }

  @Test func doesNotReadWhatIsNoFileOrTooLarge() throws {
    let folder = try folder(["20-big.conf": String(repeating: " ", count: 5 << 20)])
    #expect(mkfifo("\(folder.path)/10-fifo.conf", 0o600) == 0)
    let found = NetworkFolder(folder.path)
    #expect(
      found.files.flatMap(\.problems) == [
        "cannot read \(folder.path)/10-fifo.conf: it is a FIFO, not a regular file",
        "cannot read \(folder.path)/20-big.conf: larger than the limit of 4194304",
      ])
  }
}
