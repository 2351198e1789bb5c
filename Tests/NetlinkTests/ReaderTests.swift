import Netlink
import NetworkTypes
import TestSupport
import Testing

struct ReaderTests {
  /// What a walk over attributes found.
  private func attributes(_ bytes: [UInt8]) throws(MalformedMessage) -> [UnknownAttribute] {
    var found: [UnknownAttribute] = []
    var reader = AttributeReader(bytes.span.bytes)
    while let attribute = try reader.next() { found.append(UnknownAttribute(attribute)) }
    return found
  }

  @Test func readsAttributes() throws {
    let found = try attributes(
      try bytes(
        hex: """
          08 00 04 00 dc 05 00 00  # 4: 1500
          07 00 03 80 61 62 00 00  # 3, nested bit: "ab" and one byte of padding
          04 00 05 40              # 5, in network order: nothing
          05 00 06 00 09           # 6: one byte; the padding behind the last one may be missing
          """))
    #expect(
      found == [
        UnknownAttribute(type: 4, bytes: [0xDC, 0x05, 0, 0]),
        UnknownAttribute(type: 3, flags: .nested, bytes: [0x61, 0x62, 0]),
        UnknownAttribute(type: 5, flags: .networkByteOrder, bytes: []),
        UnknownAttribute(type: 6, bytes: [9]),
      ])
  }

  @Test(
    arguments: [
      (
        "a length of nothing", [0, 0, 3, 0],
        .badLength(what: "attribute 3", length: 0, available: 4)
      ),
      (
        "a length shorter than the header", [3, 0, 3, 0, 1, 2, 3, 4],
        .badLength(what: "attribute 3", length: 3, available: 8)
      ),
      (
        "a length of one byte too much", [9, 0, 3, 0, 1, 2, 3, 4],
        .badLength(what: "attribute 3", length: 9, available: 8)
      ),
      (
        "the largest length", [0xFF, 0xFF, 3, 0xC0, 1, 2, 3, 4],
        .badLength(what: "attribute 3", length: 65535, available: 8)
      ),
      ("one byte", [8], .truncated(what: "attribute header", needs: 4, has: 1)),
      (
        "a good one, then half a header", [4, 0, 1, 0, 8, 0],
        .truncated(what: "attribute header", needs: 4, has: 2)
      ),
    ] as [(String, [UInt8], MalformedMessage)])
  func refusesAttributes(_ what: String, bytes: [UInt8], with expected: MalformedMessage) {
    #expect(throws: expected) { _ = try attributes(bytes) }
  }

  /// The types and the payloads of the messages in a datagram.
  private func messages(_ bytes: [UInt8]) throws(MalformedMessage) -> [(UInt16, [UInt8])] {
    var found: [(UInt16, [UInt8])] = []
    var reader = MessageReader(bytes.span.bytes)
    while let message = try reader.next() {
      found.append((message.header.type.rawValue, message.payload.array))
    }
    return found
  }

  @Test func readsMessages() throws {
    let found = try messages(
      try bytes(
        hex: """
          13 00 00 00 10 00 02 00 01 00 00 00 07 00 00 00 61 62 63 00  # three bytes, padded
          12 00 00 00 03 00 02 00 01 00 00 00 00 00 00 00 64 65        # two, and no padding
          """))
    #expect(found.map(\.0) == [16, 3])
    #expect(found.map(\.1) == [[0x61, 0x62, 0x63], [0x64, 0x65]])
  }

  @Test(
    arguments: [
      ("half a header", [16, 0, 0, 0], .truncated(what: "message header", needs: 16, has: 4)),
      (
        "a length shorter than the header", [15, 0, 0, 0] + [UInt8](repeating: 0, count: 12),
        .badLength(what: "message", length: 15, available: 16)
      ),
      (
        "a length of nothing", [UInt8](repeating: 0, count: 16),
        .badLength(what: "message", length: 0, available: 16)
      ),
      (
        "a length beyond the datagram", [17, 0, 0, 0] + [UInt8](repeating: 0, count: 12),
        .badLength(what: "message", length: 17, available: 16)
      ),
      (
        "the largest length", [0xFF, 0xFF, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 12),
        .badLength(what: "message", length: 0xFFFF_FFFF, available: 16)
      ),
    ] as [(String, [UInt8], MalformedMessage)])
  func refusesMessages(_ what: String, bytes: [UInt8], with expected: MalformedMessage) {
    #expect(throws: expected) { _ = try messages(bytes) }
  }

  @Test func readsValues() throws {
    let bytes: [UInt8] = [8, 0, 1, 0, 0x12, 0x34, 0, 0]
    var reader = AttributeReader(bytes.span.bytes)
    guard let attribute = try reader.next() else {
      Issue.record("no attribute")
      return
    }
    #expect(try attribute.integer(as: UInt32.self) == 0x3412)
    #expect(try attribute.bigEndian(as: UInt32.self) == 0x1234_0000)
    #expect(try attribute.ipAddress() == IPAddress("18.52.0.0"))
    #expect(attribute.string == "\u{12}4")
    #expect(throws: MalformedMessage.badAttribute(type: 1, expected: 8, actual: 4)) {
      _ = try attribute.integer(as: UInt64.self)
    }
    #expect(throws: MalformedMessage.badAttribute(type: 1, expected: 1, actual: 4)) {
      _ = try attribute.flag()
    }
  }

  /// Names are bytes to the kernel; what is not UTF-8 shows as U+FFFD and never traps.
  @Test func readsTextThatIsNotText() throws {
    let bytes: [UInt8] = [9, 0, 3, 0, 0x61, 0xFF, 0x62, 0, 0x63, 0, 0, 0]
    var reader = AttributeReader(bytes.span.bytes)
    #expect(try reader.next()?.string == "a\u{FFFD}b")
  }
}
