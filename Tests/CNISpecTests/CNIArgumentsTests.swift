import CNISpec
import Testing

struct CNIArgumentsTests {
  private func error(_ body: () throws -> Void) -> String? {
    do { try body() } catch let error as CNIError {
      return error.code == .invalidEnvironment ? error.message : "code \(error.code)"
    } catch { return "\(error)" }
    return nil
  }

  @Test func readsPairs() throws {
    let text = "IgnoreUnknown=1;K8S_POD_NAME=a;IP=10.0.0.1;IP=10.0.0.2;EMPTY="
    let arguments = try CNIArguments(parsing: text)
    #expect(arguments["K8S_POD_NAME"] == "a")
    #expect(arguments["IP"] == "10.0.0.2")
    #expect(arguments["EMPTY"] == "")
    #expect(arguments["ip"] == nil)
    #expect(arguments.description == text)
    #expect(try CNIArguments(parsing: "").arguments.isEmpty)
  }

  @Test(
    arguments: [
      ("no sign", "A", #"ARGS: invalid pair "A""#),
      ("two signs", "A=b=c", #"ARGS: invalid pair "A=b=c""#),
      ("a semicolon at the end", "A=b;", #"ARGS: invalid pair """#),
      ("only semicolons", ";;", #"ARGS: invalid pair """#),
    ] as [(String, String, String)])
  func refuses(_ what: String, text: String, message: String) {
    #expect(error { _ = try CNIArguments(parsing: text) } == message)
  }

  @Test(
    arguments: [
      ("known", "IP=1", nil), ("nothing", "", nil),
      ("unknown", "IP=1;A=b;C=d", #"ARGS: unknown args ["A=b" "C=d"]"#),
      ("unknown, but ignored", "A=b;IgnoreUnknown=1", nil),
      ("ignored by word", "IgnoreUnknown=True;A=b", nil),
      ("not ignored", "IgnoreUnknown=0;A=b", #"ARGS: unknown args ["A=b"]"#),
      (
        "neither", "IgnoreUnknown=maybe",
        #"ARGS: error parsing value of pair "IgnoreUnknown=maybe": boolean unmarshal error: "#
          + "invalid input maybe"
      ),
    ] as [(String, String, String?)])
  func refusesUnknownKeys(_ what: String, text: String, message: String?) throws {
    let arguments = try CNIArguments(parsing: text)
    #expect(error { try arguments.requireKnown(["IP"]) } == message)
  }
}
