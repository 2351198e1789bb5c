import Canvas
import NetworkTypes
import NodeModel

/// The cells that several views have.
extension TableCell {
  static func rate(_ perSecond: Double?, _ role: Role) -> TableCell {
    guard let perSecond else { return .none }
    // What stands still is quiet, so that the eye finds what does not.
    return TableCell(Quantity.rate(perSecond), perSecond == 0 ? .mutedText : role)
  }

  /// The first address, and how many more there are.
  static func addresses(_ addresses: [IPAddress]) -> TableCell {
    guard let first = addresses.first else { return .none }
    let more = addresses.count - 1
    return TableCell(more > 0 ? "\(first) +\(more)" : "\(first)", .address)
  }

  static func number(_ value: (some BinaryInteger)?) -> TableCell {
    value.map { TableCell("\($0)", .number) } ?? .none
  }

  /// A number that should be zero.
  static func faults(_ value: UInt64?) -> TableCell {
    guard let value else { return .none }
    return TableCell(Quantity.count(value), value == 0 ? .mutedText : .warning)
  }

  static func address(_ value: (some CustomStringConvertible)?) -> TableCell {
    value.map { TableCell("\($0)", .address) } ?? .none
  }

  static func text(_ value: String?, _ role: Role = .text) -> TableCell {
    value.map { TableCell($0, role) } ?? .none
  }
}

extension SortWord {
  /// One of the three words of an address: family, upper half, lower half; nothing sorts first.
  static func address(_ address: IPAddress?, word: Int) -> UInt64 {
    guard let address else { return 0 }
    switch word {
    case 0: return address.family == .ipv4 ? 1 : 2
    case 1: return address.high
    default: return address.low
    }
  }

  /// The first eight bytes of a link-layer address.
  static func address(_ address: MACAddress?) -> UInt64 {
    (address?.bytes.prefix(8) ?? []).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension [UInt8] {
  /// Appends the canonical text of an address without making a string.
  mutating func append(_ address: IPAddress) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: IPAddress.maximumTextLength) { room in
      guard let start = room.baseAddress else { return }
      let count = address.writeText(to: start)
      append(contentsOf: UnsafeBufferPointer(rebasing: room[..<count]))
    }
  }

  mutating func append(number: some FixedWidthInteger & UnsignedInteger) {
    var number = UInt64(number)
    let start = count
    repeat {
      append(48 + UInt8(number % 10))
      number /= 10
    } while number > 0
    self[start...].reverse()
  }
}
