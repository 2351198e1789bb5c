import NetworkTypes
import NodeExport
import NodeModel
import Testing
import Yams

@Suite struct ChangeDocumentTests {
  @Test func writesBeforeAndAfter() throws {
    let old = FullSnapshot.snapshot
    var new = old
    new.namespaces[1].links![0].operState = .down
    let changes = SnapshotDiff.changes(from: old, to: new)
    let line = try text(.compact) { ChangeDocument.write(changes[0], sequence: 2, to: &$0) }
    let head =
      #"{"ts":"2026-11-22T06:04:05.123456Z","seq":2,"event":"link.changed","#
      + #""subject":"link:4026532500/3","title":"eth0","netns":"netns:4026532500","#
      + #""link":"link:4026532500/3","before":{"id":"link:4026532500/3","ifindex":3,"#
    #expect(line.hasPrefix(head))
    #expect(changes.count == 1)
    let object = try Yams.compose(yaml: line)
    #expect(object?["before"]?["operState"] == nil)
    #expect(object?["after"]?["operState"]?.string == "down")
  }

  @Test func writesOneSideOfWhatCameOrWent() throws {
    let full = FullSnapshot.snapshot
    var less = full
    less.namespaces.remove(at: 1)
    less.pods.removeLast()
    less.tunnels = []
    for (changes, key, other) in [
      (SnapshotDiff.changes(from: full, to: less), "before", "after"),
      (SnapshotDiff.changes(from: less, to: full), "after", "before"),
    ] {
      #expect(Set(changes.map(\.subject)) == [.namespace, .link, .pod, .tunnel])
      for (number, change) in changes.enumerated() {
        let line = try text(.compact) {
          ChangeDocument.write(change, sequence: UInt64(number), to: &$0)
        }
        #expect(line.hasSuffix("}\n") && line.count { $0 == "\n" } == 1)
        let object = try Yams.compose(yaml: line)
        #expect(object?[key] != nil && object?[other] == nil)
      }
    }
  }
}
