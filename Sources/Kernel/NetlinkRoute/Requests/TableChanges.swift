public import Netlink
public import NetworkTypes

/// Whether a request makes something or takes it away.
public enum Change: Hashable, Sendable {
  case add
  case delete
}

/// Adds an address to a link, or takes it away.
public struct ChangeAddress: Hashable, Sendable {
  public var change: Change
  /// The index of the link.
  public var index: Int32
  public var prefix: IPPrefix
  public var broadcast: IPAddress?
  /// The other end of a point-to-point address.
  public var peer: IPAddress?
  public var scope: RouteScope = .global
  public var flags: AddressFlags = []

  public init(_ change: Change, _ prefix: IPPrefix, on index: Int32) {
    self.change = change
    self.prefix = prefix
    self.index = index
  }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(
      type: change == .add ? .newAddress : .deleteAddress,
      flags: change == .add ? [.request, .create, .exclusive] : .request)
    message.append(prefix.address.family.rawValue)
    message.append(prefix.length)
    message.append(UInt8(0))
    message.append(scope.rawValue)
    message.append(index)
    message.attribute(AddressAttribute.local.rawValue, prefix.address)
    message.attribute(AddressAttribute.address.rawValue, peer ?? prefix.address)
    if let broadcast { message.attribute(AddressAttribute.broadcast.rawValue, broadcast) }
    if !flags.isEmpty { message.attribute(AddressAttribute.wideFlags.rawValue, flags.rawValue) }
    return message
  }
}

/// Adds a route, or takes it away.
public struct ChangeRoute: Hashable, Sendable {
  /// One of several next hops.
  public struct Hop: Hashable, Sendable {
    public var gateway: IPAddress?
    /// The index of the link.
    public var device: Int32
    /// 1 to 256.
    public var weight: Int

    public init(gateway: IPAddress?, device: Int32, weight: Int = 1) {
      self.gateway = gateway
      self.device = device
      self.weight = weight
    }
  }

  public var change: Change
  public var destination: IPPrefix
  /// Of any family; another one than that of the destination goes as `RTA_VIA`.
  public var gateway: IPAddress?
  /// The index of the link.
  public var device: Int32?
  public var table: UInt32 = RouteTableID.main
  public var `protocol`: RouteProtocol = .static
  public var scope: RouteScope = .global
  public var type: RouteType = .unicast
  public var flags: RouteFlags = []
  public var priority: UInt32?
  public var preferredSource: IPAddress?
  public var nextHopID: UInt32?
  public var nextHops: [Hop] = []
  /// The tunnel that packets are put into; its destination says which family it is of.
  public var encapsulation: IPEncapsulation?
  /// In bytes.
  public var mtu: UInt32?
  /// In bytes.
  public var advertisedMSS: UInt32?
  /// Whether another route to the same destination is an error; else this one goes before it, or
  /// for IPv6 beside it.
  public var isExclusive = true

  public init(_ change: Change, _ destination: IPPrefix) {
    self.change = change
    self.destination = destination
  }

  public func message() -> MessageEncoder {
    var flags: MessageFlags = .request
    if change == .add { flags.formUnion(isExclusive ? [.create, .exclusive] : .create) }
    var message = MessageEncoder(
      type: change == .add ? .newRoute : .deleteRoute, flags: flags)
    message.append(destination.address.family.rawValue)
    message.append(destination.length)
    message.appendZeros(2)
    message.append(UInt8(table < 256 ? table : 252))  // RT_TABLE_COMPAT
    message.append(`protocol`.rawValue)
    message.append(scope.rawValue)
    message.append(type.rawValue)
    message.append(self.flags.rawValue)
    message.attribute(RouteAttribute.destinationAddress.rawValue, destination.address)
    message.attribute(RouteAttribute.wideTable.rawValue, table)
    encodeGateway(gateway, into: &message)
    if let device { message.attribute(RouteAttribute.device.rawValue, device) }
    if let priority { message.attribute(RouteAttribute.priority.rawValue, priority) }
    if let preferredSource {
      message.attribute(RouteAttribute.preferredSource.rawValue, preferredSource)
    }
    if let nextHopID { message.attribute(RouteAttribute.nextHopID.rawValue, nextHopID) }
    encapsulation?.encode(into: &message)
    if mtu != nil || advertisedMSS != nil {
      message.nest(RouteAttribute.metrics.rawValue) { metrics in
        if let mtu { metrics.attribute(RouteMetricAttribute.mtu.rawValue, mtu) }
        if let advertisedMSS {
          metrics.attribute(RouteMetricAttribute.advertisedMSS.rawValue, advertisedMSS)
        }
      }
    }
    if !nextHops.isEmpty {
      message.attribute(RouteAttribute.nextHops.rawValue) { list in
        for hop in nextHops { encode(hop, into: &list) }
      }
    }
    return message
  }

  private func encodeGateway(_ gateway: IPAddress?, into message: inout MessageEncoder) {
    guard let gateway else { return }
    if gateway.family == destination.address.family {
      message.attribute(RouteAttribute.gateway.rawValue, gateway)
    } else {
      let family = withUnsafeBytes(of: UInt16(gateway.family.rawValue)) { Array($0) }
      message.attribute(RouteAttribute.via.rawValue, bytes: family + gateway.networkOrder)
    }
  }

