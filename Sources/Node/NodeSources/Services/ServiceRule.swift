import Netlink
import NetlinkFilter
import NetworkTypes

/// What of a rule matters for services, whichever way it is written.
struct ServiceRule {
  struct Source: Hashable {
    var prefix: IPPrefix
    var isInverted: Bool
  }

  var comment: String?
  var source: Source?
  var destination: IPPrefix?
  var transport: UInt8?
  var port: UInt16?
  /// The chain that it jumps or goes to.
  var target: String?
  var isReject = false
  var isDrop = false
  var translation: FoundService.Endpoint?
  /// How much of what reaches it it takes; nil without `statistic`.
  var probability: Double?
  /// Of `recent`, for a client that was seen: in seconds.
  var affinitySeconds: UInt32?
  /// Whether it is only for clients that a list or a set has.
  var isAffinity = false
  var isLocalSource = false
  var isLocalDestination = false
  /// A map of verdicts by a random number below `modulus`.
  var choice: (modulus: UInt32, set: String)?
  /// A set that the source has to be in, or not.
  var sourceSet: (name: String, isInverted: Bool)?
  /// Something that is not known here also has to match.
  var isConditional = false

  init() {}

  init(_ rule: FilterRule) {
    comment = rule.comment
    for step in rule.steps { take(step, rule.family) }
  }

  private mutating func take(_ step: FilterStep, _ family: FilterFamily) {
    switch step {
    case .test(let operand, let comparison, let bytes): test(operand, comparison, bytes, family)
    case .lookup(let key, let set, let isInverted):
      if let operand = key.single, Self.field(operand, family) == .source {
        sourceSet = (set, isInverted)
        if set.hasPrefix("affinity-") { isAffinity = true }
      } else {
        isConditional = true
      }
    case .verdict(.jump(let chain)), .verdict(.goto(let chain)): target = chain
    case .verdict(.drop): isDrop = true
    case .verdict: break
    case .verdictMap(let key, let set):
      if case .number(true, let modulus, 0)? = key.single { choice = (modulus, set) }
    case .nat(let nat):
      guard nat.kind == .destination, case .constant(let bytes)? = nat.address,
        let address = IPAddress(networkOrder: bytes.span.bytes)
      else { break }
      translation = FoundService.Endpoint(address: address, port: nat.port?.port)
    case .reject: isReject = true
    case .match(let match): take(match)
    case .target(let xt): take(xt)
    case .counter, .setMeta, .masquerade, .update: break
    case .range, .limit, .other: isConditional = true
    }
  }

  private mutating func test(
    _ operand: FilterOperand, _ comparison: FilterComparison, _ bytes: [UInt8],
    _ family: FilterFamily
  ) {
    let isEqual = comparison == .equal
    switch Self.field(operand, family) {
    case .source?:
      guard let prefix = operand.prefix(bytes, size: family == .ipv6 ? 16 : 4) else {
        return isConditional = true
      }
      source = Source(prefix: prefix, isInverted: !isEqual)
    case .destination? where isEqual:
      guard let prefix = operand.prefix(bytes, size: family == .ipv6 ? 16 : 4) else {
        return isConditional = true
      }
      destination = prefix
    case .transport? where isEqual: transport = bytes.first
    case .port? where isEqual:
      guard bytes.count == 2 else { return isConditional = true }
      port = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    case .localSource? where isEqual && bytes.fibType == 2: isLocalSource = true
    case .localDestination? where isEqual && bytes.fibType == 2: isLocalDestination = true
    default: isConditional = true
    }
  }

  private mutating func take(_ match: XTMatch) {
    switch match {
    case .comment(let text): comment = text
    case .ports(let ports):
      if ports.inverted == 0, ports.destination.count == 1 { port = ports.destination.lowerBound }
      if ports.source != 0...65535 || ports.option != 0 || ports.flagMask != 0 {
        isConditional = true
      }
    case .addressType(let types) where types.flags == 0:
      if types.source != 0 { isLocalSource = types.source == XTAddressType.local }
      if types.destination != 0 { isLocalDestination = types.destination == XTAddressType.local }
    case .statistic(let statistic):
      probability = statistic.isInverted ? nil : statistic.probability
      if probability == nil { isConditional = true }
    case .recent(let recent):
      // `--set` only notes the client.
      guard recent.flags & 2 == 0 else { break }
      isAffinity = true
      affinitySeconds = recent.seconds
    default: isConditional = true
    }
  }

  private mutating func take(_ xt: XTTarget) {
    switch xt {
    case .destinationNAT(let range):
      guard let address = range.addresses?.lowerBound else { break }
      translation = FoundService.Endpoint(address: address, port: range.ports?.lowerBound)
    case .reject: isReject = true
    default: break
    }
  }

  private enum Field { case source, destination, transport, port, localSource, localDestination }

  private static func field(_ operand: FilterOperand, _ family: FilterFamily) -> Field? {
    switch operand {
    case .masked(let inner, _, _): field(inner, family)
    case .payload(.network, let offset, _):
      switch (family, offset) {
      case (.ipv4, 12), (.ipv6, 8): .source
      case (.ipv4, 16), (.ipv6, 24): .destination
      default: nil
      }
    case .payload(.transport, 2, 2): .port
    case .meta(.transport): .transport
    case .fib(.addressType, let flags):
      flags == .source ? .localSource : flags == .destination ? .localDestination : nil
    default: nil
    }
  }
}

extension [UInt8] {
  /// The kind of an address as `fib` loads it, in host order.
  fileprivate var fibType: UInt32? { span.bytes.integer(at: 0) }
}

extension FilterOperand {
  /// A port that is loaded as it is.
  fileprivate var port: UInt16? {
    guard case .constant(let bytes) = self, bytes.count >= 2 else { return nil }
    return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
  }
}
