import NetworkTypes

/// What is known of the packet while a rule is written.
struct FilterContext {
  var family: FilterFamily
  /// `ip` or `ip6`, where a test or the family said so.
  var network: FilterFamily?
  /// The number of the transport protocol, where a test said so.
  var transport: UInt8?

  init(_ family: FilterFamily) {
    self.family = family
    network = family == .ipv4 || family == .ipv6 ? family : nil
  }
}

extension FilterOperand {
  /// As `nft` names it.
  func text(_ context: FilterContext, _ texts: NFTablesText) -> String {
    switch self {
    case .meta(let key): return key.isPlain ? key.word : "meta \(key.word)"
    case .payload(let header, let offset, let length):
      if let name = Self.field(header, offset, length, context) { return name }
      let base = ["ll", "nh", "th", "ih"]
      let place = Int(header.rawValue)
      return
        "@\(base.indices.contains(place) ? base[place] : header.word),\(UInt64(offset) * 8),\(UInt64(length) * 8)"
    case .connection(let key, let direction):
      let side = direction.map { $0 == 0 ? "original " : "reply " } ?? ""
      return "ct \(side)\(key.word)"
    case .fib(let result, let flags): return "fib \(Self.words(flags)) \(result.word)"
    case .constant(let bytes): return "0x" + bytes.digits
    case .number(let isRandom, let modulus, let offset):
      return "numgen \(isRandom ? "random" : "inc") mod \(modulus)"
        + (offset == 0 ? "" : " offset \(offset)")
    case .masked(let operand, let mask, let exclusiveOr):
      return operand.masked(mask, exclusiveOr, context, texts)
    case .mapped(let set, let key):
      return key.map { $0.text(context, texts) }.joined(separator: " . ") + " map "
        + texts.set(set, key, context)
    case .other(let name, let data): return "[\(name)\(data.hex)]"
    }
  }

  private func masked(
    _ mask: [UInt8], _ exclusiveOr: [UInt8], _ context: FilterContext, _ texts: NFTablesText
  ) -> String {
    let inner = text(context, texts)
    let type = type(context)
    if exclusiveOr.allSatisfy({ $0 == 0 }) { return "\(inner) & \(type.number(mask))" }
    if mask.allSatisfy({ $0 == 0xFF }) { return "\(inner) ^ \(type.number(exclusiveOr))" }
    if zip(mask, exclusiveOr).allSatisfy({ ~$0 == $1 }) {
      return "\(inner) | \(type.number(exclusiveOr))"
    }
    return "(\(inner) & \(type.number(mask))) ^ \(type.number(exclusiveOr))"
  }

  func type(_ context: FilterContext) -> FilterValueType {
    switch self {
    case .meta(let key):
      switch key.rawValue {
      case 3: return .mark
      case 4, 5, 33: return .device
      case 6, 7, 17, 18, 26, 27, 34: return .deviceName
      case 15: return .networkFamily
      case 16: return .transport
      case 1: return .etherType
      case 19: return .packetType
      default: return .hostNumber
      }
    case .payload(let header, let offset, let length):
      return Self.type(header, offset, length, context)
    case .connection(let key, _):
      switch key.rawValue {
      case 0: return .connectionState
      case 1: return .direction
      case 2: return .connectionStatus
      case 3: return .mark
      case 8, 9, 19, 20, 21, 22: return .address
      case 10: return .transport
      case 11, 12: return .port
      default: return .hostNumber
      }
    case .fib(let result, _):
      return result == .addressType ? .addressType : result.rawValue == 2 ? .deviceName : .device
    case .masked(let operand, _, _): return operand.type(context)
    case .number: return .hostNumber
    case .constant, .mapped, .other: return .bigNumber
    }
  }

