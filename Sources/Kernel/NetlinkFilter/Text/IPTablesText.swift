import Netlink
import NetworkTypes

/// A rule as `iptables-save` writes it.
///
/// The steps come in any order, and the text has its own: addresses and devices first, then
/// matches as they are, then the target.
public struct IPTablesText {
  private let family: FilterFamily
  /// The names of ipsets by their numbers, where they are known.
  private let sets: [UInt16: String]
  private var head: [(rank: Int, text: String)] = []
  private var transport: String?
  private var matches: [String] = []
  private var ports = PortTests()
  private var tail = ""
  /// Whether each step had a form; else the rule is not one of iptables.
  private var isWhole = true

  /// nil where the rule has something that iptables has no word for.
  public static func text(of rule: FilterRule, sets: [UInt16: String] = [:]) -> String? {
    var text = IPTablesText(family: rule.family, sets: sets)
    for step in rule.steps { text.take(step) }
    text.closePorts()
    guard text.isWhole else { return nil }
    var words = ["-A", quoted(rule.chain)]
    words += text.head.sorted { $0.rank < $1.rank }.map(\.text)
    words += text.matches
    if !text.tail.isEmpty { words.append(text.tail) }
    return words.joined(separator: " ")
  }

  private init(family: FilterFamily, sets: [UInt16: String]) {
    self.family = family
    self.sets = sets
  }

  private mutating func take(_ step: FilterStep) {
    if case .test(.payload(.transport, _, _), _, _) = step {
    } else if case .range(.payload(.transport, _, _), _, _, _) = step {
    } else if case .test(.masked(.payload(.transport, 13, 1), _, _), _, _) = step {
    } else {
      closePorts()
    }
    switch step {
    case .counter: break
    case .test(let operand, let comparison, let bytes): test(operand, comparison, bytes)
    case .range(.payload(.transport, let offset, 2), let low, let high, let isInverted):
      ports.add(offset, low.bigEndian16, high.bigEndian16, isInverted)
    case .match(let match): matches.append(match.text(sets: sets))
    case .target(let target): tail = "-j \(target.text(family))"
    case .verdict(let verdict): tail = Self.text(verdict)
    case .limit(let limit): matches.append(Self.text(limit))
    case .nat, .masquerade, .lookup, .verdictMap, .setMeta, .update, .reject, .range, .other:
      isWhole = false
    }
  }

  private mutating func test(
    _ operand: FilterOperand, _ comparison: FilterComparison, _ bytes: [UInt8]
  ) {
    guard comparison == .equal || comparison == .notEqual else { return isWhole = false }
    let not = comparison == .notEqual ? "! " : ""
    switch operand {
    case .payload(.network, let offset, _): address(offset, operand, bytes, not)
    case .masked(.payload(.network, let offset, _), _, _): address(offset, operand, bytes, not)
    case .meta(.inputName): head.append((2, not + "-i " + Self.device(bytes)))
    case .meta(.outputName): head.append((3, not + "-o " + Self.device(bytes)))
    case .meta(.transport):
      let word = Self.transportWord(bytes.first ?? 0)
      transport = word
      head.append((4, not + "-p " + word))
    case .payload(.transport, let offset, 2):
      ports.add(offset, bytes.bigEndian16, bytes.bigEndian16, comparison == .notEqual)
    case .masked(.payload(.transport, 13, 1), let mask, let exclusiveOr)
    where exclusiveOr == [0] && mask.count == 1 && bytes.count == 1:
      ports.flags = (mask[0], bytes[0], comparison == .notEqual)
    case .meta(.mark):
      matches.append("-m mark \(not)--mark 0x\(String(bytes.host32, radix: 16))")
    case .masked(.meta(.mark), let mask, let exclusiveOr)
    where exclusiveOr.allSatisfy({ $0 == 0 }):
      let hex = [bytes, mask].map { "0x" + String($0.host32, radix: 16) }
      matches.append("-m mark \(not)--mark \(hex[0])/\(hex[1])")
    default: isWhole = false
    }
  }

