public import NetworkTypes

/// What was found of an address and of whom it was given to: all that a verdict rests on.
///
/// A pure value, so that the same evidence is always the same verdict.
public struct LeaseEvidence: Hashable, Sendable {
  /// A link that has the address.
  public struct Holder: Hashable, Sendable {
    public var link: LinkID
    public var device: String
    /// The pod, or the namespace, for a person.
    public var place: String
    /// Whether the namespace is that of the container that the lease names; nil if it cannot be
    /// told whose it is.
    public var isOwner: Bool?

    public init(link: LinkID, device: String, place: String, isOwner: Bool?) {
      self.link = link
      self.device = device
      self.place = place
      self.isOwner = isOwner
    }
  }

  /// The container that the lease names.
  public enum Owner: Hashable, Sendable {
    /// It runs, as this pod.
    case running(String)
    /// No process, no bundle and no sandbox of it.
    case gone
    /// The store names nobody.
    case nobody
    /// The store was not understood here, for this reason.
    case unreadable(String)
  }

  /// The namespace that a runtime wrote down for the container.
  public enum Namespace: Hashable, Sendable {
    case exists(String)
    case gone(String)
    /// No runtime wrote down any.
    case unrecorded
  }

  /// The entry of the neighbour table for the address, in the node's namespace.
  public struct Neighbour: Hashable, Sendable {
    public var macAddress: MACAddress?
    public var device: String
    public var state: NeighbourState
    /// Whether a link of this node has the MAC address.
    public var isOfLink: Bool

    public init(
      macAddress: MACAddress?, device: String, state: NeighbourState, isOfLink: Bool
    ) {
      self.macAddress = macAddress
      self.device = device
      self.state = state
      self.isOfLink = isOfLink
    }

    /// Whether somebody answers for the address, or did a moment ago.
    ///
    /// The kernel keeps an entry that nobody uses for as long as there is room for it; so one
    /// that is only stale counts where its MAC address is still there.
    public var isAlive: Bool {
      switch state {
      case .failed, .incomplete, .none: false
      case .stale: isOfLink
      default: true
      }
    }
  }

  public var holders: [Holder]
  public var owner: Owner
  public var namespace: Namespace
  /// Whether the owner's namespace has the interface that the lease names; nil if either is not
  /// known.
  public var hasInterface: Bool?
  public var neighbour: Neighbour?
  /// The device of a route to this one address; nil without one, and where routes were not read.
  public var route: String?
  /// Whether the table of neighbours was read.
  public var knowsNeighbours: Bool
  /// Other stores that lease the address too: `network cbr1`.
  public var otherLeases: [String]
  /// Whether a store has it at all.
  public var isLeased: Bool
  /// Whether it was written before the node was started; nil where one of both is not known.
  public var isBeforeBoot: Bool?
  /// Written so short ago that its container may still be being attached.
  public var isYoung: Bool
  /// What could not be read and might know better; nil where all was.
  public var gap: String?

  public init(
    holders: [Holder] = [], owner: Owner = .gone, namespace: Namespace = .unrecorded,
    hasInterface: Bool? = nil, neighbour: Neighbour? = nil, knowsNeighbours: Bool = false,
    otherLeases: [String] = [], isLeased: Bool = true, isBeforeBoot: Bool? = nil,
    isYoung: Bool = false, gap: String? = nil
  ) {
    self.holders = holders
    self.owner = owner
    self.namespace = namespace
    self.hasInterface = hasInterface
    self.neighbour = neighbour
    self.knowsNeighbours = knowsNeighbours
    self.otherLeases = otherLeases
    self.isLeased = isLeased
    self.isBeforeBoot = isBeforeBoot
    self.isYoung = isYoung
    self.gap = gap
  }
}

extension LeaseEvidence {
  /// The verdict.
  public var state: LeaseState {
    if holders.count > 1 { return .duplicate }
    guard isLeased else { return .missing }
    if let holder = holders.first {
      // The address is used, whatever is known of the lease.
      switch owner {
      case .running, .gone: return holder.isOwner == false ? .duplicate : .inUse
      case .nobody, .unreadable: return .inUse
      }
    }
    switch owner {
    case .unreadable: return .unknown
    case .nobody: return isAnswered ? .unknown : .reserved
    // A virtual machine in a pod takes the address from the link of the pod.
    case .running: return hasInterface == false ? .unknown : .inUse
    case .gone: break
    }
    if case .exists = namespace { return hasInterface == false ? .unknown : .inUse }
    if isYoung || gap != nil || isAnswered { return .unknown }
    return .leaked
  }

  /// Whether something leads to the address although no link here has it.
  private var isAnswered: Bool { neighbour?.isAlive == true || route != nil }

  /// What speaks for the verdict, in words, the strongest first.
  public var words: [String] {
    var words: [String] = []
    for holder in holders {
      let whose = holder.isOwner == false && isLeased ? ", which the lease does not name" : ""
      words.append("\(holder.device) of \(holder.place) has the address\(whose)")
    }
    if !isLeased { words.append("no store leases it") }
    words += ownerWords
    if holders.isEmpty { words.append("no link has the address") }
    if let hasInterface, !hasInterface { words.append("its namespace has no such interface") }
    if let neighbour {
      let mac = neighbour.macAddress.map { " \($0)" } ?? ""
      let note =
        neighbour.isAlive || neighbour.state != .stale ? "" : ", whose MAC address no link has"
      words.append("neighbour\(mac) on \(neighbour.device) is \(neighbour.state.word)\(note)")
    } else if knowsNeighbours {
      words.append("no neighbour entry")
    }
    if let route { words.append("a route leads to it through \(route)") }
    words += otherLeases.map { "leased by \($0) too" }
    if isBeforeBoot == true { words.append("written before the node was started") }
    if isYoung { words.append("so new that it may be being attached") }
    if let gap, state == .unknown { words.append(gap) }
    return words
  }

  private var ownerWords: [String] {
    guard isLeased else { return [] }
    var words: [String] = []
    switch owner {
    case .running(let pod): words.append("its container runs: \(pod)")
    case .gone: words.append("its container is not there")
    case .nobody: words.append("the file is empty: reserved by hand, or a writer died")
    case .unreadable(let reason): words.append("cannot be read: \(reason)")
    }
    switch namespace {
    case .exists(let path): words.append("its namespace \(path) is there")
    case .gone(let path): words.append("its namespace \(path) is gone")
    case .unrecorded: break
    }
    return words
  }
}
