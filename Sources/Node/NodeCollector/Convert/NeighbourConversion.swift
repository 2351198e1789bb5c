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
  static func fdbEntry(_ message: NeighbourMessage) -> FDBEntry? {
    // Entries of a vxlan with a group of next hops may come without NDA_DST, but none comes
    // without NDA_LLADDR.
    guard message.isFDB, let macAddress = message.macAddress else { return nil }
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
