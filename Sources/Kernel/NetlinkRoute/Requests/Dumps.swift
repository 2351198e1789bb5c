public import Netlink
public import NetworkTypes

/// A request for the addresses of a namespace.
public struct AddressDump: DumpRequest {
  public typealias Entry = AddressMessage
  public static let types = (request: MessageType.getAddress, entry: MessageType.newAddress)

  /// Nil for both families.
  public var family: AddressFamily?
  /// The index of a link; 0 for all.
  public var device: Int32

  public init(family: AddressFamily? = nil, device: Int32 = 0) {
    self.family = family
    self.device = device
  }

  public func encode(into message: inout MessageEncoder) {
    message.append(family?.rawValue ?? 0)
    message.appendZeros(3)
    message.append(device)
  }
}

/// A request for the routes of a family, all of them or those of a table.
///
/// The kernel filters, but walks all routes for everything but the table. Of a table that does
/// not exist it says `ENOENT` where a family is named, and nothing where none is.
public struct RouteDump: DumpRequest {
  public typealias Entry = RouteMessage
  public static let types = (request: MessageType.getRoute, entry: MessageType.newRoute)

  /// Nil for both families, IPv4 first.
  public var family: AddressFamily?
  public var table: UInt32?
  /// The index of the link that packets leave by.
  public var device: Int32?
  public var `protocol`: RouteProtocol
  public var type: RouteType

  public init(
    family: AddressFamily?, table: UInt32? = nil, device: Int32? = nil,
    protocol: RouteProtocol = .unspecified, type: RouteType = RouteType(rawValue: 0)
  ) {
    self.family = family
    self.table = table
    self.device = device
    self.protocol = `protocol`
    self.type = type
  }

  public func encode(into message: inout MessageEncoder) {
    message.append(family?.rawValue ?? 0)
    message.appendZeros(4)
    message.append(`protocol`.rawValue)
    message.append(UInt8(0))
    message.append(type.rawValue)
    message.append(UInt32(0))
    if let table { message.attribute(RouteAttribute.wideTable.rawValue, table) }
    if let device { message.attribute(RouteAttribute.device.rawValue, device) }
  }
}

/// A request for the routing rules of a family, or of all.
public struct RuleDump: DumpRequest {
  public typealias Entry = RuleMessage
  public static let types = (request: MessageType.getRule, entry: MessageType.newRule)

  public var family: AddressFamily?
  public init(family: AddressFamily?) { self.family = family }

  public func encode(into message: inout MessageEncoder) {
    message.append(family?.rawValue ?? 0)
    message.appendZeros(11)
  }
}

/// A request for neighbours, or for the addresses that the node answers for.
public struct NeighbourDump: DumpRequest {
  public typealias Entry = NeighbourMessage
  public static let types = (request: MessageType.getNeighbour, entry: MessageType.newNeighbour)

  public var family: AddressFamily?
  /// Proxy entries and no others.
  public var proxy: Bool
  /// The index of a link.
  public var device: Int32?

  public init(family: AddressFamily? = nil, proxy: Bool = false, device: Int32? = nil) {
    self.family = family
    self.proxy = proxy
    self.device = device
  }

  public func encode(into message: inout MessageEncoder) {
    message.append(family?.rawValue ?? 0)
    message.appendZeros(9)
    message.append(proxy ? UInt8(NeighbourFlags.proxy.rawValue) : 0)
    message.append(UInt8(0))
    if let device { message.attribute(NeighbourAttribute.via.rawValue, device) }
  }
}

/// A request for the entries of bridges, vxlan devices and NICs.
///
/// Without a device the kernel walks the FDB of a bridge once for each of its ports.
public struct FDBDump: DumpRequest {
  public typealias Entry = NeighbourMessage
  public static let types = (request: MessageType.getNeighbour, entry: MessageType.newNeighbour)

  /// The index of a link: a vxlan device, the port of a bridge, a bridge.
  public var device: Int32?
  /// The index of a bridge, for the entries of all its ports.
  public var bridge: Int32?

  public init(device: Int32? = nil, bridge: Int32? = nil) {
    self.device = device
    self.bridge = bridge
  }

  public func encode(into message: inout MessageEncoder) {
    message.append(UInt8(7))  // AF_BRIDGE
    message.appendZeros(11)
    if let device { message.attribute(NeighbourAttribute.via.rawValue, device) }
    if let bridge { message.attribute(NeighbourAttribute.master.rawValue, bridge) }
  }
}

/// A request for the next-hop objects of a namespace.
public struct NextHopDump: DumpRequest {
  public typealias Entry = NextHopMessage
  public static let types = (request: MessageType.getNextHop, entry: MessageType.newNextHop)

  public init() {}
  public func encode(into message: inout MessageEncoder) { message.appendZeros(8) }
}

/// A request for the namespaces that have a number here.
public struct NamespaceIDDump: DumpRequest {
  public typealias Entry = NamespaceIDMessage
  public static let types = (
    request: MessageType.getNamespaceID, entry: MessageType.newNamespaceID
  )

  public init() {}
  public func encode(into message: inout MessageEncoder) { message.appendZeros(4) }
}

/// A question for the number of one namespace; asking never gives it one.
public struct NamespaceIDRequest: Hashable, Sendable {
  public enum Target: Hashable, Sendable {
    /// An open file of the namespace.
    case descriptor(CInt)
    /// A process that is in it.
    case process(Int32)
  }

  public static let answer = MessageType.newNamespaceID

  public var target: Target
  public init(fd descriptor: CInt) { target = .descriptor(descriptor) }
  public init(pid: Int32) { target = .process(pid) }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(type: .getNamespaceID, flags: .request)
    message.appendZeros(4)
    switch target {
    case .descriptor(let descriptor):
      message.attribute(NamespaceIDAttribute.descriptor.rawValue, descriptor)
    case .process(let pid): message.attribute(NamespaceIDAttribute.pid.rawValue, pid)
    }
    return message
  }
}

/// A request for the counters of all links, and nothing else of them: forty times cheaper than
/// the links.
public struct StatisticsDump: DumpRequest {
  public typealias Entry = StatisticsMessage
  public static let types = (
    request: MessageType.getStatistics, entry: MessageType.newStatistics
  )

  public init() {}

  public func encode(into message: inout MessageEncoder) {
    message.appendZeros(8)
    message.append(UInt32(1))  // IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_64)
  }
}

/// A request for the queueing disciplines of all links.
public struct QdiscDump: DumpRequest {
  public typealias Entry = QdiscMessage
  public static let types = (request: MessageType.getQdisc, entry: MessageType.newQdisc)

  /// Whether to tell also of those that the kernel hides (`TCA_DUMP_INVISIBLE`).
  public var includesInvisible: Bool
  public init(includesInvisible: Bool = false) { self.includesInvisible = includesInvisible }

  public func encode(into message: inout MessageEncoder) {
    message.appendZeros(20)
    if includesInvisible {
      message.attribute(QdiscAttribute.invisible.rawValue, bytes: [])
    }
  }
}
