import CNISpec
import Testing

struct JSONValueTests {
  private func parse(_ text: String) throws(MalformedJSON) -> JSONValue {
    try JSONValue(parsing: Array(text.utf8))
  }

  @Test(
    arguments: [
      ("the words", "[true,false,null]", .array([.bool(true), .bool(false), .null])),
      (
        "numbers as they were written", "[-0.50e+10,18446744073709551616]",
        .array([.number("-0.50e+10"), .number("18446744073709551616")])
      ),
      ("blanks anywhere", " \t\r\n{ \"a\" : [ ] } ", .object([JSONMember("a", .array([]))])),
      ("every escape", #""\"\\\/\b\f\n\r\t\u00e9""#, .string("\"\\/\u{8}\u{c}\n\r\t\u{e9}")),
      ("a surrogate pair", #""\ud83d\ude00""#, .string("\u{1F600}")),
      ("a lone surrogate", #""\ud83dx""#, .string("\u{FFFD}x")),
      (
        "repeated keys in their order", #"{"a":1,"a":2}"#,
        .object([JSONMember("a", .number("1")), JSONMember("a", .number("2"))])
      ),
      ("a byte order mark", "\u{FEFF}1", .number("1")),
    ] as [(String, String, JSONValue)])
  func reads(_ what: String, text: String, expected: JSONValue) throws {
    #expect(try parse(text) == expected)
  }

  @Test func repairsWhatIsNotUTF8() throws {
    #expect(try JSONValue(parsing: [0x22, 0xFF, 0x22]) == .string("\u{FFFD}"))
  }

  @Test(
    arguments: [
      ("nothing", "", 0), ("blanks", "  ", 2), ("an open object", "{", 1),
      ("an open string", "\"abc", 0), ("a backslash at the end", "\"abc\\", 0),
      ("two documents", "{} {}", 3), ("a comma too many", "[1,]", 3),
      ("a key without quotes", "{a:1}", 1), ("a missing colon", "{\"a\" 1}", 5),
      ("an unknown word", "trux", 3), ("a number without digits", "-", 1),
      ("a leading zero", "01", 1), ("a control character", "\"a\u{1}\"", 2),
      ("an unknown escape", "\"\\x\"", 2), ("a short \\u", "\"\\u12\"", 3),
      ("a cut off \\u", "\"\\u12", 0),
    ] as [(String, String, Int)])
  func refuses(_ what: String, text: String, at offset: Int) {
    #expect { try parse(text) } throws: { ($0 as? MalformedJSON)?.offset == offset }
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":"], [201, 10_000, 1_000_000])
  func refusesDeepNesting(_ unit: String, levels: Int) throws {
    let text = String(repeating: unit, count: levels)
    #expect { try parse(text) } throws: { "\($0)".contains("nested more than 200 levels") }
  }

  @Test func readsNestingUpToTheLimit() throws {
    let levels = JSONValue.maximumDepth
    let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    #expect(try parse(text).description == text)
  }

  @Test func findsKeysInAnyCaseButTheExactOneFirst() throws {
    let value = try parse(#"{"HostPort":1,"hostport":2,"hostPort":3,"other":null}"#)
    #expect(value["hostPort"] == .number("3"))
    #expect(value["HOSTPORT"] == .number("3"))
    #expect(value["other"] == nil)
    // `[` and `{` differ in the same bit as `K` and `k`.
    #expect(try parse(#"{"[":1}"#)["{"] == nil)
  }

  @Test func readsOnlyWhatIsSelected() throws {
    let selection = JSONSelection(["a"], inside: ["b": JSONSelection(["c"])])
    let text = #"{"x":{"a":[1,{"q":"]}"}]},"b":{"y":[],"c":{"z":1}},"n":1.5,"a":"end","#
    // What follows the last selected part is never looked at: here the document is cut off.
    let value = try JSONValue(parsing: Array(text.utf8), only: selection)
    #expect(value.description == #"{"b":{"c":{"z":1}},"a":"end"}"#)
  }

  @Test func passesOverAnyDepth() throws {
    let deep = String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000)
    let text = #"{"x":\#(deep),"a":1}"#
    let value = try JSONValue(parsing: Array(text.utf8), only: JSONSelection(["a"]))
    #expect(value["a"] == .number("1"))
  }

  @Test(arguments: ["{\"x\":", "{\"x\":[", "{\"x\":\"", "{\"x\":1", "{\"x\":]"])
  func refusesACutOffValueThatIsPassedOver(_ text: String) {
    #expect(throws: MalformedJSON.self) {
      try JSONValue(parsing: Array(text.utf8), only: JSONSelection(["a"]))
    }
  }

  @Test func integersAreOnlyThoseThatFit() throws {
    #expect(try parse("9223372036854775807").integer == Int64.max)
    #expect(try parse("9223372036854775808").integer == nil)
    #expect(try parse("1e3").integer == nil)
  }

  @Test func isWrittenWithIndentation() throws {
    let value = try parse(#"{"a":[1,{"b":[]}],"c":{},"d":"é\u0000\u0085"}"#)
    let text = """
      {
          "a": [
              1,
              {
                  "b": []
              }
          ],
          "c": {},
          "d": "é\\u0000\\u0085"
      }
      """
    #expect(String(decoding: value.bytes(indentation: 4), as: UTF8.self) == text)
    #expect(try parse(text) == value)
  }
}
