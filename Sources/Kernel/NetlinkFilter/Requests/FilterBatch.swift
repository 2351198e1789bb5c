public import LinuxSystem
public import Netlink

/// Changes of the rules that the kernel makes all at once, or none of them.
public struct FilterBatch: Sendable {
  /// Each with what it is about, for errors.
  public private(set) var requests: [(message: MessageEncoder, subject: String)] = []
  /// The generation that was read before; nil changes whatever there is.
  ///
  /// The kernel refuses the batch if anybody changed the rules since.
  public var generation: UInt32?

  public init(generation: UInt32? = nil) { self.generation = generation }

  public var isEmpty: Bool { requests.isEmpty }

  private mutating func append(_ message: MessageEncoder, _ subject: String) {
    requests.append((message, subject))
  }

  /// Makes a table, if it is not there.
  public mutating func add(_ table: FilterTable) {
    var message = MessageEncoder(filter: .newTable, table.family, flags: .create)
    message.attribute(FilterTableAttribute.name.rawValue, table.name)
    message.attribute(FilterTableAttribute.flags.rawValue, table.flags.bigEndian)
    if !table.userData.bytes.isEmpty {
      message.attribute(FilterTableAttribute.userData.rawValue, bytes: table.userData.bytes)
    }
    append(message, "table \(table.family) \(table.name)")
  }

  /// Takes a table away with all that is in it.
  public mutating func deleteTable(_ family: FilterFamily, _ name: String) {
    var message = MessageEncoder(filter: .deleteTable, family, flags: [])
    message.attribute(FilterTableAttribute.name.rawValue, name)
    append(message, "table \(family) \(name)")
  }

  /// Makes a chain, if it is not there.
  public mutating func add(_ chain: FilterChain) {
    var message = MessageEncoder(filter: .newChain, chain.family, flags: .create)
    message.attribute(FilterChainAttribute.table.rawValue, chain.table)
    message.attribute(FilterChainAttribute.name.rawValue, chain.name)
    chain.base?.encode(into: &message)
    if !chain.userData.bytes.isEmpty {
      message.attribute(FilterChainAttribute.userData.rawValue, bytes: chain.userData.bytes)
    }
    append(message, "chain \(chain.family) \(chain.table) \(chain.name)")
  }

  /// Takes a chain away; nothing may jump to it any more.
  public mutating func deleteChain(_ family: FilterFamily, _ table: String, _ name: String) {
    var message = MessageEncoder(filter: .deleteChain, family, flags: [])
    message.attribute(FilterChainAttribute.table.rawValue, table)
    message.attribute(FilterChainAttribute.name.rawValue, name)
    append(message, "chain \(family) \(table) \(name)")
  }

  /// Takes all rules of a chain away.
  public mutating func flushChain(_ family: FilterFamily, _ table: String, _ name: String) {
    var message = MessageEncoder(filter: .deleteFilterRule, family, flags: [])
    message.attribute(FilterRuleAttribute.table.rawValue, table)
    message.attribute(FilterRuleAttribute.chain.rawValue, name)
    append(message, "rules of chain \(family) \(table) \(name)")
  }

  /// Adds a rule at the end of its chain, or at the start.
  public mutating func add(_ rule: FilterRule, atStart: Bool = false) {
    var message = MessageEncoder(
      filter: .newFilterRule, rule.family, flags: atStart ? .create : [.create, .append])
    message.attribute(FilterRuleAttribute.table.rawValue, rule.table)
    message.attribute(FilterRuleAttribute.chain.rawValue, rule.chain)
    message.nest(FilterRuleAttribute.expressions.rawValue) { list in
      for expression in rule.expressions { expression.encode(into: &list) }
    }
    if let compatibility = rule.compatibility {
      message.attribute(
        FilterRuleAttribute.compatibility.rawValue | AttributeFlags.nested.rawValue,
        bytes: compatibility)
    }
    if !rule.userData.bytes.isEmpty {
      message.attribute(FilterRuleAttribute.userData.rawValue, bytes: rule.userData.bytes)
    }
    append(message, "rule in chain \(rule.family) \(rule.table) \(rule.chain)")
  }

  /// Takes away a rule that was read: by its handle.
  public mutating func delete(_ rule: FilterRule) {
    guard let handle = rule.handle else { return }
    var message = MessageEncoder(filter: .deleteFilterRule, rule.family, flags: [])
    message.attribute(FilterRuleAttribute.table.rawValue, rule.table)
    message.attribute(FilterRuleAttribute.chain.rawValue, rule.chain)
    message.attribute(FilterRuleAttribute.handle.rawValue, handle.bigEndian)
    append(message, "rule \(handle) of chain \(rule.family) \(rule.table) \(rule.chain)")
  }
}

