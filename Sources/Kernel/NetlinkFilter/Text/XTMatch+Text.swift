import NetworkTypes

extension XTMatch {
  /// As `iptables-save` writes it; what is not known has its name, its revision and its bytes.
  func text(sets: [UInt16: String]) -> String {
    switch self {
    case .comment(let text): "-m comment --comment \(IPTablesText.quoted(text))"
    case .ports(let ports): ports.text
    case .multiport(let multiport): multiport.text
    case .addressType(let types): types.text
    case .statistic(let statistic): statistic.text
    case .recent(let recent): recent.text
    case .mark(let mark, let mask, let isInverted):
      "-m mark " + Self.mark(mark, mask, isInverted)
    case .connectionMark(let mark, let mask, let isInverted):
      "-m connmark " + Self.mark(mark, mask, isInverted)
    case .connectionState(let states, let isInverted):
      "-m conntrack " + (isInverted ? "! " : "") + "--ctstate " + states.words
    case .set(let index, let sides, let isInverted):
      "-m set " + (isInverted ? "! " : "") + "--match-set \(sets[index] ?? "#\(index)") "
        + sides.map { $0 ? "dst" : "src" }.joined(separator: ",")
    case .limit(let limit): limit.text
    case .icmp(let type, let codes, let isInverted, let isIPv6):
      Self.icmp(type, codes, isInverted, isIPv6)
    case .other(let name, let revision, let info):
      "-m \(name) [rev \(revision)" + info.unpadded.hex + "]"
    }
  }

  private static func mark(_ mark: UInt32, _ mask: UInt32, _ isInverted: Bool) -> String {
    (isInverted ? "! " : "") + "--mark 0x" + String(mark, radix: 16)
      + (mask == .max ? "" : "/0x" + String(mask, radix: 16))
  }

  private static func icmp(
    _ type: UInt8, _ codes: ClosedRange<UInt8>, _ isInverted: Bool, _ isIPv6: Bool
  ) -> String {
    let option =
      isIPv6
      ? "-m icmp6 \(isInverted ? "! " : "")--icmpv6-type "
      : "-m icmp \(isInverted ? "! " : "")--icmp-type "
    if type == 0xFF, codes == 0...255, !isIPv6 { return option + "any" }
    return option + "\(type)" + (codes == 0...255 ? "" : "/\(codes.lowerBound)")
  }
}

extension XTConnectionStates {
  fileprivate var words: String {
    let all: [(Self, String)] = [
      (.invalid, "INVALID"), (.new, "NEW"), (.related, "RELATED"),
      (.established, "ESTABLISHED"), (.untracked, "UNTRACKED"), (.sourceTranslated, "SNAT"),
      (.destinationTranslated, "DNAT"),
    ]
    return all.filter { contains($0.0) }.map(\.1).joined(separator: ",")
  }
}

extension XTPorts {
  fileprivate var text: String {
    var words = ["-m \(transport)"]
    if source != 0...65535 || inverted & 1 != 0 {
      words.append((inverted & 1 != 0 ? "! " : "") + "--sport \(Self.range(source))")
    }
    if destination != 0...65535 || inverted & 2 != 0 {
      words.append((inverted & 2 != 0 ? "! " : "") + "--dport \(Self.range(destination))")
    }
    if option != 0 || inverted & 8 != 0 {
      words.append((inverted & 8 != 0 ? "! " : "") + "--tcp-option \(option)")
    }
    if flagMask != 0 || inverted & 4 != 0 {
      words.append(
        (inverted & 4 != 0 ? "! " : "")
          + "--tcp-flags \(Self.flags(flagMask)) \(Self.flags(flags))")
    }
    return words.joined(separator: " ")
  }

  private static func range(_ ports: ClosedRange<UInt16>) -> String {
    ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound):\(ports.upperBound)"
  }

  static func flags(_ bits: UInt8) -> String {
    let all: [(UInt8, String)] = [
      (0x01, "FIN"), (0x02, "SYN"), (0x04, "RST"), (0x08, "PSH"), (0x10, "ACK"), (0x20, "URG"),
    ]
    let words = all.filter { bits & $0.0 != 0 }.map(\.1)
    return words.isEmpty ? "NONE" : words.joined(separator: ",")
  }
}

