import CNICore
import CNIRuntime
import CNISpec
import Testing

struct GarbageTests {
  private func attachment(_ id: String) -> CNIRuntime.Attachment {
    CNIRuntime.Attachment(containerID: id, ifname: "eth0", netns: nil)
  }

  private func keep(_ ids: [String]) -> Set<PluginConfiguration.Attachment> {
    Set(ids.map { PluginConfiguration.Attachment(containerID: $0, ifname: "eth0") })
  }

  @Test func deletesWhatIsNotKeptAndAsksEveryPlugin() throws {
    let test = try TestRuntime(["a", "b"])
    let list = try network(["a", "b"])
    for id in ["one", "two", "three"] { _ = try test.runtime.add(list, attachment(id)) }
    test.log.clear()
    #expect(
      test.runtime.stale(list, among: test.written, keeping: keep(["two"])).map(\.containerID) == [
        "one", "three",
      ])
    #expect(test.log.calls.isEmpty)
    let collection = test.runtime.garbageCollect(list, among: test.written, keeping: keep(["two"]))
    #expect(collection.stale.map(\.containerID) == ["one", "three"])
    #expect(collection.errors.isEmpty && collection.askedPlugins)
    #expect(test.log.words == ["b DEL", "a DEL", "b DEL", "a DEL", "a GC", "b GC"])
    #expect(test.cacheFiles == ["net-two-eth0"])
    for call in test.log.calls.suffix(2) {
      #expect(try call.configuration.validAttachments == keep(["two"]))
      #expect(call.configuration.fields.value("cni.dev/attachments") != nil)
      #expect(call.environment.containerID.isEmpty)
    }
  }

  /// Whoever found out what to keep did not know of it.
  @Test func leavesAloneWhatCameMeanwhile() throws {
    let test = try TestRuntime(["a"])
    let list = try network(["a"])
    _ = try test.runtime.add(list, attachment("old"))
    let written = test.written
    _ = try test.runtime.add(list, attachment("new"))
    let collection = test.runtime.garbageCollect(list, among: written, keeping: [])
    #expect(collection.stale.map(\.containerID) == ["old"])
    #expect(test.cacheFiles == ["net-new-eth0"])
  }

  @Test func leavesOtherNetworksAlone() throws {
    let test = try TestRuntime(["a"])
    let other = try NetworkConfiguration(
      parsing: Array(#"{"cniVersion":"1.1.0","name":"other","plugins":[{"type":"a"}]}"#.utf8))
    _ = try test.runtime.add(other, attachment("one"))
    #expect(
      test.runtime.garbageCollect(try network(["a"]), among: test.written, keeping: []).stale
        .isEmpty)
    #expect(test.cacheFiles == ["other-one-eth0"])
  }

  @Test func asksNobodyBelowTheVersionThatHasIt() throws {
    let test = try TestRuntime(["a"])
    let list = try network(["a"], version: "1.0.0")
    _ = try test.runtime.add(list, attachment("one"))
    test.log.clear()
    let collection = test.runtime.garbageCollect(list, among: test.written, keeping: [])
    #expect(collection.stale.count == 1 && !collection.askedPlugins)
    #expect(test.log.words == ["a DEL"])
  }

  @Test func doesNothingWhereItIsForbidden() throws {
    let test = try TestRuntime(["a"])
    let list = try network(["a"], #","disableGC":true"#)
    _ = try test.runtime.add(list, attachment("one"))
    let collection = test.runtime.garbageCollect(list, among: test.written, keeping: [])
    #expect(collection.stale.isEmpty && !collection.askedPlugins)
    #expect(test.cacheFiles == ["net-one-eth0"])
  }

  @Test func goesOnPastErrorsAndTellsThemAll() throws {
    let failure = CNIError(.other, "stuck")
    let test = try TestRuntime(
      ["a", "b"], failing: ["a": [.delete: failure, .garbageCollect: failure]])
    let list = try network(["a", "b"])
    for id in ["one", "two"] { _ = try test.runtime.add(list, attachment(id)) }
    test.log.clear()
    let collection = test.runtime.garbageCollect(list, among: test.written, keeping: [])
    #expect(
      collection.errors.map(\.message) == [
        #"failed to delete stale attachment one eth0: plugin type="a" failed (delete): stuck"#,
        #"failed to delete stale attachment two eth0: plugin type="a" failed (delete): stuck"#,
        #"plugin type="a" failed (GC): stuck"#,
      ])
    #expect(test.log.words.suffix(2) == ["a GC", "b GC"])
    #expect(test.cacheFiles == ["net-one-eth0", "net-two-eth0"])
  }
}
