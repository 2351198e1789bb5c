/// A value that a rule works on: what a register held when it was read.
public indirect enum FilterOperand: Hashable, Sendable {
  case meta(FilterMetaKey)
  case payload(FilterHeader, offset: UInt32, length: UInt32)
  case connection(FilterConnectionKey, direction: UInt8?)
  case fib(FilterFIBResult, FilterFIBFlags)
  case constant([UInt8])
  /// A number below `modulus`, plus `offset`: another one for each packet, or the next one.
  case number(isRandom: Bool, modulus: UInt32, offset: UInt32)
  /// `(operand & mask) ^ exclusiveOr`.
  case masked(FilterOperand, mask: [UInt8], exclusiveOr: [UInt8])
  /// What a key leads to in a map.
  case mapped(set: String, key: [FilterOperand])
  /// What another expression loads, by its name and its attributes byte for byte.
  case other(name: String, data: [UInt8])
}

/// A step of a rule without registers: a test, a change or a verdict.
public enum FilterStep: Hashable, Sendable {
  case test(FilterOperand, FilterComparison, [UInt8])
  /// From `low` to `high`, as numbers in network order.
  case range(FilterOperand, low: [UInt8], high: [UInt8], isInverted: Bool)
  /// Whether a key, of one part or several, is in a set.
  case lookup([FilterOperand], set: String, isInverted: Bool)
  case verdict(FilterVerdict)
  /// The verdict that a key leads to; on with the rule where it leads nowhere.
  case verdictMap([FilterOperand], set: String)
  case setMeta(FilterMetaKey, FilterOperand)
  case nat(FilterTranslation)
  case masquerade(FilterNATFlags)
  case counter(packets: UInt64, bytes: UInt64)
  case limit(FilterLimit)
  case match(XTMatch)
  case target(XTTarget)
  /// Adds or refreshes an element of a set by the packet.
  case update(FilterSetUpdate)
  case reject(type: UInt32, code: UInt8)
  /// Another expression, or one whose registers hold something unknown: whoever evaluates the
  /// rule cannot tell whether it matches.
  case other(FilterExpression)
}

/// `nat` and `redir` with their values.
public struct FilterTranslation: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case source, destination, redirect }
  public var kind: Kind
  public var family: FilterFamily
  public var address: FilterOperand?
  public var lastAddress: FilterOperand?
  public var port: FilterOperand?
  public var lastPort: FilterOperand?
  public var flags: FilterNATFlags
}

/// `dynset`: what it adds to a set, and for how long.
public struct FilterSetUpdate: Hashable, Sendable {
  /// `NFT_DYNSET_OP_*`: 0 add, 1 update, 2 delete.
  public var operation: UInt32
  public var set: String
  public var key: [FilterOperand]
  public var milliseconds: UInt64?
}

extension Array where Element == FilterOperand {
  /// The only part of a key.
  public var single: FilterOperand? { count == 1 ? self[0] : nil }
}
