import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel

/// From `RTM_NEWNEIGH` to neighbours and FDB entries.
enum NeighbourConversion {
  /// The neighbour; nil for other families: `AF_BRIDGE` entries are FDB entries.
  ///
  /// Entries of every state are kept, also those that `ip neigh` hides (`noARP`, `none`).
  static func neighbour(_ message: NeighbourMessage, isProxy: Bool) -> Neighbour? {
    guard AddressFamily(rawValue: message.family) != nil, let address = message.address
    else { return nil }
    var neighbour = Neighbour(
      address: address, macAddress: message.macAddress, device: message.device,
      state: message.state, flags: message.flags,
      isProxy: isProxy || message.flags.contains(.proxy))
    neighbour.protocol = message.protocol
    neighbour.confirmedSeconds = message.cache.map { seconds($0.confirmed) }
    neighbour.usedSeconds = message.cache.map { seconds($0.used) }
    neighbour.updatedSeconds = message.cache.map { seconds($0.updated) }
    neighbour.probes = message.probes
    return neighbour
  }

  /// The FDB entry; nil for other families.
  ///
  /// The kernel has entries for Ethernet addresses only; one for another address is malformed.
  static func fdbEntry(_ message: NeighbourMessage) throws(MalformedMessage) -> FDBEntry? {
    // Entries of a vxlan with a group of next hops may come without NDA_DST, but none comes
    // without NDA_LLADDR.
    guard message.isFDB, let macAddress = message.macAddress else { return nil }
    guard macAddress.byteCount == 6 else {
      throw .badAttribute(type: 2, expected: 6, actual: Int(macAddress.byteCount))  // NDA_LLADDR
    }
    var entry = FDBEntry(
      macAddress: macAddress, device: message.device, state: message.state, flags: message.flags)
    entry.bridge = message.master
    entry.vlan = message.vlan
    entry.remote = message.address
    entry.port = message.port
    entry.vni = message.vni
    entry.sourceVNI = message.sourceVNI
    entry.via = message.via
    entry.nextHopGroup = message.nextHopID
    entry.protocol = message.protocol
    entry.usedSeconds = message.cache.map { seconds($0.used) }
    entry.updatedSeconds = message.cache.map { seconds($0.updated) }
    entry.linkNSID = message.linkNetnsID
    return entry
  }

  /// The kernel counts in hundredths of a second (`USER_HZ`).
  private static func seconds(_ centiseconds: UInt32) -> UInt32 { centiseconds / 100 }
}

// MARK: - Many at once

/// For loops over tens of thousands: nearly all entries need no `NeighbourMessage`.
extension NeighbourConversion {
  /// Adds the neighbour in a message, if it is one.
  @inline(__always)
  static func append(_ payload: RawSpan, isProxy: Bool, to neighbours: inout [Neighbour])
    throws(MalformedMessage)
  {
    let fields = try NeighbourFields.read(payload)
    guard fields.isSimple else {
      let message = try NeighbourMessage(payload: payload)
      if let neighbour = neighbour(message, isProxy: isProxy) { neighbours.append(neighbour) }
      return
    }
    guard AddressFamily(rawValue: fields.family) != nil, let address = fields.address
    else { return }
    let flags = NeighbourFlags(rawValue: UInt32(fields.flags))
    var neighbour = Neighbour(
      address: address, macAddress: fields.macAddress, device: fields.device,
      state: NeighbourState(rawValue: fields.state), flags: flags,
      isProxy: isProxy || flags.contains(.proxy))
    if fields.protocol != 0 { neighbour.protocol = RouteProtocol(rawValue: fields.protocol) }
    if fields.hasCache {
      neighbour.confirmedSeconds = seconds(fields.confirmed)
      neighbour.usedSeconds = seconds(fields.used)
      neighbour.updatedSeconds = seconds(fields.updated)
      // The kernel sends both or none of them.
      neighbour.probes = fields.probes
    }
    neighbours.append(neighbour)
  }

  /// Adds the FDB entry in a message, if it is one.
  @inline(__always)
  static func append(_ payload: RawSpan, to entries: inout [FDBEntry]) throws(MalformedMessage) {
    let fields = try NeighbourFields.read(payload)
    guard fields.isSimple else {
      if let entry = try fdbEntry(try NeighbourMessage(payload: payload)) {
        entries.append(entry)
      }
      return
    }
    guard fields.family == 7, fields.macLength == 6 else { return }  // AF_BRIDGE
    var entry = FDBEntry(
      ethernet: fields.mac, device: fields.device, state: NeighbourState(rawValue: fields.state),
      flags: NeighbourFlags(rawValue: UInt32(fields.flags)))
    if fields.master != 0 { entry.bridge = fields.master }
    if fields.hasVLAN { entry.vlan = fields.vlan }
    entry.remote = fields.address
    if fields.protocol != 0 { entry.protocol = RouteProtocol(rawValue: fields.protocol) }
    if fields.hasCache {
      entry.usedSeconds = seconds(fields.used)
      entry.updatedSeconds = seconds(fields.updated)
    }
    entries.append(entry)
  }
}