extension FilterBatch {
  /// Makes a set or a map, if it is not there.
  public mutating func add(_ set: FilterSet) {
    var message = MessageEncoder(filter: .newSet, set.family, flags: .create)
    message.attribute(FilterSetAttribute.table.rawValue, set.table)
    message.attribute(FilterSetAttribute.name.rawValue, set.name)
    message.attribute(FilterSetAttribute.flags.rawValue, set.flags.rawValue.bigEndian)
    message.attribute(FilterSetAttribute.keyType.rawValue, set.key.number.bigEndian)
    message.attribute(FilterSetAttribute.keyLength.rawValue, set.key.length.bigEndian)
    if let data = set.data {
      message.attribute(FilterSetAttribute.dataType.rawValue, data.number.bigEndian)
      message.attribute(FilterSetAttribute.dataLength.rawValue, data.length.bigEndian)
    }
    // The kernel wants a number even where nothing in the batch names the set by it.
    let id = UInt32(truncatingIfNeeded: requests.count + 1)
    message.attribute(FilterSetAttribute.id.rawValue, id.bigEndian)
    if !set.userData.bytes.isEmpty {
      message.attribute(FilterSetAttribute.userData.rawValue, bytes: set.userData.bytes)
    }
    append(message, "set \(set.family) \(set.table) \(set.name)")
  }

  /// Adds elements.
  ///
  /// - Parameter exclusive: Refuse those that are there (`EEXIST`); else they stay as they are.
  ///   A map always refuses a key that leads to something else.
  public mutating func add(_ elements: FilterElements, exclusive: Bool = false) {
    append(elements, .newElements, flags: exclusive ? [.create, .exclusive] : .create)
  }

  /// Takes elements away by their keys; one that is not there is `ENOENT`.
  public mutating func delete(_ elements: FilterElements) {
    var elements = elements
    for index in elements.elements.indices {
      elements.elements[index].data = nil
      elements.elements[index].userData.bytes = []
    }
    append(elements, .deleteElements, flags: [])
  }

  private mutating func append(
    _ elements: FilterElements, _ type: MessageType, flags: MessageFlags
  ) {
    guard !elements.elements.isEmpty else { return }
    var message = MessageEncoder(filter: type, elements.family, flags: flags)
    message.attribute(FilterElementsAttribute.table.rawValue, elements.table)
    message.attribute(FilterElementsAttribute.set.rawValue, elements.set)
    message.nest(FilterElementsAttribute.elements.rawValue) { list in
      for element in elements.elements { element.encode(into: &list) }
    }
    append(message, "elements of set \(elements.family) \(elements.table) \(elements.set)")
  }
}

/// Why a batch changed nothing.
public enum FilterError: Error, Hashable, Sendable, CustomStringConvertible {
  case netlink(NetlinkError)
  /// Somebody changed the rules since the generation was read: read again, and try again.
  case changed
  /// The requests that the kernel refused; there is at least one.
  case refused([RefusedRequest])

  public var description: String {
    switch self {
    case .netlink(let error): "\(error)"
    case .changed: "the rules were changed by another process meanwhile"
    case .refused(let requests): requests.map(\.description).joined(separator: "; ")
    }
  }

  /// The number of the kernel, where there is one.
  public var reason: ErrorNumber? {
    switch self {
    case .netlink(let error): error.reason
    case .changed: nil
    case .refused(let requests): requests.first?.refusal.reason
    }
  }
}

/// A request of a batch that the kernel refused.
public struct RefusedRequest: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it is about: `chain inet t c`; nil for the batch as a whole.
  public let subject: String?
  public let refusal: Refusal

  public var description: String { "\(subject ?? "nf_tables"): \(refusal)" }
}

extension NetlinkSocket {
  /// Makes the changes of a batch; an empty one is none.
  public mutating func perform(_ batch: FilterBatch, buffer: ReceiveBuffer) throws(FilterError) {
    guard !batch.isEmpty else { return }
    let subsystem: UInt16 = 10  // NFNL_SUBSYS_NFTABLES
    var begin = MessageEncoder(
      filter: .batchBegin, .unspecified, flags: [], resource: subsystem)
    if let generation = batch.generation {
      begin.attribute(1, generation.bigEndian)  // NFNL_BATCH_GENID
    }
    let end = MessageEncoder(filter: .batchEnd, .unspecified, flags: [], resource: subsystem)
    let refusals: [BatchRefusal]
    do {
      refusals = try performBatch(
        batch.requests.map(\.message), begin: begin, end: end, buffer: buffer)
    } catch {
      throw .netlink(error)
    }
    guard !refusals.isEmpty else { return }
    let restart = ErrorNumber(rawValue: 85)  // ERESTART, which the C library does not name
    if refusals.contains(where: { $0.refusal.reason == restart }) { throw .changed }
    throw .refused(
      refusals.map {
        RefusedRequest(
          subject: $0.position.map { batch.requests[$0].subject }, refusal: $0.refusal)
      })
  }
}
