import Netlink

extension FilterRule {
  /// The rule without registers; nothing is left out.
  public var steps: [FilterStep] {
    var registers = FilterRegisters()
    var steps: [FilterStep] = []
    steps.reserveCapacity(expressions.count)
    for expression in expressions {
      guard let step = registers.take(expression, family: family) else { continue }
      // A range is also written as two comparisons.
      if case .test(let operand, .atMost, let high) = step,
        case .test(let other, .atLeast, let low)? = steps.last, operand == other
      {
        steps[steps.count - 1] = .range(operand, low: low, high: high, isInverted: false)
      } else {
        steps += step.fields
      }
    }
    return steps
  }
}

/// What each register holds while a rule is walked through.
private struct FilterRegisters {
  /// An operand stands at the first of the words (4 bytes each) that it fills.
  private var words: [FilterOperand?] = Array(repeating: nil, count: 20)

  /// How many values were looked up in maps: one holds its key, and a rule that looks up what it
  /// looked up, again and again, would make one that no time suffices to look at.
  private var mappings = 0
  private static let mostMappings = 4

  /// The number of the word that a register starts at.
  private static func word(_ register: FilterRegister) -> Int? {
    switch register.rawValue {
    case 1...4: Int(register.rawValue - 1) * 4
    case 8...23: Int(register.rawValue - 8)
    default: nil
    }
  }

  subscript(_ register: FilterRegister?) -> FilterOperand? {
    guard let register, let word = Self.word(register) else { return nil }
    return words[word]
  }

  private mutating func put(_ operand: FilterOperand, into register: FilterRegister) {
    guard let word = Self.word(register) else { return }
    let count = max((operand.byteCount + 3) / 4, 1)
    words[word] = operand
    for other in (word + 1)..<max(min(word + count, 20), word + 1) { words[other] = nil }
  }

  /// The operands one behind the other from a register on.
  private func key(_ register: FilterRegister) -> [FilterOperand]? {
    guard var word = Self.word(register) else { return nil }
    var key: [FilterOperand] = []
    while word < words.count, let operand = words[word] {
      key.append(operand)
      word += max((operand.byteCount + 3) / 4, 1)
    }
    return key.isEmpty ? nil : key
  }

  /// A step, or nil for an expression that only fills a register.
  mutating func take(_ expression: FilterExpression, family: FilterFamily) -> FilterStep? {
    switch expression {
    case .meta(let key, let into): put(.meta(key), into: into)
    case .payload(let header, let offset, let length, let into):
      put(.payload(header, offset: offset, length: length), into: into)
    case .connection(let key, let direction, let into):
      put(.connection(key, direction: direction), into: into)
    case .fib(let result, let flags, let into): put(.fib(result, flags), into: into)
    case .bitwise(let from, let into, let mask, let exclusiveOr):
      guard let operand = self[from] else { return .other(expression) }
      put(.masked(operand, mask: mask, exclusiveOr: exclusiveOr), into: into)
    case .immediate(.verdict(let verdict), _): return .verdict(verdict)
    case .immediate(.value(let bytes), let into): put(.constant(bytes), into: into)
    case .lookup(let set, let from, let into, let isInverted):
      guard let key = key(from) else { return .other(expression) }
      guard let into else { return clear(.lookup(key, set: set, isInverted: isInverted), from) }
      if into == .verdict { return clear(.verdictMap(key, set: set), from) }
      clear(from)
      mappings += 1
      guard mappings <= Self.mostMappings else {
        if let word = Self.word(into) { words[word] = nil }
        return .other(expression)
      }
      put(.mapped(set: set, key: key), into: into)
    default: return step(expression, family: family)
    }
    return nil
  }

  private mutating func step(_ expression: FilterExpression, family: FilterFamily) -> FilterStep? {
    switch expression {
    case .compare(let register, let comparison, let bytes):
      guard let operand = self[register] else { return .other(expression) }
      return .test(operand, comparison, bytes)
    case .setMeta(let key, let from):
      guard let operand = self[from] else { return .other(expression) }
      return .setMeta(key, operand)
    case .nat(let nat): return translation(nat, expression)
    case .masquerade(let flags): return .masquerade(flags)
    case .counter(let packets, let bytes): return .counter(packets: packets, bytes: bytes)
    case .limit(let limit): return .limit(limit)
    case .xtMatch(let name, let revision, let info):
      return .match(XTMatch(name: name, revision: revision, info: info, family: family))
    case .xtTarget(let name, let revision, let info):
      return .target(XTTarget(name: name, revision: revision, info: info, family: family))
    case .other(let name, let data): return other(name, data, expression)
    default: return .other(expression)
    }
  }

  /// Without what the key stood in: a longer key that comes later would take up parts of it.
  private mutating func clear(_ step: FilterStep, _ register: FilterRegister) -> FilterStep {
    clear(register)
    return step
  }

  private mutating func clear(_ register: FilterRegister) {
    guard let start = Self.word(register) else { return }
    for word in (start + 1)..<max(words.count, start + 1) { words[word] = nil }
  }