extension XTMultiport {
  fileprivate var text: String {
    let side = ["--sports", "--dports", "--ports"][Int(side)]
    let texts = ports.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)"
    }
    return "-m multiport " + (isInverted ? "! " : "") + side + " " + texts.joined(separator: ",")
  }
}

extension XTAddressType {
  fileprivate var text: String {
    var words = ["-m addrtype"]
    if source != 0 {
      words.append((flags & 1 != 0 ? "! " : "") + "--src-type \(Self.words(source))")
    }
    if destination != 0 {
      words.append((flags & 2 != 0 ? "! " : "") + "--dst-type \(Self.words(destination))")
    }
    if flags & 4 != 0 { words.append("--limit-iface-in") }
    if flags & 8 != 0 { words.append("--limit-iface-out") }
    return words.joined(separator: " ")
  }

  private static func words(_ bits: UInt16) -> String {
    let all = [
      "UNSPEC", "UNICAST", "LOCAL", "BROADCAST", "ANYCAST", "MULTICAST", "BLACKHOLE",
      "UNREACHABLE", "PROHIBIT", "THROW", "NAT", "XRESOLVE",
    ]
    return all.enumerated().filter { bits >> $0.offset & 1 != 0 }.map(\.element)
      .joined(separator: ",")
  }
}

extension XTStatistic {
  fileprivate var text: String {
    let not = isInverted ? "! " : ""
    switch mode {
    case .random(let part):
      return "-m statistic --mode random \(not)--probability \(Self.decimals(part))"
    case .every(let count, let packet):
      return "-m statistic --mode nth \(not)--every \(UInt64(count) + 1) --packet \(packet)"
    }
  }

  /// The part of 2³¹ with eleven decimals.
  private static func decimals(_ part: UInt32) -> String {
    let scale: UInt64 = 100_000_000_000
    let (high, low) = UInt64(part).multipliedFullWidth(by: scale)
    // The last bit that is cut off rounds; a half goes to the even one, as in printf.
    let shifted = high << 33 | low >> 31
    let rest = low & 0x7FFF_FFFF
    let half: UInt64 = 0x4000_0000
    let value = rest > half || (rest == half && shifted & 1 == 1) ? shifted + 1 : shifted
    let digits = String(value % scale)
    return "\(value / scale)." + String(repeating: "0", count: 11 - digits.count) + digits
  }
}

extension XTRecent {
  fileprivate var text: String {
    var words = ["-m recent"]
    let not = isInverted ? "! " : ""
    for (bit, word) in [(1, "--rcheck"), (2, "--set"), (4, "--update"), (8, "--remove")]
    where flags & UInt8(bit) != 0 {
      words.append(not + word)
    }
    if seconds != 0 { words.append("--seconds \(seconds)") }
    if flags & 32 != 0 { words.append("--reap") }
    if hitCount != 0 { words.append("--hitcount \(hitCount)") }
    if flags & 16 != 0 { words.append("--rttl") }
    words.append("--name \(list)")
    if let mask { words.append("--mask \(mask)") }
    words.append(isDestination ? "--rdest" : "--rsource")
    return words.joined(separator: " ")
  }
}

extension XTLimit {
  /// The largest unit of which at least one packet fits in, as `iptables` prints rates.
  fileprivate var text: String {
    let units: [(String, UInt64)] = [("day", 86_400), ("hour", 3600), ("min", 60), ("sec", 1)]
    var chosen = units[0]
    for unit in units.dropFirst() {
      if interval == 0 || UInt64(interval) > unit.1 * 10_000 { break }
      let count = unit.1 * 10_000 / UInt64(interval)
      if count * UInt64(interval) < (unit.1 * 10_000) - count { break }
      chosen = unit
    }
    let count = interval == 0 ? 0 : chosen.1 * 10_000 / UInt64(interval)
    return "-m limit --limit \(count)/\(chosen.0)" + (burst == 5 ? "" : " --limit-burst \(burst)")
  }
}

extension [UInt8] {
  /// Without the zeros at the end.
  var unpadded: ArraySlice<UInt8> {
    self[..<((lastIndex { $0 != 0 } ?? -1) + 1)]
  }
}

extension Sequence where Element == UInt8 {
  /// ` 0x…`, or nothing where there are none.
  var hex: String {
    let digits = map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return digits.isEmpty ? "" : " 0x" + digits
  }
}
