import Netlink

extension FilterExpression {
  /// The expressions of a rule (`NFTA_RULE_EXPRESSIONS`).
  static func list(_ attributes: consuming AttributeReader) throws(MalformedMessage) -> [Self] {
    var expressions: [Self] = []
    while let element = try attributes.next() {
      var name = ""
      var data: [UInt8] = []
      var parts = element.nested
      while let part = try parts.next() {
        switch part.type {
        case 1: name = part.string  // NFTA_EXPR_NAME
        case 2: data = part.payload.array  // NFTA_EXPR_DATA
        default: break
        }
      }
      expressions.append(try Self(name: name, data: data))
    }
    return expressions
  }

  /// What has no case, or an attribute that its case has no place for, is kept as it came.
  private init(name: String, data: [UInt8]) throws(MalformedMessage) {
    let values = try ExpressionValues(data)
    let known: Self? =
      switch name {
      case "meta": try Self.meta(values)
      case "payload": try Self.payload(values)
      case "cmp": try Self.compare(values)
      case "bitwise": try Self.bitwise(values)
      case "immediate": try Self.immediate(values)
      case "lookup": try Self.lookup(values)
      case "nat": try Self.nat(values)
      case "masq": try Self.masquerade(values)
      case "ct": try Self.connection(values)
      case "fib": try Self.fib(values)
      case "counter": try Self.counter(values)
      case "limit": try Self.limit(values)
      case "match": try Self.extended(values, isTarget: false)
      case "target": try Self.extended(values, isTarget: true)
      default: nil
      }
    self = known ?? .other(name: name, data: data)
  }

  private static func meta(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    guard let key = try values.number(2) else { return nil }  // NFTA_META_KEY
    if let into = try values.register(1), values.types == [1, 2] {  // NFTA_META_DREG
      return .meta(FilterMetaKey(rawValue: key), into: into)
    }
    if let from = try values.register(3), values.types == [2, 3] {  // NFTA_META_SREG
      return .setMeta(FilterMetaKey(rawValue: key), from: from)
    }
    return nil
  }

  private static func payload(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_PAYLOAD_DREG, BASE, OFFSET, LEN; one that writes has others.
    guard values.types == [1, 2, 3, 4], let into = try values.register(1),
      let base = try values.number(2), let offset = try values.number(3),
      let length = try values.number(4)
    else { return nil }
    return .payload(FilterHeader(rawValue: base), offset: offset, length: length, into: into)
  }

  private static func compare(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_CMP_SREG, OP, DATA
    guard values.types == [1, 2, 3], let register = try values.register(1),
      let comparison = try values.number(2), case .value(let bytes) = try values.data(3)
    else { return nil }
    return .compare(register, FilterComparison(rawValue: comparison), bytes)
  }

  private static func bitwise(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_BITWISE_SREG, DREG, LEN, MASK, XOR, OP (0 is mask and xor; not said before Linux 5.5)
    guard values.types.subtracting([6]) == [1, 2, 3, 4, 5],
      try values.number(6) ?? 0 == 0,
      let from = try values.register(1), let into = try values.register(2),
      let length = try values.number(3),
      case .value(let mask) = try values.data(4), case .value(let xor) = try values.data(5),
      mask.count == Int(length), xor.count == Int(length)
    else { return nil }
    return .bitwise(from: from, into: into, mask: mask, exclusiveOr: xor)
  }

  private static func immediate(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_IMMEDIATE_DREG, DATA
    guard values.types == [1, 2], let into = try values.register(1),
      let data = try values.data(2)
    else { return nil }
    return .immediate(data, into: into)
  }

  private static func lookup(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_LOOKUP_SET, SREG, DREG, SET_ID, FLAGS
    guard values.types.isSubset(of: [1, 2, 3, 5]), let set = values.text(1),
      let key = try values.register(2)
    else { return nil }
    let flags = try values.number(5) ?? 0
    guard flags & ~1 == 0 else { return nil }
    return .lookup(set: set, key: key, into: try values.register(3), isInverted: flags & 1 != 0)
  }

  private static func nat(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_NAT_TYPE, FAMILY, REG_ADDR_MIN, REG_ADDR_MAX, REG_PROTO_MIN, REG_PROTO_MAX, FLAGS
    guard values.types.isSubset(of: [1, 2, 3, 4, 5, 6, 7]), let type = try values.number(1),
      type <= 1, let family = try values.number(2)
    else { return nil }
    var nat = FilterNAT(
      isDestination: type == 1, family: FilterFamily(rawValue: UInt8(truncatingIfNeeded: family)),
      address: try values.register(3), port: try values.register(5))
    // The kernel tells the first register again where there is no range.
    let (lastAddress, lastPort) = (try values.register(4), try values.register(6))
    nat.lastAddress = lastAddress == nat.address ? nil : lastAddress
    nat.lastPort = lastPort == nat.port ? nil : lastPort
    // The kernel adds those that the registers say already.
    nat.flags = FilterNATFlags(rawValue: try values.number(7) ?? 0)
      .subtracting([.addresses, .ports])
    return .nat(nat)
  }

  private static func masquerade(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    guard values.types.isSubset(of: [1]) else { return nil }  // NFTA_MASQ_FLAGS
    return .masquerade(FilterNATFlags(rawValue: try values.number(1) ?? 0))
  }

  private static func connection(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_CT_DREG, KEY, DIRECTION; one that writes has NFTA_CT_SREG.
    guard values.types.subtracting([3]) == [1, 2], let into = try values.register(1),
      let key = try values.number(2)
    else { return nil }
    return .connection(
      FilterConnectionKey(rawValue: key), direction: try values.byte(3), into: into)
  }

  private static func fib(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_FIB_DREG, RESULT, FLAGS
    guard values.types == [1, 2, 3], let into = try values.register(1),
      let result = try values.number(2), let flags = try values.number(3)
    else { return nil }
    return .fib(FilterFIBResult(rawValue: result), FilterFIBFlags(rawValue: flags), into: into)
  }

  private static func counter(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_COUNTER_BYTES, PACKETS, PAD
    guard values.types.isSubset(of: [1, 2, 3]), let bytes = try values.longNumber(1),
      let packets = try values.longNumber(2)
    else { return nil }
    return .counter(packets: packets, bytes: bytes)
  }

  private static func limit(_ values: ExpressionValues) throws(MalformedMessage) -> Self? {
    // NFTA_LIMIT_RATE, UNIT, BURST, TYPE, FLAGS, PAD
    guard values.types.isSubset(of: [1, 2, 3, 4, 5, 6]), let rate = try values.longNumber(1),
      let unit = try values.longNumber(2)
    else { return nil }
    return .limit(
      FilterLimit(
        rate: rate, unit: unit, burst: try values.number(3) ?? 0,
        type: try values.number(4) ?? 0, isInverted: (try values.number(5) ?? 0) & 1 != 0))
  }

  private static func extended(_ values: ExpressionValues, isTarget: Bool)
    throws(MalformedMessage) -> Self?
  {
    // NFTA_MATCH_NAME, REV, INFO: the same numbers in NFTA_TARGET_*
    guard values.types == [1, 2, 3], let name = values.text(1),
      let revision = try values.number(2), let info = values.bytes(3)
    else { return nil }
    return isTarget
      ? .xtTarget(name: name, revision: revision, info: info)
      : .xtMatch(name: name, revision: revision, info: info)
  }
}
