import CNICore
import CNIRuntime
import CNISpec
import Testing

struct ChainTests {
  private let failure = CNIError(.tryAgainLater, "not now")

  private func error(_ body: () throws -> Void) -> CNIError? {
    do { try body() } catch { return error as? CNIError }
    return nil
  }

  private func names(_ result: CNIResult?) -> [String]? { result?.interfaces.map(\.name) }

  @Test func addsInOrderWithTheResultSoFar() throws {
    let test = try TestRuntime(["a", "b", "c"])
    let list = try network(["a", "b", "c"])
    let result = try test.runtime.add(list, box)
    #expect(names(result) == ["a", "b", "c"])
    #expect(test.log.words == ["a ADD", "b ADD", "c ADD"])
    let previous = try test.log.calls.map { names(try $0.configuration.prevResult) }
    #expect(previous == [nil, ["a"], ["a", "b"]])
    for call in test.log.calls {
      #expect(call.containerID == "box" && call.ifname == "eth0" && call.netns == box.netns)
      #expect(call.environment.argumentText == "IgnoreUnknown=1")
      #expect(try call.configuration.runtimeConfig?.array("portMappings") == [])
    }
    #expect(test.cacheFiles == ["net-box-eth0"])
  }

  @Test func checksInOrderAndDeletesBackwardsWithTheFinalResult() throws {
    let test = try TestRuntime(["a", "b"])
    let list = try network(["a", "b"])
    _ = try test.runtime.add(list, box)
    test.log.clear()
    let bare = CNIRuntime.Attachment(containerID: "box", ifname: "eth0", netns: box.netns)
    #expect(try test.runtime.check(list, bare))
    try test.runtime.delete(list, bare)
    #expect(test.log.words == ["a CHECK", "b CHECK", "b DEL", "a DEL"])
    for call in test.log.calls {
      #expect(names(try call.configuration.prevResult) == ["a", "b"])
      // What the caller no longer has comes from the cache.
      #expect(call.environment.argumentText == "IgnoreUnknown=1")
      #expect(try call.configuration.runtimeConfig?.array("portMappings") == [])
    }
    #expect(test.cacheFiles.isEmpty)
  }

  @Test func deletesAgainAndWhatIsNotWrittenDown() throws {
    let test = try TestRuntime(["a"])
    try test.runtime.delete(try network(["a"]), box)
    try test.runtime.delete(try network(["a"]), box)
    #expect(test.log.words == ["a DEL", "a DEL"])
    #expect(try test.log.calls.allSatisfy { try $0.configuration.prevResult == nil })
  }

  @Test func takesBackAnAddThatFails() throws {
    let test = try TestRuntime(["a", "b", "c"], failing: ["b": [.add: failure]])
    let error = error { _ = try test.runtime.add(try network(["a", "b", "c"]), box) }
    #expect(error?.code == .tryAgainLater)
    #expect(error?.description == #"plugin type="b" failed (add): not now"#)
    #expect(test.log.words == ["a ADD", "b ADD", "c DEL", "b DEL", "a DEL"])
    let previous = try test.log.calls.dropFirst(2).map { names(try $0.configuration.prevResult) }
    #expect(previous == [["a"], ["a"], ["a"]])
    #expect(test.cacheFiles.isEmpty)
  }

  @Test func keepsWrittenDownWhatCannotBeTakenBack() throws {
    let broken = CNIError(.inputOutput, "no disk")
    let test = try TestRuntime(
      ["a", "b"], failing: ["b": [.add: failure], "a": [.delete: broken]])
    let error = error { _ = try test.runtime.add(try network(["a", "b"]), box) }
    #expect(
      error?.description == #"plugin type="b" failed (add): not now; not all of it could be "#
        + #"undone: plugin type="a" failed (delete): no disk"#)
    #expect(test.cacheFiles == ["net-box-eth0"])
    // A second ADD begins with what the first one left.
    test.log.clear()
    _ = error_(test)
    #expect(test.log.words.prefix(3) == ["b DEL", "a DEL", "a ADD"])
  }

