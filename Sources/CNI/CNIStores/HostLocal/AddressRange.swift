public import NetworkTypes

/// A range of addresses that host-local gives out: both ends belong to it.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  public let subnet: IPPrefix
  public let first: IPAddress
  public let last: IPAddress
  /// Never given out.
  public let gateway: IPAddress

  /// - Parameters:
  ///   - start: Else the address after that of the network.
  ///   - end: Else the one before the broadcast address, in IPv6 the last of the subnet.
  ///   - gateway: Else the address after that of the network.
  public init(
    subnet: IPPrefix, start: IPAddress? = nil, end: IPAddress? = nil, gateway: IPAddress? = nil
  ) throws(AddressRangeError) {
    let family = subnet.address.family
    guard subnet.length <= family.bits - 2, let second = subnet.address.next else {
      throw .tooSmall(subnet)
    }
    guard subnet.network == subnet else { throw .hostBits(subnet) }
    let lower = start?.unmapped
    let upper = end?.unmapped
    func contains(_ address: IPAddress) -> Bool {
      subnet.contains(address) && lower.map { address >= $0 } ?? true
        && upper.map { address <= $0 } ?? true
    }
    if let lower, !contains(lower) { throw .startOutside(lower, subnet) }
    if let upper, !contains(upper) { throw .endOutside(upper, subnet) }
    self.subnet = subnet
    self.gateway = gateway?.unmapped ?? second
    first = lower ?? second
    let top = subnet.last
    let beforeTop = IPAddress(number: top.number - 1, family: family) ?? top
    last = upper ?? (family == .ipv4 ? beforeTop : top)
    // Only one end was given, and the default of the other lies beyond it.
    guard first <= last else { throw .endOutside(last, subnet) }
  }

  public func contains(_ address: IPAddress) -> Bool {
    address.family == first.family && first <= address && address <= last
  }

  public func overlaps(_ other: AddressRange) -> Bool {
    first.family == other.first.family && first <= other.last && other.first <= last
  }

  public var description: String { "\(first.goText)-\(last.goText)" }
}

/// Ranges of one family from which a container gets one address.
public struct AddressRangeSet: Hashable, Sendable, CustomStringConvertible {
  /// At least one.
  public let ranges: [AddressRange]

  public init(_ ranges: [AddressRange]) throws(AddressRangeError) {
    guard let first = ranges.first else { throw .emptySet }
    guard ranges.allSatisfy({ $0.first.family == first.first.family }) else {
      throw .mixedFamilies
    }
    for (index, range) in ranges.enumerated() {
      if let other = ranges[(index + 1)...].first(where: range.overlaps) {
        throw .overlap(range, other)
      }
    }
    self.ranges = ranges
  }

  public var family: AddressFamily { ranges[0].first.family }

  /// The range that an address is in.
  public func range(of address: IPAddress) -> AddressRange? {
    ranges.first { $0.contains(address) }
  }

  public func overlaps(_ other: AddressRangeSet) -> Bool {
    ranges.contains { range in other.ranges.contains(where: range.overlaps) }
  }

  public var description: String { ranges.map(\.description).joined(separator: ",") }
}

/// What is wrong with a range, in the words of the reference plugin.
public enum AddressRangeError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooSmall(IPPrefix)
  case hostBits(IPPrefix)
  case startOutside(IPAddress, IPPrefix)
  case endOutside(IPAddress, IPPrefix)
  case emptySet
  case mixedFamilies
  case overlap(AddressRange, AddressRange)

  public var description: String {
    switch self {
    case .tooSmall(let subnet): "Network \(subnet.goText) too small to allocate from"
    case .hostBits(let subnet):
      "Network has host bits set. For a subnet mask of length \(subnet.length) the network address is \(subnet.network.address.goText)"
    case .startOutside(let address, let subnet):
      "RangeStart \(address.goText) not in network \(subnet.goText)"
    case .endOutside(let address, let subnet):
      "RangeEnd \(address.goText) not in network \(subnet.goText)"
    case .emptySet: "empty range set"
    case .mixedFamilies: "mixed address families"
    case .overlap(let one, let other): "subnets \(one) and \(other) overlap"
    }
  }
}

extension IPAddress {
  /// The text of Go's `net.IP`, which names lease files: no dotted tail but for a mapped
  /// address, which is written as IPv4.
  public var goText: String {
    let text = unmapped.description
    guard family == .ipv6, text.utf8.contains(UInt8(ascii: ".")), unmapped == self else {
      return text
    }
    let groups = [UInt16(truncatingIfNeeded: low >> 16), UInt16(truncatingIfNeeded: low)]
    return "::" + groups.map { String($0, radix: 16) }.joined(separator: ":")
  }
}

extension IPPrefix {
  /// The text of Go's `net.IPNet`.
  public var goText: String { "\(address.goText)/\(length)" }
}