  private mutating func address(
    _ offset: UInt32, _ operand: FilterOperand, _ bytes: [UInt8], _ not: String
  ) {
    let isSource = offset == (family == .ipv6 ? 8 : 12)
    guard isSource || offset == (family == .ipv6 ? 24 : 16),
      let prefix = operand.prefix(bytes, size: family == .ipv6 ? 16 : 4)
    else { return isWhole = false }
    head.append((isSource ? 0 : 1, not + (isSource ? "-s " : "-d ") + prefix.description))
  }

  /// `tcp` and `udp` are one match for both ends.
  private mutating func closePorts() {
    guard let texts = ports.texts else { return }
    matches.append("-m \(transport ?? "tcp") " + texts)
    ports = PortTests()
  }

  private static func text(_ verdict: FilterVerdict) -> String {
    switch verdict {
    case .accept: "-j ACCEPT"
    case .drop: "-j DROP"
    case .return: "-j RETURN"
    case .continue: ""
    case .jump(let chain): "-j \(quoted(chain))"
    case .goto(let chain): "-g \(quoted(chain))"
    case .other(let code):
      code & 0xFF == 3 ? "-j NFQUEUE --queue-num \(code >> 16 & 0xFFFF)" : "-j unknown:\(code)"
    }
  }

  private static func text(_ limit: FilterLimit) -> String {
    let unit = [1: "sec", 60: "min", 3600: "hour", 86_400: "day"][limit.unit] ?? "\(limit.unit)s"
    return "-m limit --limit \(limit.rate)/\(unit)"
      + (limit.burst == 5 ? "" : " --limit-burst \(limit.burst)")
  }

  /// A name compared without its end is a beginning.
  private static func device(_ bytes: [UInt8]) -> String {
    let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    return bytes.contains(0) || bytes.count == 16 ? name : name + "+"
  }

  static func transportWord(_ number: UInt8) -> String {
    switch number {
    case 1: "icmp"
    case 2: "igmp"
    case 6: "tcp"
    case 17: "udp"
    case 33: "dccp"
    case 47: "gre"
    case 50: "esp"
    case 51: "ah"
    case 58: "ipv6-icmp"
    case 132: "sctp"
    case 136: "udplite"
    default: "\(number)"
    }
  }

  /// As `xtables_save_string` does.
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || $0 == 0x2D || $0 == 0x5F
    }
    if isPlain, !text.isEmpty { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar == "'" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

/// Tests of the ports of both ends, and of the flags of TCP.
private struct PortTests {
  private var source: (low: UInt16, high: UInt16, isInverted: Bool)?
  private var destination: (low: UInt16, high: UInt16, isInverted: Bool)?

  /// Of TCP: a mask, and what has to be set of it.
  var flags: (mask: UInt8, value: UInt8, isInverted: Bool)?

  mutating func add(_ offset: UInt32, _ low: UInt16, _ high: UInt16, _ isInverted: Bool) {
    if offset == 0 { source = (low, high, isInverted) }
    if offset == 2 { destination = (low, high, isInverted) }
  }

  var texts: String? {
    var words: [String] = []
    for (name, test) in [("--sport", source), ("--dport", destination)] {
      guard let test else { continue }
      let range = test.low == test.high ? "\(test.low)" : "\(test.low):\(test.high)"
      words.append((test.isInverted ? "! " : "") + "\(name) \(range)")
    }
    if let flags {
      words.append(
        (flags.isInverted ? "! " : "")
          + "--tcp-flags \(XTPorts.flags(flags.mask)) \(XTPorts.flags(flags.value))")
    }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}

extension [UInt8] {
  var bigEndian16: UInt16 { count < 2 ? 0 : UInt16(self[0]) << 8 | UInt16(self[1]) }
  var host32: UInt32 { span.bytes.integer(at: 0) ?? 0 }
}
