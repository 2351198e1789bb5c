import Netlink

extension FilterExpression {
  /// The name of the kernel (`NFTA_EXPR_NAME`).
  public var name: String {
    switch self {
    case .meta, .setMeta: "meta"
    case .payload: "payload"
    case .compare: "cmp"
    case .bitwise: "bitwise"
    case .immediate: "immediate"
    case .lookup: "lookup"
    case .nat: "nat"
    case .masquerade: "masq"
    case .connection: "ct"
    case .fib: "fib"
    case .counter: "counter"
    case .limit: "limit"
    case .xtMatch: "match"
    case .xtTarget: "target"
    case .other(let name, _): name
    }
  }

  func encode(into list: inout MessageEncoder) {
    list.nest(1) { element in  // NFTA_LIST_ELEM
      element.attribute(1, name)
      if case .other(_, let data) = self {
        element.attribute(2 | AttributeFlags.nested.rawValue, bytes: data)
      } else {
        element.nest(2) { encodeData(into: &$0) }
      }
    }
  }

  private func encodeData(into data: inout MessageEncoder) {
    switch self {
    case .meta(let key, let into):
      data.attribute(1, into.rawValue.bigEndian)
      data.attribute(2, key.rawValue.bigEndian)
    case .setMeta(let key, let from):
      data.attribute(2, key.rawValue.bigEndian)
      data.attribute(3, from.rawValue.bigEndian)
    case .payload(let header, let offset, let length, let into):
      data.attribute(1, into.rawValue.bigEndian)
      data.attribute(2, header.rawValue.bigEndian)
      data.attribute(3, offset.bigEndian)
      data.attribute(4, length.bigEndian)
    case .compare(let register, let comparison, let bytes):
      data.attribute(1, register.rawValue.bigEndian)
      data.attribute(2, comparison.rawValue.bigEndian)
      FilterData.value(bytes).encode(3, into: &data)
    case .bitwise(let from, let into, let mask, let xor):
      data.attribute(1, from.rawValue.bigEndian)
      data.attribute(2, into.rawValue.bigEndian)
      data.attribute(3, UInt32(truncatingIfNeeded: mask.count).bigEndian)
      FilterData.value(mask).encode(4, into: &data)
      FilterData.value(xor).encode(5, into: &data)
    case .immediate(let value, let into):
      data.attribute(1, into.rawValue.bigEndian)
      value.encode(2, into: &data)
    default: encodeMore(into: &data)
    }
  }

  private func encodeMore(into data: inout MessageEncoder) {
    switch self {
    case .lookup(let set, let key, let into, let isInverted):
      data.attribute(1, set)
      data.attribute(2, key.rawValue.bigEndian)
      if let into { data.attribute(3, into.rawValue.bigEndian) }
      if isInverted { data.attribute(5, UInt32(1).bigEndian) }
    case .nat(let nat): nat.encode(into: &data)
    case .masquerade(let flags):
      if !flags.isEmpty { data.attribute(1, flags.rawValue.bigEndian) }
    case .connection(let key, let direction, let into):
      data.attribute(1, into.rawValue.bigEndian)
      data.attribute(2, key.rawValue.bigEndian)
      if let direction { data.attribute(3, direction) }
    case .fib(let result, let flags, let into):
      data.attribute(1, into.rawValue.bigEndian)
      data.attribute(2, result.rawValue.bigEndian)
      data.attribute(3, flags.rawValue.bigEndian)
    case .counter(let packets, let bytes):
      data.attribute(1, bytes.bigEndian)
      data.attribute(2, packets.bigEndian)
    case .limit(let limit): limit.encode(into: &data)
    case .xtMatch(let name, let revision, let info), .xtTarget(let name, let revision, let info):
      data.attribute(1, name)
      data.attribute(2, revision.bigEndian)
      data.attribute(3, bytes: info)
    default: break
    }
  }
}

extension FilterNAT {
  fileprivate func encode(into data: inout MessageEncoder) {
    data.attribute(1, UInt32(isDestination ? 1 : 0).bigEndian)
    data.attribute(2, UInt32(family.rawValue).bigEndian)
    if let address { data.attribute(3, address.rawValue.bigEndian) }
    if let lastAddress { data.attribute(4, lastAddress.rawValue.bigEndian) }
    if let port { data.attribute(5, port.rawValue.bigEndian) }
    if let lastPort { data.attribute(6, lastPort.rawValue.bigEndian) }
    if !flags.isEmpty { data.attribute(7, flags.rawValue.bigEndian) }
  }
}

extension FilterLimit {
  fileprivate func encode(into data: inout MessageEncoder) {
    data.attribute(1, rate.bigEndian)
    data.attribute(2, unit.bigEndian)
    data.attribute(3, burst.bigEndian)
    data.attribute(4, type.bigEndian)
    data.attribute(5, UInt32(isInverted ? 1 : 0).bigEndian)
  }
}
