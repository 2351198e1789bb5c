import Netlink
import Testing

@testable import NodeCollector

/// Which entries are decoded of an answer that is the last one, or nearly.
struct RememberedAnswerTests {
  /// Takes one answer in; what was decoded of it, or nil if it is the last one again.
  private func take(_ entries: [[UInt8]], _ answer: inout RememberedAnswer) throws -> [[UInt8]]? {
    var decoded: [[UInt8]] = []
    for entry in entries {
      try answer.take(entry.span.bytes) { payload throws(MalformedMessage) in
        decoded.append(payload.array)
      }
    }
    let isSame = try answer.end { payload throws(MalformedMessage) in
      decoded.append(payload.array)
    }
    if isSame { #expect(decoded.isEmpty) }
    return isSame ? nil : decoded
  }

  private static let entries: [[UInt8]] = [[1], [], [2, 3, 4], [5, 5, 5, 5]]

  @Test func theSameAnswerIsNotDecoded() throws {
    var answer = RememberedAnswer()
    #expect(try take(Self.entries, &answer) == Self.entries)
    for _ in 0..<3 { #expect(try take(Self.entries, &answer) == nil) }
  }

  @Test func theFirstAnswerIsNewEvenIfItIsEmpty() throws {
    var answer = RememberedAnswer()
    #expect(try take([], &answer) == [])
    #expect(try take([], &answer) == nil)
    #expect(try take([[]], &answer) == [[]])
    #expect(try take([], &answer) == [])
  }

  @Test(
    arguments: [
      ("the first one changed", [[9], [], [2, 3, 4], [5, 5, 5, 5]]),
      ("the last one changed", [[1], [], [2, 3, 4], [5, 5, 5, 6]]),
      ("one grew", [[1], [], [2, 3, 4, 0], [5, 5, 5, 5]]),
      ("one shrank", [[1], [], [2, 3], [5, 5, 5, 5]]),
      ("one more at the end", entries + [[7]]), ("an empty one more", entries + [[]]),
      ("one more before", [[7]] + entries), ("the last one gone", entries.dropLast()),
      ("the first one gone", Array(entries.dropFirst())), ("all gone", []),
      ("another order", entries.reversed()),
    ] as [(String, [[UInt8]])])
  func anotherAnswerIsDecodedAsAWhole(_ what: String, changed: [[UInt8]]) throws {
    var answer = RememberedAnswer()
    _ = try take(Self.entries, &answer)
    #expect(try take(changed, &answer) == changed)
    #expect(try take(changed, &answer) == nil)
    #expect(try take(Self.entries, &answer) == Self.entries)
  }

  @Test func tooMuchIsNotRemembered() throws {
    let large = (0..<5000).map { number in [UInt8](repeating: UInt8(number & 0xFF), count: 40) }
    var answer = RememberedAnswer()
    #expect(large.count * 40 > RememberedAnswer.limit)
    for _ in 0..<2 { #expect(try take(large, &answer) == large) }
    // Everything went.
    #expect(try take([], &answer) == [])
    #expect(try take([], &answer) == nil)
    #expect(try take(large, &answer) == large)
    // A small answer before and after it is.
    #expect(try take(Self.entries, &answer) == Self.entries)
    #expect(try take(Self.entries, &answer) == nil)
    #expect(try take(Self.entries + large, &answer) == Self.entries + large)
  }
}
