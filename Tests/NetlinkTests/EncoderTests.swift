import Netlink
import NetworkTypes
import TestSupport
import Testing

struct EncoderTests {
  @Test func writesWhatTheKernelReads() throws {
    var message = MessageEncoder(
      type: MessageType(rawValue: 0x10), flags: [.request, .create], sequence: 7)
    message.append(UInt32(0x0102_0304))
    message.appendZeros(4)
    message.attribute(3, "ab")
    message.nest(18) { list in
      list.attribute(1, UInt16(0x0506))
      list.attribute(2, bytes: [])
    }
    if let address = IPAddress("192.0.2.1") { message.attribute(5, address) }
    #expect(
      message.bytes
        == (try bytes(
          hex: """
            38 00 00 00 10 00 01 04 07 00 00 00 00 00 00 00  # 56 bytes
            04 03 02 01 00 00 00 00
            07 00 03 00 61 62 00 00                          # with its NUL, padded
            10 00 12 80                                      # the nested bit
            06 00 01 00 06 05 00 00
            04 00 02 00
            08 00 05 00 c0 00 02 01
            """)))
  }

  /// What one side writes, the other reads.
  @Test func readsBackWhatItWrote() throws {
    var message = MessageEncoder(type: .done, flags: [])
    for length in 0..<9 {
      message.attribute(UInt16(length), bytes: [UInt8](repeating: 7, count: length))
    }
    #expect(message.bytes.count % 4 == 0)
    var messages = MessageReader(message.bytes.span.bytes)
    guard let only = try messages.next() else {
      Issue.record("no message")
      return
    }
    var attributes = AttributeReader(only.payload)
    var lengths: [Int] = []
    while let attribute = try attributes.next() {
      #expect(attribute.payload.byteCount == Int(attribute.type))
      lengths.append(attribute.payload.byteCount)
    }
    #expect(lengths == Array(0..<9))
    let isLast = if try messages.next() == nil { true } else { false }
    #expect(isLast)
  }
}