  private static func type(
    _ header: FilterHeader, _ offset: UInt32, _ length: UInt32, _ context: FilterContext
  ) -> FilterValueType {
    switch (header, offset, length) {
    case (.link, 0, 6), (.link, 6, 6): .macAddress
    case (.link, 12, 2): .etherType
    case (.network, 9, 1) where context.network != .ipv6: .transport
    case (.network, 6, 1) where context.network == .ipv6: .transport
    case (.network, 12...16, 1...4) where context.network != .ipv6: .address
    case (.network, 8...24, 1...16) where context.network == .ipv6: .address
    case (.transport, 0, 2), (.transport, 2, 2): .port
    case (.transport, 0, 1): context.transport == 58 ? .icmp6Type : .icmpType
    case (.transport, 13, 1): .tcpFlags
    default: .bigNumber
    }
  }

  /// The name of a field of a header.
  private static func field(
    _ header: FilterHeader, _ offset: UInt32, _ length: UInt32, _ context: FilterContext
  ) -> String? {
    switch header {
    case .link:
      switch (offset, length) {
      case (0, 6): return "ether daddr"
      case (6, 6): return "ether saddr"
      case (12, 2): return "ether type"
      default: return nil
      }
    case .network: return networkField(offset, length, context)
    case .transport: return transportField(offset, length, context)
    default: return nil
    }
  }

  private static func networkField(
    _ offset: UInt32, _ length: UInt32, _ context: FilterContext
  ) -> String? {
    if context.network == .ipv6 {
      switch (offset, length) {
      case (4, 2): return "ip6 length"
      case (6, 1): return "ip6 nexthdr"
      case (7, 1): return "ip6 hoplimit"
      case (8, 1...16): return "ip6 saddr"
      case (24, 1...16): return "ip6 daddr"
      default: return nil
      }
    }
    guard context.network == .ipv4 else { return nil }
    switch (offset, length) {
    case (2, 2): return "ip length"
    case (4, 2): return "ip id"
    case (6, 2): return "ip frag-off"
    case (8, 1): return "ip ttl"
    case (9, 1): return "ip protocol"
    case (12, 1...4): return "ip saddr"
    case (16, 1...4): return "ip daddr"
    default: return nil
    }
  }

  private static func transportField(
    _ offset: UInt32, _ length: UInt32, _ context: FilterContext
  ) -> String? {
    let word =
      switch context.transport {
      case 6: "tcp"
      case 17: "udp"
      case 33: "dccp"
      case 132: "sctp"
      case 136: "udplite"
      case 1: "icmp"
      case 58: "icmpv6"
      default: "th"
      }
    switch (word, offset, length) {
    case ("icmp", 0, 1), ("icmpv6", 0, 1): return word + " type"
    case ("icmp", 1, 1), ("icmpv6", 1, 1): return word + " code"
    case ("icmp", _, _), ("icmpv6", _, _): return nil
    case (_, 0, 2): return word + " sport"
    case (_, 2, 2): return word + " dport"
    case ("tcp", 4, 4): return "tcp sequence"
    case ("tcp", 8, 4): return "tcp ackseq"
    case ("tcp", 13, 1): return "tcp flags"
    case ("tcp", 14, 2): return "tcp window"
    case ("udp", 4, 2): return "udp length"
    default: return nil
    }
  }

  private static func words(_ flags: FilterFIBFlags) -> String {
    let all: [(FilterFIBFlags, String)] = [
      (.source, "saddr"), (.destination, "daddr"), (.mark, "mark"), (.inputDevice, "iif"),
      (.outputDevice, "oif"),
    ]
    return all.filter { flags.contains($0.0) }.map(\.1).joined(separator: " . ")
  }
}

extension FilterMetaKey {
  /// Whether `nft` writes it without `meta`.
  fileprivate var isPlain: Bool {
    (4...9).contains(rawValue) || rawValue == 21 || rawValue == 22
  }
}

extension FilterValueType {
  /// Bits, as they stand beside `&`, `|` and `^`.
  func number(_ bytes: [UInt8]) -> String {
    switch self {
    case .address, .macAddress, .tcpFlags: text(bytes)
    case .bigNumber, .port: "0x" + String(bytes.bigNumber, radix: 16)
    default: "0x" + bytes.hostNumber.padded
    }
  }
}
