import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector
@testable import NodeSources

/// A node with containers that live and that died, of which the truth is known.
private struct MixedNode {
  enum Fate: CaseIterable {
    /// Its pod has the address.
    case living
    /// Only its namespace, which nobody could name, has it.
    case unnamed
    /// No runtime wrote it down, and it lives.
    case uncached
    case dead
    /// Its entry of the cache is left.
    case deadWithCache
    /// The kernel keeps its neighbour entry.
    case deadWithNeighbour
    /// Its address was given to another pod by hand.
    case stolen
    /// The file is empty.
    case reserved
    /// In the format without an interface.
    case livingOld
    case deadOld
    /// Used, without a lease.
    case missing
    case beingAttached

    var state: LeaseState {
      switch self {
      case .living, .unnamed, .uncached, .livingOld: .inUse
      case .dead, .deadWithCache, .deadWithNeighbour, .deadOld: .leaked
      case .stolen: .duplicate
      case .reserved: .reserved
      case .missing: .missing
      case .beingAttached: .unknown
      }
    }
  }

  static let now: Int64 = 1_800_000_000_000_000
  var snapshot = Snapshot(capturedAt: Self.now)
  var network = FoundNetwork(name: "cbr0", store: .hostLocal, path: "/leases/cbr0")
  var attachments: [LeaseJoin.Attachment] = []
  var truth: [IPAddress: LeaseState] = [:]
  private var host = Namespace(id: NamespaceID(inode: 1), isHost: true)
  private var next: UInt64 = 2

  init(seed: UInt64, count: Int, family: AddressFamily) throws {
    var random = SplitMix(seed: seed)
    let subnet = try #require(IPPrefix(family == .ipv4 ? "10.244.0.0/16" : "fd00::/64"))
    network.ranges = [
      FoundNetwork.Range(
        set: 0, subnet: subnet, first: subnet.address, last: subnet.last, gateway: nil)
    ]
    snapshot.node.uptimeSeconds = 86_400
    host.links = []
    host.neighbours = []
    var offsets = Set<UInt16>()
    while offsets.count < count { offsets.insert(.random(in: 2...65_000, using: &random)) }
    for offset in offsets.sorted() {
      let number = subnet.address.number + UInt128(offset)
      let address = try #require(IPAddress(number: number, family: family))
      add(Fate.allCases.randomElement(using: &random)!, address, &random)
    }
    snapshot.namespaces.insert(host, at: 0)
  }

  private mutating func add(_ fate: Fate, _ address: IPAddress, _ random: inout SplitMix) {
    let id = "c\(random.next())"
    let age = Int64.random(in: 120_000_000...200_000_000_000, using: &random)
    var writtenAt = Self.now - age
    var content = FoundNetwork.Content.owner(containerID: id, ifname: "eth0")
    switch fate {
    case .living: live(id, address, isNamed: true, isCached: true)
    case .uncached: live(id, address, isNamed: true, isCached: false)
    case .unnamed: live(id, address, isNamed: false, isCached: .random(using: &random))
    case .livingOld:
      live(id, address, isNamed: true, isCached: .random(using: &random))
      content = .owner(containerID: id, ifname: nil)
    case .deadOld: content = .owner(containerID: id, ifname: nil)
    case .dead: break
    case .deadWithCache:
      attachments.append(
        LeaseJoin.Attachment(containerID: id, path: "/run/netns/\(id)", namespace: nil))
    case .deadWithNeighbour:
      host.neighbours?.append(
        Neighbour(
          address: address, macAddress: MACAddress("02:00:00:00:00:01"), device: 1,
          state: Bool.random(using: &random) ? .stale : .failed))
    case .stolen: live("other-\(id)", address, isNamed: true, isCached: true)
    case .reserved: content = .blank
    case .missing: live(id, address, isNamed: .random(using: &random), isCached: true)
    case .beingAttached: writtenAt = Self.now - 3_000_000
    }
    truth[address] = fate.state
    guard fate != .missing else { return }
    network.leases.append(
      FoundNetwork.Lease(address: address, content: content, writtenAt: writtenAt))
  }

