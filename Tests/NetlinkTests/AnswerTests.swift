import LinuxSystem
import Netlink
import TestSupport
import Testing

/// How the answer to a dump is taken apart, without a socket.
struct AnswerTests {
  static let entry = MessageType(rawValue: 16)

  /// A message: its type, flags, sequence number and payload.
  private func message(
    _ type: MessageType, flags: UInt16 = 0, sequence: UInt32 = 1, _ payload: [UInt8] = []
  ) -> [UInt8] {
    var message = MessageEncoder(
      type: type, flags: MessageFlags(rawValue: flags), sequence: sequence)
    for byte in payload { message.append(byte) }
    let padding = aligned(message.bytes.count) - message.bytes.count
    return message.bytes + [UInt8](repeating: 0, count: padding)
  }

  /// What came of a datagram: the entries' payloads and how it ended.
  private func receive(_ answer: inout DumpAnswer, _ bytes: [UInt8]) throws(MalformedMessage)
    -> (entries: [[UInt8]], end: AnswerProgress)
  {
    var entries: [[UInt8]] = []
    let end = try answer.receive(bytes.span.bytes) { message throws(MalformedMessage) in
      entries.append(message.payload.array)
    }
    return (entries, end)
  }

  @Test func collectsEntriesUntilTheEnd() throws {
    var answer = DumpAnswer(sequence: 1, entry: Self.entry)
    let first = try receive(
      &answer, message(Self.entry, [1]) + message(Self.entry, sequence: 9, [2]))
    #expect(first.entries == [[1]] && first.end == .more)  // the other answers another request
    let last = try receive(
      &answer, message(Self.entry, [3]) + message(.done, [0, 0, 0, 0]) + message(Self.entry, [4]))
    #expect(last.entries == [[3]] && last.end == .done)
    #expect(answer.isConsistent && answer.malformed == [])
  }

  @Test(arguments: [16, 3] as [UInt16])
  func marksAnInterruptedDump(_ type: UInt16) throws {
    var answer = DumpAnswer(sequence: 1, entry: Self.entry)
    _ = try receive(
      &answer, message(MessageType(rawValue: type), flags: 0x12, [0, 0, 0, 0]))
    #expect(!answer.isConsistent)
  }

  @Test func goesOnBehindAnEntryThatIsMalformed() throws {
    var answer = DumpAnswer(sequence: 1, entry: Self.entry)
    let bytes = message(Self.entry, [1]) + message(Self.entry, [2])
    var seen = 0
    let end = try answer.receive(bytes.span.bytes) { message throws(MalformedMessage) in
      seen += 1
      if seen == 1 { throw .badLength(what: "test", length: 0, available: 0) }
    }
    #expect(end == .more && seen == 2)
    #expect(answer.malformed == [.badLength(what: "test", length: 0, available: 0)])
  }

  static let denied: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]  // -1, EPERM
  static let header: [UInt8] = [20, 0, 0, 0] + [UInt8](repeating: 0, count: 12)
  static let text: [UInt8] = [7, 0, 1, 0, 0x6E, 0x6F, 0, 0]  // NLMSGERR_ATTR_MSG "no"

  @Test(
    arguments: [
      ("an acknowledgement", 2, 0, [0, 0, 0, 0] + header, nil),
      ("no text", 2, 0, denied + header, Refusal(reason: .notPermitted, text: nil)),
      (
        "text behind the whole request", 2, 0x200, denied + header + [9, 9, 9, 9] + text,
        Refusal(reason: .notPermitted, text: "no")
      ),
      (
        "text behind the header of the request", 2, 0x300, denied + header + text,
        Refusal(reason: .notPermitted, text: "no")
      ),
      (
        "a dump that failed", 3, 0x202, denied + text,
        Refusal(reason: .notPermitted, text: "no")
      ),
      ("an end without a number", 3, 2, [], nil),
      ("an end that counts", 3, 2, [5, 0, 0, 0], nil),
      (
        "the smallest number", 2, 0, [0, 0, 0, 0x80] + header,
        Refusal(reason: ErrorNumber(rawValue: .min), text: nil)
      ),
    ] as [(String, UInt16, UInt16, [UInt8], Refusal?)])
  func tellsHowItEnded(
    _ what: String, type: UInt16, flags: UInt16, payload: [UInt8], expected: Refusal?
  ) throws {
    var answer = DumpAnswer(sequence: 1, entry: Self.entry)
    let bytes = message(MessageType(rawValue: type), flags: flags, payload)
    #expect(try receive(&answer, bytes).end == expected.map { .refused($0) } ?? .done)
  }

  @Test(
    arguments: [
      ("an error without a number", 0, [1, 2], .truncated(what: "nlmsgerr", needs: 4, has: 2)),
      ("text and no request", 0x200, denied, .truncated(what: "nlmsgerr", needs: 8, has: 4)),
      (
        "a request longer than the message", 0x200, denied + [0xFF, 0xFF, 0, 0],
        .badLength(what: "request in nlmsgerr", length: 0x10004, available: 8)
      ),
    ] as [(String, UInt16, [UInt8], MalformedMessage)])
  func refusesEndings(
    _ what: String, flags: UInt16, payload: [UInt8], expected: MalformedMessage
  ) {
    var answer = DumpAnswer(sequence: 1, entry: Self.entry)
    let bytes = message(.error, flags: flags, payload)
    #expect(throws: expected) { _ = try receive(&answer, bytes) }
  }

  /// Any bytes at all: an error or an end, never a trap.
  @Test func survivesAnyBytes() {
    var random = SplitMix(seed: 1)
    let good =
      message(Self.entry, [1, 2, 3, 4]) + message(.error, flags: 0x300, Self.denied + Self.header)
    for _ in 0..<20_000 {
      var bytes = good
      for _ in 0..<3 {
        let position = Int.random(in: bytes.indices, using: &random)
        bytes[position] = UInt8(truncatingIfNeeded: random.next())
      }
      var answer = DumpAnswer(sequence: 1, entry: Self.entry)
      _ = try? receive(&answer, bytes)
    }
  }
}
