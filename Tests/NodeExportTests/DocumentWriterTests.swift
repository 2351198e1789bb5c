import NetworkTypes
import NodeExport
import NodeModel
import Testing

@Suite struct DocumentWriterTests {
  static func sample(_ writer: inout DocumentWriter) {
    writer.beginObject()
    writer.field("name", "eth0")
    writer.field("empty", words: [])
    writer.object("none") { _ in }
    writer.field("words", words: ["a", "yes"])
    writer.objects("objects", [1, 2]) {
      $1.field("number", -$0)
      $1.field("isHost", $0 == 1)
      $1.object("inner") { $0.field("address", IPAddress(ipv4: 0x0A00_0001)) }
    }
    writer.key("lists")
    writer.beginList()
    writer.value(Facts.Value.list([.number(1), .list([])]))
    writer.value(Facts.Value.facts(Facts()))
    writer.endList()
    writer.endObject()
    writer.endDocument()
  }

  @Test func writesCompactJSON() throws {
    let expected =
      #"{"name":"eth0","empty":[],"none":{},"words":["a","yes"],"objects":["#
      + #"{"number":-1,"isHost":true,"inner":{"address":"10.0.0.1"}},"#
      + #"{"number":-2,"isHost":false,"inner":{"address":"10.0.0.1"}}],"lists":[[1,[]],{}]}"# + "\n"
    #expect(try text(.compact, Self.sample) == expected)
  }

  @Test func writesIndentedJSON() throws {
    let expected = """
      {
        "name": "eth0",
        "empty": [],
        "none": {},
        "words": [
          "a",
          "yes"
        ],
        "objects": [
          {
            "number": -1,
            "isHost": true,
            "inner": {
              "address": "10.0.0.1"
            }
          },
          {
            "number": -2,
            "isHost": false,
            "inner": {
              "address": "10.0.0.1"
            }
          }
        ],
        "lists": [
          [
            1,
            []
          ],
          {}
        ]
      }

      """
    #expect(try text(.pretty, Self.sample) == expected)
  }

  @Test func writesYAML() throws {
    let expected = """
      name: eth0
      empty: []
      none: {}
      words:
        - a
        - "yes"
      objects:
        - number: -1
          isHost: true
          inner:
            address: "10.0.0.1"
        - number: -2
          isHost: false
          inner:
            address: "10.0.0.1"
      lists:
        - - 1
          - []
        - {}

      """
    #expect(try text(.yaml, Self.sample) == expected)
  }

  @Test func startsEachDocumentAnew() throws {
    let lines = try text(.compact) { writer in
      for number in 1...2 {
        writer.beginObject()
        writer.field("number", number)
        writer.endObject()
        writer.endDocument()
      }
    }
    #expect(lines == "{\"number\":1}\n{\"number\":2}\n")
  }

  @Test(arguments: [
    ("nothing to escape", "veth0", #""veth0""#),
    ("quote and backslash", #"a"b\c"#, #""a\"b\\c""#),
    ("control characters", "\u{0}\u{8}\t\n\u{c}\r\u{1}", #""\u0000\b\t\n\f\r\u0001""#),
    ("delete and C1", "a\u{7f}b\u{9b}c", #""a\u007fb\u009bc""#),
    ("direction and byte order", "\u{202e}x\u{feff}", #""\u202ex\ufeff""#),
    ("other scripts", "é漢😀", #""é漢😀""#),
    ("nothing", "", #""""#),
  ])
  func escapes(_ what: String, _ string: String, as expected: String) throws {
    #expect(try text(.compact) { $0.value(string) } == expected)
  }

  @Test func writesNumbersToTheirEnds() throws {
    let numbers = try text(.compact) { writer in
      writer.beginList()
      for number in [0, 9, 10, 99, 100, UInt64.max] { writer.value(number) }
      for number in [Int64.min, -1, Int64.max] { writer.value(number) }
      writer.endList()
    }
    #expect(
      numbers == "[0,9,10,99,100,18446744073709551615,"
        + "-9223372036854775808,-1,9223372036854775807]")
  }

  @Test func writesEveryPowerOfTen() throws {
    var power: UInt64 = 1
    while true {
      for number in [power - 1, power] {
        #expect(try text(.compact) { $0.value(number) } == "\(number)")
      }
      let (next, isTooLarge) = power.multipliedReportingOverflow(by: 10)
      if isTooLarge { break }
      power = next
    }
  }

  @Test func keepsLongStringsWhole() throws {
    let long = String(repeating: "0123456789é\n", count: 5_000)
    let written = try text(.compact) { $0.value(long) }
    #expect(written == "\"" + long.replacing("\n", with: "\\n") + "\"")
  }

  struct Full: Error {}

  @Test func stopsAtTheFirstErrorOfTheSink() {
    var calls = 0
    var writer = DocumentWriter(.compact, capacity: 0) { _ in
      calls += 1
      throw Full()
    }
    for number in 0..<100_000 { writer.value(UInt64(number)) }
    var thrown: (any Error)?
    do { try writer.finish() } catch { thrown = error }
    #expect(thrown is Full)
    #expect(calls == 1)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000000Z"),
    (-1, "1969-12-31T23:59:59.999999Z"),
    (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
    (1_795_327_445_123_456, "2026-11-22T06:04:05.123456Z"),
    (4_107_542_399_000_001, "2100-02-28T23:59:59.000001Z"),
    (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
  ])
  func writesMoments(_ microseconds: Int64, as expected: String) {
    #expect(Timestamp.text(microseconds) == expected)
  }
}
