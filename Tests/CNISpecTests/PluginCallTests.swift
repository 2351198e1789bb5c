import CNISpec
import Testing

struct PluginCallTests {
  private static let full = [
    "CNI_COMMAND": "ADD", "CNI_CONTAINERID": "c-1.a_b", "CNI_NETNS": "/run/netns/a",
    "CNI_IFNAME": "eth0", "CNI_ARGS": "A=b", "CNI_PATH": "/opt/cni/bin:/usr/lib/cni",
  ]

  private func failure(_ body: () throws -> Void) -> CNIError? {
    do { try body() } catch { return error as? CNIError }
    return nil
  }

  private func environment(_ changes: [String: String]) throws(CNIError) -> CNIEnvironment {
    let variables = Self.full.merging(changes) { $1 }
    return try CNIEnvironment { variables[$0] }
  }

  @Test func readsTheEnvironment() throws {
    let environment = try environment(["CNI_NETNS_OVERRIDE": "True"])
    #expect(environment.command == .add && environment.containerID == "c-1.a_b")
    #expect(environment.netns == "/run/netns/a" && environment.ifname == "eth0")
    #expect(environment.path == ["/opt/cni/bin", "/usr/lib/cni"])
    #expect(environment.allowsOwnNamespace)
    let variables = environment.variables
    #expect(
      try CNIEnvironment { name in variables.first { $0.name == name }?.value } == environment)
  }

  @Test(
    arguments: [
      ("nothing", [:], "CNI_COMMAND"),
      ("ADD", ["CNI_COMMAND": "ADD"], "CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH"),
      ("CHECK", ["CNI_COMMAND": "CHECK"], "CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH"),
      ("DEL", ["CNI_COMMAND": "DEL"], "CNI_CONTAINERID,CNI_IFNAME,CNI_PATH"),
      ("GC", ["CNI_COMMAND": "GC"], "CNI_PATH"),
      ("STATUS", ["CNI_COMMAND": "STATUS"], "CNI_PATH"),
      (
        "one empty", ["CNI_COMMAND": "DEL", "CNI_CONTAINERID": "a", "CNI_IFNAME": ""],
        "CNI_IFNAME,CNI_PATH"
      ),
    ] as [(String, [String: String], String)])
  func namesAllThatIsMissing(_ what: String, variables: [String: String], missing: String) {
    let error = failure { _ = try CNIEnvironment { variables[$0] } }
    #expect(error == CNIError(.invalidEnvironment, "required env variables [\(missing)] missing"))
  }

  @Test func needsNothingForVersion() throws {
    let environment = try CNIEnvironment { $0 == "CNI_COMMAND" ? "VERSION" : nil }
    #expect(environment.command == .version && environment.netns == nil)
  }

  @Test(
    arguments: [
      ("a command that is none", ["CNI_COMMAND": "add"], "unknown CNI_COMMAND: add"),
      ("a path as id", ["CNI_CONTAINERID": "../x"], "invalid characters in containerID; ../x"),
      ("a sign first", ["CNI_CONTAINERID": "-x"], "invalid characters in containerID; -x"),
      ("letters of others", ["CNI_CONTAINERID": "aé"], "invalid characters in containerID; aé"),
      (
        "a long name", ["CNI_IFNAME": "abcdefghijklmnop"],
        "interface name is too long; interface name should be less than 16 characters"
      ),
      ("a dot", ["CNI_IFNAME": "."], "interface name is . or .."),
      ("two dots", ["CNI_IFNAME": ".."], "interface name is . or .."),
      (
        "a slash", ["CNI_IFNAME": "a/b"],
        "interface name contains / or : or whitespace characters"
      ),
      (
        "a wide blank", ["CNI_IFNAME": "a\u{3000}b"],
        "interface name contains / or : or whitespace characters"
      ),
    ] as [(String, [String: String], String)])
  func refusesVariables(_ what: String, changes: [String: String], message: String) {
    let error = failure { _ = try environment(changes) }
    #expect(error?.code == .invalidEnvironment)
    #expect(error?.description == message)
  }

  private func call(_ text: String, _ command: CNICommand = .add) throws(CNIError) -> PluginCall {
    try PluginCall(CNIEnvironment(command: command), standardInput: Array(text.utf8))
  }

  @Test(arguments: CNIVersion.all, CNICommand.allCases.filter { $0 != .version })
  func takesCommandsThatTheVersionHas(_ version: CNIVersion, command: CNICommand) throws {
    let text = #"{"cniVersion":"\#(version)","name":"n","type":"t"}"#
    let minimum =
      switch command {
      case .check: CNIVersion(0, 4, 0)
      case .garbageCollect, .status: CNIVersion(1, 1, 0)
      default: CNIVersion(0, 1, 0)
      }
    let error = failure { _ = try call(text, command) }
    let expected = CNIError(
      .incompatibleVersion, "config version does not allow \(command.rawValue)")
    #expect(error == (version < minimum ? expected : nil))
  }

  @Test func namesVersionsThatItDoesNotKnow() {
    let error = failure { _ = try call(#"{"cniVersion":"1.2.0","name":"n"}"#, .status) }
    #expect(error?.code == .incompatibleVersion)
    #expect(
      error?.description
        == #"incompatible CNI versions; config is "1.2.0", plugin supports ["0.1.0" "0.2.0" "0.3.0" "#
        + #""0.3.1" "0.4.0" "1.0.0" "1.1.0"]"#)
  }

  @Test(
    arguments: [
      ("nothing", "", 6, "error unmarshall network config: not JSON at byte 0: nothing but blanks"),
      (
        "a list", "[]", 6,
        "error unmarshall network config: the document is an array, not an object"
      ),
      ("null", "null", 6, "error unmarshall network config: the document is null, not an object"),
      ("no name", "{}", 7, "missing network name"),
      ("an empty name", #"{"name":""}"#, 7, "missing network name"),
      ("a path as name", #"{"name":"a/b"}"#, 7, "invalid characters found in network name; a/b"),
      ("a number as name", #"{"name":1}"#, 6, "name is 1, not a string"),
      (
        "a word as version", #"{"name":"n","cniVersion":"new"}"#, 6,
        #"cniVersion is "new", not a version such as "1.1.0""#
      ),
      ("a number as type", #"{"name":"n","type":[]}"#, 6, "type is [], not a string"),
    ] as [(String, String, UInt, String)])
  func refusesConfigurations(_ what: String, text: String, code: UInt, message: String) {
    let error = failure { _ = try call(text) }
    #expect(error?.code.rawValue == code)
    #expect(error?.description == message)
  }

  @Test func readsArgumentsOnlyWhenAsked() throws {
    var call = try call(#"{"name":"n"}"#)
    call.environment.argumentText = "wrong"
    #expect(throws: CNIError.self) { try call.arguments }
    #expect(call.with(.delete).command == .delete)
    #expect(call.configuration.version == CNIVersion(0, 1, 0))
  }
}
