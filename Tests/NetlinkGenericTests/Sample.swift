import Netlink
import NetlinkGeneric
import NetworkTypes

/// Messages as the kernel would send them, made with the encoder.
enum Sample {
  static let secret: UInt8 = 0x5A

  static func key(_ byte: UInt8) -> PublicKey {
    PublicKey([UInt8](repeating: byte, count: 32).span.bytes)!
  }

  /// What is behind the header of a message.
  static func payload(_ body: (inout MessageEncoder) -> Void) -> [UInt8] {
    var message = MessageEncoder(type: MessageType(rawValue: 30), flags: .multipart)
    message.append(UInt32(1))  // struct genlmsghdr
    body(&message)
    return Array(message.bytes.dropFirst(MessageHeader.byteCount))
  }

  static let family = payload { message in
    message.attribute(2, "wireguard")
    message.attribute(1, UInt16(30))
    message.attribute(3, UInt32(1))
    message.attribute(4, UInt32(0))
    message.attribute(5, UInt32(8))
    message.nest(6) { $0.nest(1) { $0.attribute(1, UInt32(0)) } }
    message.attribute(99, UInt8(7))
  }

  /// The two messages of a device whose second peer goes on in the second one.
  static let device = [
    payload { message in
      message.attribute(1, Int32(7))
      message.attribute(2, "wg0")
      message.attribute(3, bytes: [UInt8](repeating: secret, count: 32))
      message.attribute(4, bytes: key(1).bytes)
      message.attribute(6, UInt16(51820))
      message.attribute(7, UInt32(32))
      message.attribute(77, UInt16(5))
      message.nest(8) { peers in
        peers.nest(0) { peer in
          peer.attribute(1, bytes: key(2).bytes)
          peer.attribute(2, bytes: [UInt8](repeating: secret, count: 32))
          peer.attribute(
            4, bytes: [2, 0, 0xCA, 0x6C, 192, 0, 2, 1] + Array(repeating: 0, count: 8))
          peer.attribute(5, UInt16(25))
          peer.attribute(6, bytes: time(seconds: 1_800_000_000, nanoseconds: 5000))
          peer.attribute(7, UInt64(10))
          peer.attribute(8, UInt64.max)
          peer.attribute(10, UInt32(1))
          peer.nest(9) { prefixes(&$0, "10.1.0.0/16") }
          peer.attribute(78, UInt8(1))
        }
        peers.nest(0) { peer in
          peer.attribute(1, bytes: key(3).bytes)
          peer.attribute(
            4,
            bytes: [10, 0, 0xCA, 0x6D, 0, 0, 0, 0] + IPAddress("fe80::1")!.networkOrder
              + [4, 0, 0, 0])
          peer.nest(9) { prefixes(&$0, "fd00::/64", "0.0.0.0/0") }
        }
      }
    },
    payload { message in
      message.nest(8) { peers in
        peers.nest(0) { peer in
          peer.attribute(1, bytes: key(3).bytes)
          peer.nest(9) { prefixes(&$0, "10.3.0.0/24") }
        }
        peers.nest(0) { $0.attribute(1, bytes: key(4).bytes) }
      }
    },
  ]

  private static func time(seconds: Int64, nanoseconds: Int64) -> [UInt8] {
    [seconds, nanoseconds].flatMap { number in withUnsafeBytes(of: number) { Array($0) } }
  }

  private static func prefixes(_ list: inout MessageEncoder, _ texts: String...) {
    for prefix in texts.compactMap({ IPPrefix($0) }) {
      list.nest(0) { entry in
        entry.attribute(3, prefix.length)
        entry.attribute(1, UInt16(prefix.address.family.rawValue))
        entry.attribute(2, prefix.address)
      }
    }
  }
}
