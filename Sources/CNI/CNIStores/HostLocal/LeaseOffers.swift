import Glibc
import LinuxSystem
public import NetworkTypes

/// What gives out addresses of one network: leases on disk, or offers of them.
public protocol LeaseGiving: ~Copyable {
  /// The addresses that an interface of a container holds.
  mutating func addresses(of owner: LeaseOwner) throws(LeaseStoreError) -> [IPAddress]

  /// Gives an interface an address of a set; nil if all of them are taken.
  mutating func reserve(
    for owner: LeaseOwner, in set: AddressRangeSet, rangeID: Int
  ) throws(LeaseStoreError) -> IPAddress?

  /// Gives an interface this address; false if it is taken.
  mutating func reserve(
    _ address: IPAddress, for owner: LeaseOwner, rangeID: Int
  ) throws(LeaseStoreError) -> Bool
}

extension LeaseFolder: LeaseGiving {}

/// The addresses that a folder of leases would give now: nothing is locked, made or written, so
/// another one may be quicker.
public struct LeaseOffers: LeaseGiving {
  private var contents: [IPAddress: LeaseContent?] = [:]
  private var lastReserved: [Int: IPAddress] = [:]

  /// - Parameter path: A folder that is not there has no leases.
  public init(path: String, rangeIDs: Range<Int>) throws(LeaseStoreError) {
    let fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else {
      let reason = ErrorNumber(rawValue: errno)
      if reason == .noSuchFile { return }
      throw LeaseStoreError("list", path, SystemCallError("open", reason))
    }
    let directory = OwnedDescriptor(adopting: fd)
    for address in try LeaseFiles.addresses(in: directory, path) {
      contents[address] = .some(LeaseFiles.content(address.goText, in: directory))
    }
    for rangeID in rangeIDs {
      lastReserved[rangeID] = LeaseFiles.lastReserved(rangeID, in: directory)
    }
  }

  public func addresses(of owner: LeaseOwner) -> [IPAddress] {
    contents.filter { $0.value == owner.content || $0.value == owner.oldContent }.keys.sorted()
  }

  public mutating func reserve(
    for owner: LeaseOwner, in set: AddressRangeSet, rangeID: Int
  ) -> IPAddress? {
    var walk = AddressWalk(set, after: lastReserved[rangeID])
    let free =
      walk.next(notIn: Array(contents.keys))
      ?? contents.keys.filter { address in
        isBlank(address) && set.range(of: address).map { $0.gateway != address } ?? false
      }.min()
    if let free { contents[free] = owner.content }
    return free
  }

  public mutating func reserve(
    _ address: IPAddress, for owner: LeaseOwner, rangeID: Int
  ) -> Bool {
    guard contents[address] == nil || isBlank(address) else { return false }
    contents[address] = owner.content
    return true
  }

  private func isBlank(_ address: IPAddress) -> Bool {
    (contents[address] ?? nil)?.isBlank ?? false
  }
}
