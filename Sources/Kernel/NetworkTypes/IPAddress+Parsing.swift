extension IPAddress {
  /// Reads an address as `inet_pton` does: four decimal numbers, or IPv6 with `::` and an
  /// IPv4 tail; nil for anything else, also for a zone (`%eth0`) or a prefix length.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: ":")) {
      self.init(ipv6: bytes[...])
    } else {
      guard let number = Self.dotted(bytes[...]) else { return nil }
      self.init(ipv4: number)
    }
  }

  private static func dotted(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0")
      else { return nil }
      var value: UInt32 = 0
      for digit in part {
        guard (48...57).contains(digit) else { return nil }
        value = value * 10 + UInt32(digit - 48)
      }
      guard value <= 255 else { return nil }
      number = number << 8 | value
    }
    return number
  }

  private init?(ipv6 bytes: ArraySlice<UInt8>) {
    var groups: [UInt16] = []
    var gap: Int?
    var rest = bytes
    if rest.starts(with: [58, 58]) {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 58) ?? rest.endIndex
      let part = rest[rest.startIndex..<end]
      if end == rest.endIndex, part.contains(UInt8(ascii: ".")) {
        guard let number = Self.dotted(part) else { return nil }
        groups += [UInt16(number >> 16), UInt16(number & 0xFFFF)]
        rest = []
        break
      }
      guard let group = Self.hexadecimal(part) else { return nil }
      groups.append(group)
      rest = rest[end...]
      guard !rest.isEmpty else { break }
      rest = rest.dropFirst()
      if rest.first == 58 {
        guard gap == nil else { return nil }
        gap = groups.count
        rest = rest.dropFirst()
      } else if rest.isEmpty {
        return nil  // one colon at the end
      }
    }
    if let gap {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    let high = groups[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    let low = groups[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    self.init(high: high, low: low, family: .ipv6)
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
    guard (1...4).contains(digits.count) else { return nil }
    var value: UInt16 = 0
    for digit in digits {
      switch digit {
      case 48...57: value = value << 4 | UInt16(digit - 48)
      case 65...70: value = value << 4 | UInt16(digit - 55)
      case 97...102: value = value << 4 | UInt16(digit - 87)
      default: return nil
      }
    }
    return value
  }
}
