import Netlink
import NetworkTypes

/// Rules as `nft` writes them, with the sets that have no name written out.
public struct NFTablesText {
  private let ruleset: FilterRuleset
  private let places: [FilterName: Int]
  private var family = FilterFamily.unspecified
  private var table = ""
  private let ipsets: [UInt16: String]

  /// - Parameter ipsets: The names of ipsets by their numbers, where they are known.
  public init(_ ruleset: FilterRuleset, ipsets: [UInt16: String] = [:]) {
    self.ruleset = ruleset
    self.ipsets = ipsets
    var places: [FilterName: Int] = [:]
    for (place, set) in ruleset.sets.enumerated() { places[set.id] = place }
    self.places = places
  }

  public mutating func text(of rule: FilterRule) -> String {
    (family, table) = (rule.family, rule.table)
    var line = Line(context: FilterContext(rule.family))
    for step in rule.steps { add(step, to: &line) }
    if let comment = rule.comment { line.words.append("comment \"\(comment)\"") }
    return line.words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A line that grows.
  private struct Line {
    var words: [String] = []
    var context: FilterContext
    /// Where the tests of the protocols stand, which a field of these makes needless.
    var linkTest: Int?
    var networkTest: Int?
    var transportTest: Int?
  }

  private func add(_ step: FilterStep, to line: inout Line) {
    note(step, in: &line)
    let context = line.context
    switch step {
    case .test(let operand, let comparison, let bytes):
      addTest(operand, comparison, bytes, to: &line)
    case .range(let operand, let low, let high, let isInverted):
      let type = operand.type(context)
      line.words.append(
        operand.text(context, self) + (isInverted ? " != " : " ")
          + "\(type.text(low))-\(type.text(high))")
    case .lookup(let key, let set, let isInverted):
      line.words.append(
        self.key(key, context) + (isInverted ? " != " : " ") + self.set(set, key, context))
    case .verdict(let verdict): line.words.append(verdict.text)
    case .verdictMap(let key, let set):
      line.words.append(self.key(key, context) + " vmap " + self.set(set, key, context))
    case .setMeta(let key, let operand):
      line.words.append("meta \(key.word) set " + value(operand, as: .meta(key), context))
    case .nat(let nat): line.words.append(text(nat, context))
    case .masquerade(let flags): line.words.append("masquerade" + flags.text)
    case .counter(let packets, let bytes):
      line.words.append("counter packets \(packets) bytes \(bytes)")
    case .limit(let limit): line.words.append(limit.text)
    case .match(let match): line.words.append("[xt \(match.text(sets: ipsets))]")
    case .target(.notrack): line.words.append("notrack")
    case .target(let target): line.words.append("[xt -j \(target.text(family))]")
    case .update(let update):
      let word = ["add", "update", "delete"]
      let timeout = update.milliseconds.map { $0 == 0 ? "" : " timeout \($0 / 1000)s" } ?? ""
      line.words.append(
        "\(word.indices.contains(Int(update.operation)) ? word[Int(update.operation)] : "?") "
          + "@\(update.set) { \(self.key(update.key, context))\(timeout) }")
    case .reject(let type, let code): line.words.append(Self.reject(type, code, context))
    case .other(let expression): line.words.append(expression.text)
    }
  }

  /// Takes the test of a protocol back where the name of a field says it, too.
  private func note(_ step: FilterStep, in line: inout Line) {
    for header in step.headers {
      if header == .link, let place = line.linkTest {
        line.words[place] = ""
        line.linkTest = nil
      }
      if header == .network, let place = line.networkTest {
        line.words[place] = ""
        line.networkTest = nil
      }
      if header == .transport, line.context.transport != nil, let place = line.transportTest {
        line.words[place] = ""
        line.transportTest = nil
      }
    }
    // A rejection says what it answers to.
    if case .reject(1, _) = step, let place = line.transportTest { line.words[place] = "" }
    if case .reject(0, _) = step, let place = line.networkTest { line.words[place] = "" }
  }

  private func addTest(
    _ operand: FilterOperand, _ comparison: FilterComparison, _ bytes: [UInt8],
    to line: inout Line
  ) {
    if comparison == .equal {
      switch operand {
      case .meta(.family) where line.context.family == .inet || line.context.family == .netdev:
        line.networkTest = line.words.count
        line.context.network = bytes.first == 10 ? .ipv6 : bytes.first == 2 ? .ipv4 : nil
      // `ARPHRD_ETHER`, as 16 bits of the machine.
      case .meta(FilterMetaKey(rawValue: 8)) where bytes == [1, 0]:
        line.linkTest = line.words.count
      case .meta(.transport),
        .payload(.network, 9, 1) where line.context.network != .ipv6,
        .payload(.network, 6, 1) where line.context.network == .ipv6:
        line.transportTest = line.words.count
        line.context.transport = bytes.first
      default: break
      }
    }
    line.words.append(test(operand, comparison, bytes, line.context))
  }

  private func test(
    _ operand: FilterOperand, _ comparison: FilterComparison, _ bytes: [UInt8],
    _ context: FilterContext
  ) -> String {
    let type = operand.type(context)
    let sign = comparison == .equal ? " " : " \(comparison.word) "
    var size = context.network == .ipv6 ? 16 : 4
    if case .connection = operand.unmasked { size = bytes.count }
    if type == .address, let prefix = operand.prefix(bytes, size: size) {
      let name = operand.unmasked.text(context, self)
      let isWhole = prefix.length == prefix.address.family.bits
      return name + sign + (isWhole ? "\(prefix.address)" : "\(prefix)")
    }
    guard case .masked(let inner, let mask, let exclusiveOr) = operand else {
      return operand.text(context, self) + sign + type.text(bytes)
    }
    if type.isFlags, exclusiveOr.allSatisfy({ $0 == 0 }) {
      let name = inner.text(context, self)
      if comparison == .notEqual, bytes.allSatisfy({ $0 == 0 }) {
        return "\(name) \(type.text(mask).replacing(" | ", with: ","))"
      }
      if type == .tcpFlags {
        let words = [bytes, mask].map { type.text($0).replacing(" | ", with: ",") }
        return "\(name)\(sign)\(words[0]) / \(words[1])"
      }
    }
    return "\(operand.text(context, self)) \(comparison.word) \(type.number(bytes))"
  }

  func key(_ key: [FilterOperand], _ context: FilterContext) -> String {
    key.map { $0.text(context, self) }.joined(separator: " . ")
  }

  /// A set by its name, or with its elements where it has none.
  func set(_ name: String, _ key: [FilterOperand], _ context: FilterContext) -> String {
    guard let place = places[FilterName(family, table, name)] else { return "@\(name)" }
    guard ruleset.sets[place].flags.contains(.anonymous) else { return "@\(name)" }
    let elements = ruleset.text(
      ofElementsAt: place, types: key.map { $0.type(context) },
      sizes: key.map(\.byteCount))
    return "{ " + elements.joined(separator: ", ") + " }"
  }

  /// An operand as a value for something of the type of `target`.
  private func value(_ operand: FilterOperand, as target: FilterOperand, _ context: FilterContext)
    -> String
  {
    if case .constant(let bytes) = operand { return target.type(context).text(bytes) }
    return operand.text(context, self)
  }

  private func text(_ nat: FilterTranslation, _ context: FilterContext) -> String {
    var text = nat.kind == .source ? "snat" : nat.kind == .destination ? "dnat" : "redirect"
    if context.family == .inet, nat.kind != .redirect, nat.address != nil {
      text += " \(nat.family.word)"
    }
    var target = ""
    let isIPv6 = nat.family == .ipv6
    if let address = nat.address {
      target = Self.address(address, isIPv6 && nat.port != nil, context, self)
      if let last = nat.lastAddress { target += "-" + Self.address(last, false, context, self) }
    }
    if let port = nat.port {
      target += ":" + Self.port(port, context, self)
      if let last = nat.lastPort { target += "-" + Self.port(last, context, self) }
    }
    return text + (target.isEmpty ? "" : " to " + target) + nat.flags.text
  }

  private static func address(
    _ operand: FilterOperand, _ hasBrackets: Bool, _ context: FilterContext, _ texts: Self
  ) -> String {
    guard case .constant(let bytes) = operand else { return operand.text(context, texts) }
    let text = FilterValueType.address.text(bytes)
    return hasBrackets ? "[\(text)]" : text
  }

  private static func port(
    _ operand: FilterOperand, _ context: FilterContext, _ texts: Self
  ) -> String {
    guard case .constant(let bytes) = operand else { return operand.text(context, texts) }
    return FilterValueType.port.text(bytes)
  }

  private static func reject(_ type: UInt32, _ code: UInt8, _ context: FilterContext) -> String {
    let names: [UInt8: String]
    let word: String
    switch (type, context.network) {
    case (1, _): return "reject with tcp reset"
    case (2, _):
      (word, names) = (
        "icmpx",
        [0: "no-route", 1: "port-unreachable", 2: "host-unreachable", 3: "admin-prohibited"]
      )
      if code == 1 { return "reject" }
    case (_, .ipv6?):
      (word, names) = (
        "icmpv6",
        [
          0: "no-route", 1: "admin-prohibited", 3: "addr-unreachable", 4: "port-unreachable",
          5: "policy-fail", 6: "reject-route",
        ]
      )
      if code == 4 { return "reject" }
    default:
      (word, names) = (
        "icmp",
        [
          0: "net-unreachable", 1: "host-unreachable", 2: "prot-unreachable",
          3: "port-unreachable", 9: "net-prohibited", 10: "host-prohibited",
          13: "admin-prohibited",
        ]
      )
      if code == 3 { return "reject" }
    }
    return "reject with \(word) \(names[code] ?? "\(code)")"
  }
}
