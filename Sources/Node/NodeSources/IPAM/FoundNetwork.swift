import CNIStores
public import NetworkTypes

/// A pool of addresses as a store on disk and the configurations have it.
public struct FoundNetwork: Hashable, Sendable {
  public enum Store: String, Hashable, Sendable {
    case hostLocal = "host-local"
    case podman
    case aws
  }

  public struct Range: Hashable, Sendable {
    public var set: Int
    public var subnet: IPPrefix
    public var first: IPAddress
    public var last: IPAddress
    public var gateway: IPAddress?

    public init(
      set: Int, subnet: IPPrefix, first: IPAddress, last: IPAddress, gateway: IPAddress?
    ) {
      self.set = set
      self.subnet = subnet
      self.first = first
      self.last = last
      self.gateway = gateway
    }

    init(_ range: AddressRange, set: Int) {
      self.init(
        set: set, subnet: range.subnet, first: range.first, last: range.last,
        gateway: range.gateway)
    }
  }

  /// Whom a lease names.
  public enum Content: Hashable, Sendable {
    /// The interface is nil where the store does not say: it is of all of them.
    case owner(containerID: String, ifname: String?)
    /// The address is kept by nobody in particular.
    case blank
    /// Why the store was not understood here.
    case unreadable(String)

    init(_ content: LeaseListing.Content) {
      self =
        switch content {
        case .owner(let containerID, let ifname): .owner(containerID: containerID, ifname: ifname)
        case .blank: .blank
        case .unreadable(let reason): .unreadable(reason)
        }
    }
  }

  public struct Lease: Hashable, Sendable {
    public var address: IPAddress
    public var content: Content
    /// When it was written, in microseconds since 1970; nil where the store does not say.
    public var writtenAt: Int64?

    public init(
      address: IPAddress, content: Content, writtenAt: Int64? = nil
    ) {
      self.address = address
      self.content = content
      self.writtenAt = writtenAt
    }
  }

  public var name: String
  public var store: Store
  /// The folder or file with the leases, which need not be there yet.
  public var path: String
  public var ranges: [Range]
  /// By address.
  public var leases: [Lease]
  /// A line each.
  public var problems: [String]

  public init(
    name: String, store: Store, path: String, ranges: [Range] = [], leases: [Lease] = [],
    problems: [String] = []
  ) {
    self.name = name
    self.store = store
    self.path = path
    self.ranges = ranges
    self.leases = leases
    self.problems = problems
  }
}
