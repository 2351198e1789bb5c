import CNIRuntime
import CNISpec
import Foundation
import Testing

/// Plugins of others, which are programs.
struct ProgramTests {
  private func error(_ test: TestRuntime, _ types: [String]) -> CNIError? {
    do { _ = try test.runtime.add(try network(types), box) } catch { return error as? CNIError }
    return nil
  }

  @Test func standInAChainWithOurs() throws {
    let test = try TestRuntime(["a", "c"])
    try test.addProgram(
      "b",
      """
      cat > \(test.folder)/$CNI_COMMAND.json; env | grep ^CNI_ | sort > \(test.folder)/$CNI_COMMAND.env
      [ $CNI_COMMAND != ADD ] || echo '{"cniVersion":"1.1.0","interfaces":[{"name":"b","extra":[1]}]}'
      """)
    let list = try network(["a", "b", "c"])
    let result = try test.runtime.add(list, box)
    #expect(result.interfaces.map(\.name) == ["b", "c"])
    // What we do not know is passed on.
    let last = try #require(test.log.calls.last)
    #expect(
      try last.configuration.prevResult?.interfaces.first?.unknown.map(\.key) == ["extra"])
    let environment = try String(contentsOfFile: test.folder + "/ADD.env", encoding: .utf8)
    #expect(
      environment == """
        CNI_ARGS=IgnoreUnknown=1
        CNI_COMMAND=ADD
        CNI_CONTAINERID=box
        CNI_IFNAME=eth0
        CNI_NETNS=/run/netns/no-such-namespace
        CNI_PATH=\(test.folder)

        """)
    let input = try JSONValue(
      parsing: Array(try Data(contentsOf: URL(filePath: test.folder + "/ADD.json"))))
    #expect(input["prevResult"]?["interfaces"]?.array?.count == 1)
    #expect(input["capabilities"] == nil && input["name"] == .string("net"))
    try test.runtime.check(list, box)
    try test.runtime.delete(list, box)
    #expect(FileManager.default.fileExists(atPath: test.folder + "/CHECK.json"))
    #expect(FileManager.default.fileExists(atPath: test.folder + "/DEL.json"))
  }

  @Test(
    arguments: [
      (
        "an error of CNI", #"echo '{"code":11,"msg":"busy","details":"d"}'; exit 1"#, UInt(11),
        #"plugin type="b" failed (add): busy; d"#
      ),
      (
        "nothing", "exit 3", 999,
        #"plugin type="b" failed (add): netplugin failed with exit status 3 and no error message"#
      ),
      (
        "words", "echo hello; exit 1", 999,
        #"plugin type="b" failed (add): netplugin failed with exit status 1: "hello\u000a""#
      ),
    ] as [(String, String, UInt, String)])
  func sayWhyTheyFail(_ what: String, script: String, code: UInt, message: String) throws {
    let test = try TestRuntime(["a"])
    try test.addProgram("b", "[ $CNI_COMMAND = DEL ] && exit 0\n" + script)
    let error = error(test, ["a", "b"])
    #expect(error?.code.rawValue == code)
    #expect(error?.description == message)
    #expect(test.log.words == ["a ADD", "a DEL"])
    #expect(test.cacheFiles.isEmpty)
  }

  @Test(arguments: ["", "{", "[]", #"{"ips":[{"address":"x"}]}"#, "null"])
  func thatAnswerNoResultHaveFailed(_ output: String) throws {
    let test = try TestRuntime(["a"])
    try test.addProgram("b", "[ $CNI_COMMAND = DEL ] && exit 0\nprintf '%s' '\(output)'")
    let error = error(test, ["a", "b"])
    #expect(error?.code == .decoding)
    #expect(test.cacheFiles.isEmpty)
  }

  /// Killed in the middle: what was begun is written down and can be deleted.
  @Test func leaveATraceWhenTheRuntimeIsKilled() throws {
    let test = try TestRuntime(["a"])
    try test.addProgram("b", "cp \(test.folder)/results/net-box-eth0 \(test.folder)/during; exit 1")
    _ = error(test, ["a", "b"])
    let during = try JSONValue(
      parsing: Array(try Data(contentsOf: URL(filePath: test.folder + "/during"))))
    #expect(during["containerId"] == .string("box") && during["result"] == nil)
    #expect(
      during["config"]?.string.flatMap { Base64.decode($0) } == (try network(["a", "b"])).bytes)
  }
}
