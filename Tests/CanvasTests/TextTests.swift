import CTestSupport
import Canvas
import TestSupport
import Testing

struct TextTests {
  @Test(arguments: [
    ("plain", 5), ("e\u{301}", 1), ("漢", 2), ("│", 1), ("ﾊ", 1), ("ハ", 2), ("🙂", 2), ("⠿", 1),
    ("\u{1B}", 2), ("\u{202E}", 8), ("", 0),
  ])
  func columnsAreThoseOfTheTerminal(_ text: String, expected: Int) {
    #expect(Text.columns(text) == expected)
  }

  /// What the C library of the machine prints and Canvas does not escape must agree in width,
  /// but for scalars that only one of them knows.
  @Test func columnsAgreeWithTheCLibrary() {
    var differences: [String] = []
    for value in UInt32(0x20)..<0x11_0000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected = Int(ctest_wcwidth(value))
      let text = Text.sanitised("a" + String(scalar))
      if expected < 0 || text.utf8.first == nil || text.contains("\\") { continue }
      if Text.columns(scalar) != expected { differences.append(String(value, radix: 16)) }
    }
    #expect(differences.count < 40, "\(differences.prefix(50))")
  }

  @Test(arguments: [
    ("a\u{1B}[2Jb", "a\\e[2Jb"), ("tab\there", "tab\\there"), ("\u{7}", "\\x07"),
    ("\u{9B}31m", "\\x9B31m"), ("x\u{202E}y", "x\\u{202E}y"), ("a\u{200D}b", "a\\u{200D}b"),
    ("\u{301}x", "\\u{301}x"), ("漢é", "漢é"), ("\u{2028}", "\\u{2028}"),
    ("a\u{FE0F}", "a\\u{FE0F}"), ("\u{E000}", "\\u{E000}"), ("\u{7F}", "\\x7F"),
  ])
  func escapesWhatATerminalWouldObeyOrHide(_ text: String, expected: String) {
    #expect(Text.sanitised(text) == expected)
  }

  @Test func marksAreLimited() {
    let text = "a" + String(repeating: "\u{301}", count: 6)
    // The fifth mark is escaped, the sixth stands on the escape.
    #expect(
      Text.sanitised(text) == "a\u{301}\u{301}\u{301}\u{301}\\u{301}\u{301}")
  }

  @Test(arguments: 0..<64)
  func randomTextIsSafe(_ seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    for _ in 0..<200 {
      let text = random.text()
      let safe = Text.sanitised(text)
      #expect(Text.sanitised(safe) == safe)
      #expect(!safe.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
      let width = Int(random.next() % 12)
      let cut = Text.truncated(text, to: width)
      #expect(Text.columns(cut) <= width)
      #expect(Text.columns(Text.padded(text, to: width)) == width)
      var surface = Surface(columns: 20, rows: 1)
      let end = surface.write(text, column: 0, row: 0)
      #expect(end == min(Text.columns(text), end) && end <= 20)
      var column = 0
      while column < 20 {
        // A wide character is followed by its second half, and nothing else is.
        let isWide = (surface[column, 0].character?.columns ?? 0) == 2
        #expect(surface[column, 0].character != nil)
        if isWide { #expect(surface[column + 1, 0].character == nil) }
        column += isWide ? 2 : 1
      }
    }
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
    ("漢字", 4, "漢字"), ("漢字", 3, "漢…"), ("漢字", 2, "…"), ("", 3, ""),
  ])
  func truncatesByCells(_ text: String, columns: Int, expected: String) {
    #expect(Text.truncated(text, to: columns) == expected)
  }

  @Test(arguments: [
    ("default/web-0", 13, "default/web-0"), ("default/web-0", 12, "defaul…web-0"),
    ("default/web-0", 11, "defau…web-0"), ("default/web-0", 4, "de…0"), ("abcdef", 3, "a…f"),
    ("abcdef", 2, "a…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("abcdef", -1, ""), ("", 0, ""),
    // A wide character that does not fit leaves its column to the other side.
    ("データ/倉庫-0", 9, "デー…庫-0"), ("漢漢漢漢", 5, "漢…漢"), ("漢漢漢漢", 6, "漢…漢"),
    ("ev\u{1B}[31mil", 7, "ev\\…mil"), ("e\u{301}abcde\u{301}", 3, "e\u{301}…e\u{301}"),
  ])
  func truncatesInTheMiddle(_ text: String, _ columns: Int, _ expected: String) {
    let result = Text.truncatedInside(text, to: columns)
    #expect(result == expected)
    #expect(Text.columns(result) <= max(columns, 0))
  }

  @Test func truncatesInASCII() {
    #expect(Text.truncated("abcdef", to: 4, ellipsis: Glyphs.ascii.ellipsis) == "abc~")
  }

  @Test(
    arguments: [
      (0, "0"), (0.04, "<0.1"), (0.4, "0.4"), (9.94, "9.9"), (9.96, "10"), (950, "950"),
      (999.4, "999"), (999.6, "1.00k"), (1234, "1.23k"), (99_950, "100k"), (45_600_000, "45.6M"),
      (1e30, "1000000000000E"), (.nan, "-"), (-1, "-"), (.infinity, "-"),
    ] as [(Double, String)])
  func ratesAreShort(_ value: Double, expected: String) {
    #expect(Quantity.rate(value) == expected)
  }

  @Test func ratesFitFiveColumns() {
    var value = 0.001
    while value < 9e20 {
      #expect(Quantity.rate(value).utf8.count <= 5, "\(value)")
      value *= 1.17
    }
    #expect(Quantity.count(.max) == "18.4E")
    #expect(Quantity.bytes(.max) == "16.0 EiB")
    #expect(Quantity.bytes(1023) == "1.00 KiB")
    #expect(Quantity.bytes(512) == "512 B")
    #expect(Quantity.grouped(1_234_567) == "1,234,567")
    #expect(Quantity.grouped(12) == "12")
  }

  @Test(
    arguments: [
      (0, "0s"), (59, "59s"), (303, "5m03s"), (11_100, "3h05m"), (273_600, "3d4h"),
      (66_528_000, "2y40d"), (-1, "-"), (.max, "292471208677y195d"),
    ] as [(Int64, String)])
  func durationsHaveTwoUnits(_ seconds: Int64, expected: String) {
    #expect(Quantity.duration(seconds: seconds) == expected)
  }

  @Test(
    arguments: [
      (0, "0%"), (0.001, "<1%"), (0.42, "42%"), (0.999, "99%"), (1, "100%"), (-1, "-"),
    ] as [(Double, String)])
  func percentNeverRoundsToAnEnd(_ share: Double, expected: String) {
    #expect(Quantity.percent(share) == expected)
  }
}

extension SplitMix {
  /// Up to 15 scalars, half of them from where trouble is.
  mutating func text() -> String {
    let trouble: [ClosedRange<UInt32>] = [
      0...0x9F, 0x300...0x36F, 0x2000...0x206F, 0x4E00...0x4EFF, 0xFE00...0xFE2F,
      0x1F1E6...0x1F6FF, 0xE0000...0xE01EF, 0x1100...0x11FF,
    ]
    var text = ""
    for _ in 0..<Int(next() % 16) {
      let range = next() % 2 == 0 ? 0...0x10_FFFF : trouble[Int(next() % 8)]
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