  private func translation(_ nat: FilterNAT, _ expression: FilterExpression) -> FilterStep {
    let address = self[nat.address]
    let port = self[nat.port]
    guard (nat.address == nil) == (address == nil), (nat.port == nil) == (port == nil) else {
      return .other(expression)
    }
    return .nat(
      FilterTranslation(
        kind: nat.isDestination ? .destination : .source, family: nat.family, address: address,
        lastAddress: self[nat.lastAddress], port: port, lastPort: self[nat.lastPort],
        flags: nat.flags))
  }

  private mutating func other(
    _ name: String, _ data: [UInt8], _ expression: FilterExpression
  ) -> FilterStep? {
    guard let values = try? ExpressionValues(data) else { return .other(expression) }
    switch name {
    case "numgen":
      // NFTA_NG_DREG, MODULUS, TYPE (0 the next one, 1 a random one), OFFSET
      guard let into = try? values.register(1), let modulus = try? values.number(2),
        let type = try? values.number(3)
      else { return .other(expression) }
      put(
        .number(
          isRandom: type == 1, modulus: modulus, offset: (try? values.number(4)) ?? 0),
        into: into)
      return nil
    case "range": return range(values) ?? .other(expression)
    case "redir":
      return redirect(values) ?? .other(expression)
    case "dynset": return update(values) ?? .other(expression)
    case "reject":
      // NFTA_REJECT_TYPE, ICMP_CODE
      guard let type = try? values.number(1) else { return .other(expression) }
      return .reject(type: type, code: (try? values.byte(2)) ?? 0)
    case "notrack": return .target(.notrack)
    default:
      // Whatever else loads a register names it first: NFTA_*_DREG is 1 in osf, socket, rt,
      // exthdr, xfrm, but not everywhere, so nothing is loaded that is not known.
      return load(name, data, values) ?? .other(expression)
    }
  }

  /// Expressions that only load a register, whose place is known.
  private mutating func load(_ name: String, _ data: [UInt8], _ values: ExpressionValues)
    -> FilterStep??
  {
    let place: UInt16
    switch name {
    case "rt", "exthdr", "osf", "xfrm": place = 1  // NFTA_RT_DREG, NFTA_EXTHDR_DREG, …
    case "socket": place = 2  // NFTA_SOCKET_DREG
    case "hash": place = 2  // NFTA_HASH_DREG
    default: return nil
    }
    guard let into = try? values.register(place) else { return nil }
    put(.other(name: name, data: data), into: into)
    return .some(nil)
  }

  private func range(_ values: ExpressionValues) -> FilterStep? {
    // NFTA_RANGE_SREG, OP, FROM_DATA, TO_DATA
    guard let from = try? values.register(1), let operand = self[from],
      let operation = try? values.number(2),
      case .value(let low)? = try? values.data(3), case .value(let high)? = try? values.data(4)
    else { return nil }
    return .range(operand, low: low, high: high, isInverted: operation == 1)
  }

  private func redirect(_ values: ExpressionValues) -> FilterStep? {
    // NFTA_REDIR_REG_PROTO_MIN, REG_PROTO_MAX, FLAGS
    let port = self[(try? values.register(1)) ?? nil]
    if values.types.contains(1), port == nil { return nil }
    let lastPort = self[(try? values.register(2)) ?? nil]
    let flags = FilterNATFlags(rawValue: ((try? values.number(3)) ?? nil) ?? 0)
    return .nat(
      FilterTranslation(
        kind: .redirect, family: .unspecified, port: port,
        lastPort: lastPort == port ? nil : lastPort,
        flags: flags.subtracting([.addresses, .ports])))
  }

  private func update(_ values: ExpressionValues) -> FilterStep? {
    // NFTA_DYNSET_SET_NAME, SET_ID, OP, SREG_KEY, SREG_DATA, TIMEOUT, EXPR, PAD, FLAGS
    guard let set = values.text(1), let operation = try? values.number(3),
      let from = try? values.register(4), let key = key(from), !values.types.contains(5),
      !values.types.contains(7), !values.types.contains(10)
    else { return nil }
    return .update(
      FilterSetUpdate(
        operation: operation, set: set, key: key,
        milliseconds: (try? values.longNumber(6)) ?? nil))
  }
}

extension FilterOperand {
  /// How many bytes of registers it takes; 4 where that is not known, as for most.
  var byteCount: Int {
    switch self {
    case .meta(let key): key.byteCount
    case .payload(_, _, let length): Int(min(length, 256))
    case .connection(let key, _): key.byteCount
    case .fib(let result, _): result == .addressType ? 4 : result.rawValue == 2 ? 16 : 4
    case .constant(let bytes): bytes.count
    case .number, .mapped, .other: 4
    case .masked(_, let mask, _): mask.count
    }
  }
}

extension FilterMetaKey {
  /// Of the value in bytes.
  public var byteCount: Int {
    switch rawValue {
    case 6, 7, 17, 18, 26, 27, 34: 16
    case 1, 8, 9, 28, 29: 2
    case 15, 16, 19, 25, 31: 1
    case 30: 8
    default: 4
    }
  }
}

extension FilterConnectionKey {
  /// Of the value in bytes.
  var byteCount: Int {
    switch rawValue {
    case 1, 7, 10: 1
    case 6, 8, 9, 13, 21, 22: 16
    case 11, 12, 17: 2
    case 14, 15, 16: 8
    default: 4
    }
  }
}
