public import NetworkTypes

extension FilterOperand {
  /// The prefix that an address is compared with: by a mask, or by its leading bytes alone.
  public func prefix(_ bytes: [UInt8], size: Int) -> IPPrefix? {
    guard !bytes.isEmpty, bytes.count <= size else { return nil }
    var length = bytes.count * 8
    if case .masked(_, let mask, let exclusiveOr) = self {
      guard exclusiveOr.allSatisfy({ $0 == 0 }), let bits = mask.prefixLength,
        bits <= size * 8
      else { return nil }
      length = bits
    }
    let all = bytes + Array(repeating: 0, count: size - bytes.count)
    return IPAddress(networkOrder: all.span.bytes).map { IPPrefix($0, length: UInt8(length)) }
  }
}

extension [UInt8] {
  /// How many leading bits are set, where all that are set lead.
  var prefixLength: Int? {
    var length = 0
    var isOver = false
    for byte in self {
      let ones = (~byte).leadingZeroBitCount
      if isOver ? byte != 0 : UInt16(byte) != (0xFF00 >> UInt16(ones)) & 0xFF { return nil }
      length += ones
      if ones < 8 { isOver = true }
    }
    return length
  }
}
