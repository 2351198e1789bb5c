/// A message in a datagram of UDP over IPv4, as it goes on a link without the kernel's help.
struct DHCPDatagram: Hashable, Sendable {
  static let clientPort: UInt16 = 68
  static let serverPort: UInt16 = 67
  static let everybody: UInt32 = 0xFFFF_FFFF

  var source: UInt32
  var target: UInt32
  var payload: [UInt8]

  /// From the port of clients to that of servers.
  var bytes: [UInt8] {
    let length = UInt16(truncatingIfNeeded: payload.count + 8)
    var header: [UInt8] = [0x45, 0]
    header.append(length + 20)
    header += [0, 0, 0, 0, 64, 17, 0, 0]
    header.append(source)
    header.append(target)
    let sum = Self.checksum(header)
    header[10] = UInt8(sum >> 8)
    header[11] = UInt8(sum & 0xFF)

    var udp: [UInt8] = []
    udp.append(Self.clientPort)
    udp.append(Self.serverPort)
    udp.append(length)
    udp += [0, 0]
    var pseudo: [UInt8] = []
    pseudo.append(source)
    pseudo.append(target)
    pseudo += [0, 17]
    pseudo.append(length)
    let total = Self.checksum(pseudo + udp + payload)
    let written = total == 0 ? 0xFFFF : total
    udp[6] = UInt8(written >> 8)
    udp[7] = UInt8(written & 0xFF)
    return header + udp + payload
  }

  init(source: UInt32, target: UInt32, payload: [UInt8]) {
    self.source = source
    self.target = target
    self.payload = payload
  }

  /// A datagram to the port of clients; nil for any other, and for one that is cut off.
  ///
  /// The checksum of UDP is not looked at: where a veth leads to the sender, the kernel leaves
  /// it to a card that never sees the datagram.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 28, bytes[0] >> 4 == 4 else { return nil }
    let start = Int(bytes[0] & 0xF) * 4
    let total = Int(bytes[2]) << 8 | Int(bytes[3])
    let isFragment = bytes[6] & 0x3F != 0 || bytes[7] != 0
    guard start >= 20, total >= start + 8, total <= bytes.count, bytes[9] == 17, !isFragment,
      Self.checksum(Array(bytes[..<start])) == 0
    else { return nil }
    let port = UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3])
    let length = Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
    guard port == Self.clientPort, length >= 8, start + length <= total else { return nil }
    source = bytes.word(12)
    target = bytes.word(16)
    payload = Array(bytes[(start + 8)..<(start + length)])
  }

  /// The checksum of the Internet (RFC 1071).
  private static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      sum &+= index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte)
    }
    while sum >> 16 != 0 { sum = (sum & 0xFFFF) + (sum >> 16) }
    return ~UInt16(truncatingIfNeeded: sum)
  }
}