  private mutating func live(_ id: String, _ address: IPAddress, isNamed: Bool, isCached: Bool) {
    let namespaceID = NamespaceID(inode: next)
    next += 1
    var namespace = Namespace(id: namespaceID)
    namespace.paths = ["/run/netns/\(id)"]
    var link = Link(id: LinkID(namespaceID, 2), name: "eth0")
    link.addresses = [
      InterfaceAddress(address: address, prefixLength: address.family.bits)
    ]
    namespace.links = [link]
    snapshot.namespaces.append(namespace)
    if isNamed {
      var pod = Pod(namespace: "default", name: id)
      pod.sandboxID = id
      pod.netns = namespaceID
      snapshot.pods.append(pod)
    }
    if isCached {
      attachments.append(
        LeaseJoin.Attachment(containerID: id, path: "/run/netns/\(id)", namespace: namespaceID))
    }
  }

  func states() -> [IPAddress: LeaseState] {
    let networks = LeaseJoin(snapshot, attachments: attachments).networks([network])
    return Dictionary(uniqueKeysWithValues: networks[0].leases.map { ($0.address, $0.state) })
  }
}

struct LeaseJoinTests {
  @Test(arguments: 0..<40) func findsTheTruthOfAnyMix(_ seed: UInt64) throws {
    let node = try MixedNode(
      seed: seed, count: 300, family: seed.isMultiple(of: 2) ? .ipv4 : .ipv6)
    let states = node.states()
    #expect(states.count == node.truth.count)
    for (address, state) in node.truth {
      #expect(states[address] == state, "\(address)")
    }
  }

  /// What could not be read may know better, so nothing is leaked for sure.
  @Test func nothingIsLeakedWhereNotAllWasRead() throws {
    var node = try MixedNode(seed: 7, count: 300, family: .ipv4)
    #expect(node.states().values.contains(.leaked))
    let whole = node
    node.snapshot.completeness.append(
      Completeness(source: "proc:namespaces", status: .denied, detail: "cannot list /proc"))
    #expect(!node.states().values.contains(.leaked))
    node = whole
    node.snapshot.namespaces.append(Namespace(id: NamespaceID(inode: 99_999)))
    #expect(!node.states().values.contains(.leaked))
    node = whole
    node.snapshot.completeness.append(
      Completeness(source: "netlink:addresses netns:7", status: .interrupted))
    #expect(!node.states().values.contains(.leaked))
  }

  @Test func countsAndEvidence() throws {
    let node = try MixedNode(seed: 3, count: 200, family: .ipv4)
    let network = LeaseJoin(node.snapshot, attachments: node.attachments)
      .networks([node.network])[0]
    #expect(network.used == UInt64(node.truth.count))
    #expect(network.leases.map(\.address) == network.leases.map(\.address).sorted())
    for lease in network.leases {
      #expect(!lease.evidence.words.isEmpty)
      if lease.state == .leaked {
        #expect(lease.evidence.words.contains("no link has the address"))
        #expect(
          lease.evidence.words.contains("written before the node was started")
            == ((lease.ageSeconds ?? 0) > 86_430))
      }
    }
  }

  @Test func twoStoresWithOneAddress() throws {
    var node = try MixedNode(seed: 5, count: 50, family: .ipv4)
    node.network.leases.removeAll { lease in
      if case .owner = lease.content { return false }
      return true
    }
    var other = node.network
    other.name = "cbr1"
    let networks = LeaseJoin(node.snapshot, attachments: node.attachments)
      .networks([node.network, other])
    for lease in networks[0].leases where lease.state != .missing {
      #expect(lease.evidence.otherLeases == ["network cbr1"])
    }
  }
}
