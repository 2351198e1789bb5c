public import CNICore
public import CNISpec
import CNIStores
import NetworkTypes

/// Gives out addresses of ranges, and remembers them in files on this node.
///
/// The files are those of the reference plugin: either may go on where the other stopped.
public struct HostLocalPlugin: Plugin {
  public let type = "host-local"
  public let offersAddresses = true

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let configuration = try HostLocalConfiguration(call)
    var result = CNIResult(routes: configuration.routes)
    if let path = configuration.resolverPath { result.dns = try ResolverFile.read(path) }
    if context.recorder != nil {
      var offers = try wrapping { () throws(LeaseStoreError) in
        try LeaseOffers(path: configuration.folder, rangeIDs: configuration.sets.indices)
      }
      do { result.ips = try Self.allocate(configuration, call.owner, &offers) } catch {
        throw error.reason
      }
      return result
    }
    var folder = try Self.open(configuration.folder)
    do {
      result.ips = try Self.allocate(configuration, call.owner, &folder)
    } catch {
      // Only what this call took: the container may hold addresses from before.
      for address in error.taken { try? folder.release(address, of: call.owner) }
      throw error.reason
    }
    return result
  }

  /// An allocation that stopped half way.
  private struct Failure: Error {
    var reason: CNIError
    var taken: [IPAddress]
  }

  private static func allocate<Leases: LeaseGiving & ~Copyable>(
    _ configuration: HostLocalConfiguration, _ owner: LeaseOwner, _ folder: inout Leases
  ) throws(Failure) -> [CNIResult.Address] {
    var remaining = configuration.requested
    var entries: [CNIResult.Address] = []
    for (index, set) in configuration.sets.enumerated() {
      let wanted = remaining.firstIndex { set.range(of: $0) != nil }.map {
        remaining.remove(at: $0)
      }
      do throws(CNIError) {
        let address = try allocate(wanted, in: set, index, owner, &folder)
        guard let range = set.range(of: address) else { continue }
        entries.append(
          CNIResult.Address(
            IPPrefix(address, length: range.subnet.length), gateway: range.gateway))
      } catch {
        throw Failure(
          reason: CNIError(
            error.code, "failed to allocate for range \(index): \(error.message)"),
          taken: entries.map(\.address.address))
      }
    }
    guard remaining.isEmpty else {
      let list = remaining.map(\.goText).joined(separator: " ")
      throw Failure(
        reason: CNIError(.other, "failed to allocate all requested IPs: \(list)"),
        taken: entries.map(\.address.address))
    }
    return entries
  }

  private static func allocate<Leases: LeaseGiving & ~Copyable>(
    _ wanted: IPAddress?, in set: AddressRangeSet, _ index: Int, _ owner: LeaseOwner,
    _ folder: inout Leases
  ) throws(CNIError) -> IPAddress {
    if let wanted {
      guard wanted != set.range(of: wanted)?.gateway else {
        throw CNIError(.other, "requested ip \(wanted.goText) is subnet's gateway")
      }
      let isGiven = try wrapping { () throws(LeaseStoreError) in
        try folder.reserve(wanted, for: owner, rangeID: index)
      }
      guard isGiven else {
        throw CNIError(
          .other, "requested IP address \(wanted.goText) is not available in range set \(set)")
      }
      return wanted
    }
    let held = try wrapping { () throws(LeaseStoreError) in try folder.addresses(of: owner) }
    if let held = held.first(where: { set.range(of: $0) != nil }) {
      throw CNIError(
        .other,
        "\(held.goText) has been allocated to \(owner.containerID), "
          + "duplicate allocation is not allowed")
    }
    let address = try wrapping { () throws(LeaseStoreError) in
      try folder.reserve(for: owner, in: set, rangeID: index)
    }
    guard let address else {
      throw CNIError(.other, "no IP addresses available in range set: \(set)")
    }
    return address
  }

  /// There has to be a lease, and one for each address of the result that is of our ranges.
  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try HostLocalConfiguration(call)
    let result = try call.configuration.prevResult
    var held: [IPAddress] = []
    if LeaseFolder.exists(configuration.folder) {
      var folder = try Self.open(configuration.folder)
      held = try wrapping { () throws(LeaseStoreError) in try folder.addresses(of: call.owner) }
    }
    let expected = (result?.ips ?? []).map(\.address.address).filter { address in
      configuration.sets.contains { $0.range(of: address) != nil }
    }
    guard !held.isEmpty, let lost = expected.first(where: { !held.contains($0) }) else {
      guard held.isEmpty else { return }
      throw CNIError(
        .other, "host-local: Failed to find address added by container \(call.containerID)")
    }
    throw CNIError(
      .other, "host-local: Failed to find address added by container \(call.containerID)",
      details: "\(lost.goText) is in the result and not reserved for \(call.ifname)")
  }

  /// Needs no more than the name of the network: leases go whatever else has become of the
  /// configuration.
  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let path = try HostLocalConfiguration.folder(call.configuration)
    guard LeaseFolder.exists(path) else { return }
    var folder = try Self.open(path)
    _ = try wrapping { () throws(LeaseStoreError) in try folder.release(call.owner) }
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    guard let valid = try call.configuration.validAttachments else {
      throw CNIError(.invalidConfiguration, "cni.dev/valid-attachments is missing")
    }
    let path = try HostLocalConfiguration.folder(call.configuration)
    guard LeaseFolder.exists(path) else { return }
    var folder = try Self.open(path)
    let owners = valid.map { LeaseOwner(containerID: $0.containerID, ifname: $0.ifname) }
    _ = try wrapping { () throws(LeaseStoreError) in try folder.releaseAll(except: Set(owners)) }
  }

  /// Fails with 50 where a range is used up or leases cannot be written.
  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try HostLocalConfiguration(call)
    for set in configuration.sets {
      let isFree: Bool
      do {
        isFree = try LeaseFolder.hasFreeAddress(of: set, in: configuration.folder)
        try LeaseFolder.requireWritable(configuration.folder)
      } catch { throw CNIError(.notAvailable, "\(error)") }
      guard isFree else {
        throw CNIError(.notAvailable, "no IP addresses available in range set: \(set)")
      }
    }
  }

  private static func open(_ path: String) throws(CNIError) -> LeaseFolder {
    try wrapping { () throws(LeaseStoreError) in try LeaseFolder(path: path) }
  }
}

extension PluginCall {
  fileprivate var owner: LeaseOwner { LeaseOwner(containerID: containerID, ifname: ifname) }
}

/// A store that cannot be used is an I/O failure to a runtime.
private func wrapping<Value: ~Copyable>(
  _ body: () throws(LeaseStoreError) -> Value
) throws(CNIError) -> Value {
  do { return try body() } catch { throw CNIError(.inputOutput, "\(error)") }
}
