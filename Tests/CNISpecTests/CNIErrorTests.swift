import CNISpec
import Testing

struct CNIErrorTests {
  @Test func isWrittenAndReadAgain() throws {
    let error = CNIError(.notAvailable, "no \"address\"", details: "range 0\nis full")
    let document = error.json(version: CNIVersion(1, 0, 0))
    #expect(
      document.description
        == #"{"cniVersion":"1.0.0","code":50,"msg":"no \"address\"","#
        + #""details":"range 0\u000ais full"}"#)
    #expect(CNIError(document) == error)
    #expect("\(error)" == "no \"address\"; range 0\nis full")
  }

  @Test func leavesOutWhatIsNotThere() {
    let document = CNIError(.other, "x").json(version: nil)
    #expect(document.description == #"{"code":999,"msg":"x"}"#)
    #expect("\(CNIError(.other, "x"))" == "x")
  }

  @Test(
    arguments: [
      ("no object", "[]", nil), ("no message", #"{"code":7}"#, nil),
      ("no code", #"{"msg":"m"}"#, CNIError(.unknown, "m")),
      ("a negative code", #"{"code":-1,"msg":"m"}"#, CNIError(.unknown, "m")),
      ("a huge code", #"{"code":1e99,"msg":"m"}"#, CNIError(.unknown, "m")),
      (
        "a code of the plugin's own", #"{"code":123,"msg":"m"}"#,
        CNIError(CNIErrorCode(rawValue: 123), "m")
      ),
    ] as [(String, String, CNIError?)])
  func reads(_ what: String, text: String, expected: CNIError?) throws {
    #expect(CNIError(try JSONValue(parsing: Array(text.utf8))) == expected)
  }

  @Test func takesItsCodeFromWhatWasWrongInADocument() {
    #expect(CNIError(CNIDecodingError.missing(key: "ipam.type")).code == .invalidConfiguration)
    let wrong = CNIError(.unexpected(key: "mtu", value: "\"x\"", expected: "a number"))
    #expect(wrong.code == .decoding)
    #expect(wrong.message == "mtu is \"x\", not a number")
  }
}
