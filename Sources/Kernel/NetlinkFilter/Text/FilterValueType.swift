import Netlink
import NetworkTypes

/// How the bytes of a value are written.
enum FilterValueType: Hashable {
  case address, macAddress, transport, port, mark, device, deviceName, connectionState
  case networkFamily, etherType, addressType, icmpType, icmp6Type, tcpFlags, packetType
  case direction, connectionStatus, verdict
  /// In network order, and in that of the machine.
  case bigNumber, hostNumber

  /// - Parameter number: `nft`'s of a type (`enum datatypes`), which the kernel keeps for it.
  init(number: UInt32) {
    self =
      switch number {
      case 1: .verdict
      case 2: .networkFamily
      case 7, 8: .address
      case 9, 6: .macAddress
      case 10: .etherType
      case 12: .transport
      case 13: .port
      case 14: .icmpType
      case 15: .tcpFlags
      case 19: .mark
      case 20: .device
      case 24, 25, 22, 23, 35: .hostNumber
      case 26: .connectionState
      case 27: .direction
      case 28: .connectionStatus
      case 29: .icmp6Type
      case 31: .packetType
      case 38: .addressType
      case 41: .deviceName
      default: .bigNumber
      }
  }

  /// The types of the parts of a key: six bits each.
  static func parts(of number: UInt32) -> [Self] {
    guard number != FilterSet.DataType.verdict.number else { return [.verdict] }
    var numbers: [UInt32] = []
    var rest = number
    while rest != 0 {
      numbers.insert(rest & 0x3F, at: 0)
      rest >>= 6
    }
    return numbers.map { Self(number: $0) }
  }

  /// How many bytes of a key it takes, without the padding; nil where the key alone tells.
  var byteCount: Int? {
    switch self {
    case .macAddress: 6
    case .transport, .networkFamily, .icmpType, .icmp6Type, .tcpFlags, .packetType, .direction: 1
    case .port, .etherType: 2
    case .mark, .device, .connectionState, .addressType, .connectionStatus: 4
    case .deviceName: 16
    case .address, .verdict, .bigNumber, .hostNumber: nil
    }
  }

  /// Whether its values are sets of flags.
  var isFlags: Bool { self == .connectionState || self == .connectionStatus || self == .tcpFlags }

  func text(_ bytes: [UInt8]) -> String {
    switch self {
    case .address:
      guard bytes.count == 4 || bytes.count == 16 else { break }
      return IPAddress(networkOrder: bytes.span.bytes).map { "\($0)" } ?? "0x" + bytes.digits
    case .macAddress:
      return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    case .transport:
      return bytes.first.map { IPTablesText.transportWord($0) } ?? ""
    case .port: return "\(bytes.bigEndian16)"
    case .mark: return "0x" + bytes.hostNumber.padded
    case .device: return bytes.hostNumber == 1 ? "\"lo\"" : "\(bytes.hostNumber)"
    case .deviceName:
      let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      return bytes.contains(0) || bytes.count >= 16 ? "\"\(name)\"" : "\"\(name)*\""
    case .verdict: return bytes.digits
    case .hostNumber: return "\(bytes.hostNumber)"
    case .bigNumber: return bytes.count <= 8 ? "\(bytes.bigNumber)" : "0x" + bytes.digits
    default: return words(bytes)
    }
    return "0x" + bytes.digits
  }

  /// Values that have names.
  private func words(_ bytes: [UInt8]) -> String {
    let number = self == .etherType ? bytes.bigNumber : bytes.hostNumber
    let names: [UInt64: String] =
      switch self {
      case .networkFamily: [2: "ipv4", 10: "ipv6"]
      case .etherType: [0x800: "ip", 0x806: "arp", 0x86DD: "ip6", 0x8100: "vlan"]
      case .packetType: [0: "host", 1: "broadcast", 2: "multicast", 3: "other"]
      case .direction: [0: "original", 1: "reply"]
      case .addressType:
        [
          0: "unspec", 1: "unicast", 2: "local", 3: "broadcast", 4: "anycast", 5: "multicast",
          6: "blackhole", 7: "unreachable", 8: "prohibit",
        ]
      case .icmpType:
        [
          0: "echo-reply", 3: "destination-unreachable", 4: "source-quench", 5: "redirect",
          8: "echo-request", 9: "router-advertisement", 10: "router-solicitation",
          11: "time-exceeded", 12: "parameter-problem", 13: "timestamp-request",
          14: "timestamp-reply", 15: "info-request", 16: "info-reply",
          17: "address-mask-request", 18: "address-mask-reply",
        ]
      case .icmp6Type:
        [
          1: "destination-unreachable", 2: "packet-too-big", 3: "time-exceeded",
          4: "parameter-problem", 128: "echo-request", 129: "echo-reply",
          130: "mld-listener-query", 131: "mld-listener-report", 132: "mld-listener-done",
          133: "nd-router-solicit", 134: "nd-router-advert", 135: "nd-neighbor-solicit",
          136: "nd-neighbor-advert", 137: "nd-redirect", 143: "mld2-listener-report",
        ]
      default: [:]
      }
    if let name = names[number] { return name }
    let flags = flagNames.filter { number & $0.0 != 0 }
    let known = flags.reduce(0) { $0 | $1.0 }
    guard isFlags, number != 0, known == number else {
      return self == .etherType ? "0x" + String(number, radix: 16) : "\(number)"
    }
    return flags.map(\.1).joined(separator: self == .tcpFlags ? " | " : ",")
  }

  var flagNames: [(UInt64, String)] {
    switch self {
    case .connectionState:
      [(1, "invalid"), (2, "established"), (4, "related"), (8, "new"), (64, "untracked")]
    case .connectionStatus:
      [
        (1, "expected"), (2, "seen-reply"), (4, "assured"), (8, "confirmed"), (16, "snat"),
        (32, "dnat"), (512, "dying"),
      ]
    case .tcpFlags:
      [
        (1, "fin"), (2, "syn"), (4, "rst"), (8, "psh"), (16, "ack"), (32, "urg"), (64, "ecn"),
        (128, "cwr"),
      ]
    default: []
    }
  }
}

extension [UInt8] {
  var digits: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  var bigNumber: UInt64 { prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

  /// In the order of the machine, which is little-endian here as everywhere that Swift runs on.
  var hostNumber: UInt64 { prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}

extension UInt64 {
  /// Eight hexadecimal digits.
  var padded: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: Swift.max(8 - digits.count, 0)) + digits
  }
}
