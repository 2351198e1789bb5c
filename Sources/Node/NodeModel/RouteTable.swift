public import NetworkTypes

/// One route in 48 bytes, so that a table of a million fits and a dump costs what C costs.
///
/// What few routes have stands in a side table (`RouteExtra`). Code outside `RouteTable`
/// reads `Route`, the same facts unpacked.
@frozen public struct RouteRecord: Hashable, Sendable {
  public var destinationHigh: UInt64
  public var destinationLow: UInt64
  public var gatewayHigh: UInt64
  public var gatewayLow: UInt64
  public var table: UInt32
  public var priority: UInt32
  /// The index of the link; 0 is none.
  public var device: Int32
  public var destinationLength: UInt8
  public var `protocol`: UInt8
  /// From the lowest bit: IPv6, has a gateway, has a priority, has an extra, four bits of type,
  /// three bits of scope.
  public var code: UInt16

  @inlinable public init() {
    destinationHigh = 0
    destinationLow = 0
    gatewayHigh = 0
    gatewayLow = 0
    table = 0
    priority = 0
    device = 0
    destinationLength = 0
    self.protocol = 0
    code = 0
  }

  @inlinable public static var isIPv6: UInt16 { 1 }
  @inlinable public static var hasGateway: UInt16 { 2 }
  @inlinable public static var hasPriority: UInt16 { 4 }
  @inlinable public static var hasExtra: UInt16 { 8 }

  @inlinable public var family: AddressFamily { code & Self.isIPv6 == 0 ? .ipv4 : .ipv6 }
  @inlinable public var destination: IPAddress {
    IPAddress(high: destinationHigh, low: destinationLow, family: family)
  }
  @inlinable public var gateway: IPAddress? {
    code & Self.hasGateway == 0
      ? nil : IPAddress(high: gatewayHigh, low: gatewayLow, family: family)
  }
  @inlinable public var type: UInt8 { UInt8(truncatingIfNeeded: code >> 4 & 0xF) }
  @inlinable public var scope: UInt8 { Self.unpackedScope(code >> 8 & 7) }

  /// Packs type and scope; false if they are none of those that Linux knows today, and then
  /// stand in the extra.
  @inlinable public mutating func pack(type: UInt8, scope: UInt8) -> Bool {
    let packed: UInt16
    switch scope {
    case 0: packed = 0
    case 200: packed = 1
    case 253: packed = 2
    case 254: packed = 3
    case 255: packed = 4
    default: packed = 7
    }
    code |= UInt16(type & 0xF) << 4 | packed << 8
    return type < 16 && packed != 7
  }

  @inlinable static func unpackedScope(_ packed: UInt16) -> UInt8 {
    switch packed {
    case 0: 0
    case 1: 200
    case 2: 253
    case 3: 254
    default: 255
    }
  }
}

/// What few routes have.
public struct RouteExtra: Hashable, Sendable {
  /// Type and scope where `RouteRecord` has no room for their number.
  public var rawType: UInt8?
  public var rawScope: UInt8?
  public var flags: RouteFlags = []
  /// The preferred source address (`RTA_PREFSRC`).
  public var source: IPAddress?
  /// A source prefix that packets must have (`RTA_SRC`; IPv6).
  public var from: IPPrefix?
  public var tos: UInt8 = 0
  /// A gateway of the other family (`RTA_VIA`).
  public var via: IPAddress?
  public var nextHopID: UInt32?
  public var nextHops: [RouteNextHop] = []
  /// In bytes (`RTAX_MTU`).
  public var mtu: UInt32?
  /// Seconds until it goes away (`rta_expires`); IPv6.
  public var expiresSeconds: Int32?
  /// The rest, by the keys of the snapshot: `metrics`, `encapsulation`, `preference` ….
  public var attributes = Facts()

  public init() {}
}

/// One of the next hops of a multipath route (`struct rtnexthop`).
public struct RouteNextHop: Hashable, Sendable {
  public var gateway: IPAddress?
  /// The index of the link.
  public var device: Int32
  /// 1 to 256 or more.
  public var weight: UInt32
  public var flags: RouteFlags
  public var attributes: Facts

  public init(gateway: IPAddress?, device: Int32, weight: UInt32, flags: RouteFlags) {
    self.gateway = gateway
    self.device = device
    self.weight = weight
    self.flags = flags
    attributes = Facts()
  }
}

/// One route, unpacked.
public struct Route: Hashable, Sendable {
  public var destination: IPPrefix
  public var gateway: IPAddress?
  /// The index of the link; nil for routes without one, and for multipath routes.
  public var device: Int32?
  public var table: UInt32
  public var `protocol`: RouteProtocol
  public var scope: RouteScope
  public var type: RouteType
  /// The metric: lower ones win (`RTA_PRIORITY`).
  public var priority: UInt32?
  public var extra: RouteExtra?

  public var family: AddressFamily { destination.address.family }
  public var isDefault: Bool { destination.length == 0 }
}

/// The routes of a namespace, in the order of the kernel: IPv4 first, then IPv6.
public struct RouteTable: Hashable, Sendable {
  // Not `private(set) public`: the loop that fills it is inlined into other modules.
  @usableFromInline var storage: ContiguousArray<RouteRecord>
  /// The positions of the routes with an extra, ascending, and the extras beside them.
  private var extraPositions: [UInt32]
  private var extras: [RouteExtra]

  public init() {
    storage = []
    extraPositions = []
    extras = []
  }

  @inlinable public var records: ContiguousArray<RouteRecord> { storage }
  public var count: Int { storage.count }

  /// Adds a route; the record's bit for an extra is set here.
  @inlinable public mutating func append(_ record: RouteRecord) {
    if storage.count == storage.capacity { grow() }
    storage.append(record)
  }

  public mutating func append(_ record: RouteRecord, extra: RouteExtra) {
    var record = record
    record.code |= RouteRecord.hasExtra
    extraPositions.append(UInt32(storage.count))
    extras.append(extra)
    append(record)
  }

  /// Makes room for more records: twice as much, and four times for large tables.
  ///
  /// An array that only doubles copies a full table once more than needed, into pages that the
  /// kernel has to clear first; pages beyond the last record are never touched and cost nothing.
  @usableFromInline @inline(never) mutating func grow() {
    let count = storage.count
    storage.reserveCapacity(count < 1 << 14 ? max(count * 2, 8) : count * 4)
  }

  public mutating func append(contentsOf other: RouteTable) {
    let offset = UInt32(storage.count)
    extraPositions += other.extraPositions.map { $0 + offset }
    extras += other.extras
    storage += other.storage
  }

  public func extra(at position: Int) -> RouteExtra? {
    guard storage[position].code & RouteRecord.hasExtra != 0 else { return nil }
    var (low, high) = (0, extraPositions.count)
    while low < high {
      let middle = (low + high) / 2
      if extraPositions[middle] < UInt32(position) { low = middle + 1 } else { high = middle }
    }
    return low < extraPositions.count && extraPositions[low] == UInt32(position)
      ? extras[low] : nil
  }

  public subscript(position: Int) -> Route {
    let record = storage[position]
    let extra = extra(at: position)
    return Route(
      destination: IPPrefix(record.destination, length: record.destinationLength),
      gateway: record.gateway,
      device: record.device == 0 ? nil : record.device,
      table: record.table,
      protocol: RouteProtocol(rawValue: record.protocol),
      scope: RouteScope(rawValue: extra?.rawScope ?? record.scope),
      type: RouteType(rawValue: extra?.rawType ?? record.type),
      priority: record.code & RouteRecord.hasPriority == 0 ? nil : record.priority,
      extra: extra)
  }
}