  /// `struct rtnexthop` and its attributes.
  private func encode(_ hop: Hop, into list: inout MessageEncoder) {
    var gateway = MessageEncoder(type: .done, flags: [])
    encodeGateway(hop.gateway, into: &gateway)
    let attributes = gateway.bytes.dropFirst(MessageHeader.byteCount)
    list.append(UInt16(8 + attributes.count))
    list.append(UInt8(0))
    list.append(UInt8(clamping: hop.weight - 1))
    list.append(hop.device)
    for byte in attributes { list.append(byte) }
  }
}

/// Adds a routing rule, or takes it away.
public struct ChangeRule: Hashable, Sendable {
  public var change: Change
  public var family: AddressFamily
  /// Nil leaves it to the kernel, or takes away the first that fits.
  public var priority: UInt32?
  public var table: UInt32
  public var action: RuleAction = .toTable
  public var from: IPPrefix?
  public var to: IPPrefix?
  public var inputDevice: String?
  public var outputDevice: String?
  public var fwMark: UInt32?
  public var fwMask: UInt32?

  public init(_ change: Change, _ family: AddressFamily, priority: UInt32?, table: UInt32) {
    self.change = change
    self.family = family
    self.priority = priority
    self.table = table
  }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(
      type: change == .add ? .newRule : .deleteRule,
      flags: change == .add ? [.request, .create, .exclusive] : .request)
    message.append(family.rawValue)
    message.append(to?.length ?? 0)
    message.append(from?.length ?? 0)
    message.append(UInt8(0))
    message.append(UInt8(table < 256 ? table : 252))  // RT_TABLE_COMPAT
    message.appendZeros(2)
    message.append(action.rawValue)
    message.append(UInt32(0))
    if let priority { message.attribute(RuleAttribute.priority.rawValue, priority) }
    message.attribute(RuleAttribute.wideTable.rawValue, table)
    if let from { message.attribute(RuleAttribute.sourceAddress.rawValue, from.address) }
    if let to { message.attribute(RuleAttribute.destinationAddress.rawValue, to.address) }
    if let inputDevice { message.attribute(RuleAttribute.inputDevice.rawValue, inputDevice) }
    if let outputDevice { message.attribute(RuleAttribute.outputDevice.rawValue, outputDevice) }
    if let fwMark { message.attribute(RuleAttribute.fwMark.rawValue, fwMark) }
    if let fwMask { message.attribute(RuleAttribute.fwMask.rawValue, fwMask) }
    return message
  }
}

/// Adds a neighbour or an FDB entry, or takes it away.
public struct ChangeNeighbour: Hashable, Sendable {
  public var change: Change
  /// The index of the link.
  public var device: Int32
  /// The neighbour, or the remote tunnel end of an FDB entry.
  public var address: IPAddress?
  public var macAddress: MACAddress?
  public var state: NeighbourState = .permanent
  public var flags: NeighbourFlags = []
  public var isFDB = false
  public var vlan: UInt16?
  public var vni: UInt32?
  /// The UDP destination port of a tunnel.
  public var port: UInt16?
  /// Whether the one remote end of an FDB entry takes the place of those that are there.
  public var replaces = false

  public init(
    _ change: Change, neighbour address: IPAddress, _ macAddress: MACAddress?, on device: Int32
  ) {
    self.change = change
    self.address = address
    self.macAddress = macAddress
    self.device = device
  }

  /// An entry of a vxlan device (`self`) or of the bridge that a port belongs to (`master`);
  /// one more remote end for the same address is no error.
  public init(
    _ change: Change, fdb macAddress: MACAddress, remote: IPAddress? = nil,
    flags: NeighbourFlags, on device: Int32
  ) {
    self.change = change
    self.macAddress = macAddress
    self.address = remote
    self.device = device
    self.flags = flags
    isFDB = true
  }

  public func message() -> MessageEncoder {
    var flags: MessageFlags = .request
    if change == .add { flags.formUnion([.create, isFDB && !replaces ? .append : .replace]) }
    var message = MessageEncoder(
      type: change == .add ? .newNeighbour : .deleteNeighbour, flags: flags)
    message.append(isFDB ? UInt8(7) : address?.family.rawValue ?? 0)  // AF_BRIDGE
    message.appendZeros(3)
    message.append(device)
    message.append(state.rawValue)
    message.append(UInt8(truncatingIfNeeded: self.flags.rawValue))
    message.append(UInt8(0))
    if let address { message.attribute(NeighbourAttribute.address.rawValue, address) }
    if let macAddress {
      message.attribute(NeighbourAttribute.macAddress.rawValue, bytes: macAddress.bytes)
    }
    if let vlan { message.attribute(NeighbourAttribute.vlan.rawValue, vlan) }
    if let vni { message.attribute(NeighbourAttribute.vni.rawValue, vni) }
    if let port { message.attribute(NeighbourAttribute.port.rawValue, port.bigEndian) }
    return message
  }
}