  private func error_(_ test: TestRuntime) -> CNIError? {
    error { _ = try test.runtime.add(try network(["a", "b"]), box) }
  }

  @Test func refusesASecondAdd() throws {
    let test = try TestRuntime(["a"])
    _ = try test.runtime.add(try network(["a"]), box)
    let error = error { _ = try test.runtime.add(try network(["a"]), box) }
    #expect(error?.message == #"eth0 of container box is already attached to network "net""#)
    #expect(test.log.words == ["a ADD"])
    #expect(test.cacheFiles == ["net-box-eth0"])
  }

  @Test func deleteGoesOnPastAPluginThatFails() throws {
    let test = try TestRuntime(["a", "b"], failing: ["b": [.delete: failure]])
    _ = try test.runtime.add(try network(["a", "b"]), box)
    test.log.clear()
    let error = error { try test.runtime.delete(try network(["a", "b"]), box) }
    #expect(error?.message == #"plugin type="b" failed (delete): not now"#)
    #expect(test.log.words == ["b DEL", "a DEL"])
    #expect(test.cacheFiles == ["net-box-eth0"])
  }

  @Test func deletesWithTheConfigurationThatItWasMadeWith() throws {
    let test = try TestRuntime(["a", "b"])
    _ = try test.runtime.add(try network(["a"]), box)
    test.log.clear()
    try test.runtime.delete(try network(["b"]), box)
    #expect(test.log.words == ["a DEL"])
  }

  @Test func namesEverythingThatIsWrongBeforeItBegins() throws {
    let test = try TestRuntime(["a"], path: ["/opt/none"])
    let error = error { _ = try test.runtime.add(try network(["a", "x", "y"]), box) }
    #expect(
      error?.description == #"network "net" cannot be used; failed to find plugin "x" in path "#
        + #"[/opt/none]; failed to find plugin "y" in path [/opt/none]"#)
    #expect(test.log.calls.isEmpty && test.cacheFiles.isEmpty)
    var wrong = box
    wrong.containerID = "../x"
    #expect(throws: CNIError.self) { try test.runtime.add(try network(["a"]), wrong) }
    #expect(throws: CNIError.self) { try test.runtime.delete(try network(["a"]), wrong) }
  }

  @Test(arguments: ["0.1.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"])
  func goesByTheVersion(_ version: String) throws {
    let test = try TestRuntime(["a"])
    let list = try network(["a"], version: version)
    if version == "0.1.0" {
      // There is no result of 0.1.0 without an address, so nothing may stay.
      #expect(throws: CNIError.self) { try test.runtime.add(list, box) }
      #expect(test.cacheFiles.isEmpty)
      return
    }
    _ = try test.runtime.add(list, box)
    test.log.clear()
    let hasCheck = version != "0.3.1"
    let error = error { try test.runtime.check(list, box) }
    #expect(
      error?.message
        == (hasCheck
          ? nil : #"configuration version "0.3.1" does not support the CHECK command"#))
    #expect(try test.runtime.status(list) == (version == "1.1.0"))
    try test.runtime.delete(list, box)
    let delete = try #require(test.log.calls.last)
    #expect(try (delete.configuration.prevResult != nil) == hasCheck)
  }

  @Test func doesNotCheckWhereItIsForbidden() throws {
    let test = try TestRuntime(["a"])
    let list = try network(["a"], #","disableCheck":true"#)
    #expect(try !test.runtime.check(list, box))
    #expect(test.log.calls.isEmpty)
    let other = error { try test.runtime.check(try network(["a"]), box) }
    #expect(other?.code == .unknownContainer)
  }

  @Test func statusIsTheErrorOfTheFirstThatCannotServe() throws {
    let full = CNIError(.notAvailable, "no address is free")
    let test = try TestRuntime(["a", "b", "c"], failing: ["b": [.status: full]])
    let error = error { try test.runtime.status(try network(["a", "b", "c"])) }
    #expect(error?.code == .notAvailable)
    #expect(test.log.words == ["a STATUS", "b STATUS"])
  }
}
