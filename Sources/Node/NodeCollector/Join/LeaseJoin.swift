import NetworkTypes
import NodeModel
import NodeSources

/// Joins leases with what is left of those whom they were given to: links, pods, namespaces,
/// neighbours.
struct LeaseJoin {
  /// What a runtime wrote down of a container.
  struct Attachment: Hashable {
    var containerID: String
    var path: String
    /// The namespace at the path; nil where none is.
    var namespace: NamespaceID?
    /// Why it cannot be told whether there is one.
    var problem: String?
  }

  /// Younger leases may belong to a container that is being attached, in microseconds.
  static let youth: Int64 = 60_000_000

  private let snapshot: Snapshot
  private let bootedAt: Int64?
  private let gap: String?
  private var holders: [IPAddress: [LeaseEvidence.Holder]] = [:]
  private var running: [String: Pod] = [:]
  private var attachments: [String: [Attachment]] = [:]
  private var neighbours: [IPAddress: LeaseEvidence.Neighbour] = [:]
  private let knowsNeighbours: Bool
  private var routes: [IPAddress: String] = [:]
  private var places: [NamespaceID: String] = [:]
  /// The ids of the containers of a namespace, where they are known.
  private var containers: [NamespaceID: Set<String>] = [:]
  private var interfaces: [NamespaceID: Set<String>] = [:]

  init(_ snapshot: Snapshot, attachments: [Attachment]) {
    self.snapshot = snapshot
    bootedAt = snapshot.node.uptimeSeconds.map { snapshot.capturedAt - $0 * 1_000_000 }
    gap = Self.gap(in: snapshot)
    knowsNeighbours = snapshot.host?.neighbours != nil
    for pod in snapshot.pods where !pod.hostNetwork {
      let ids = ([pod.sandboxID] + pod.containers.map(\.id)).compactMap { $0 }
      for id in ids { running[id] = pod }
      guard let netns = pod.netns else { continue }
      places[netns] = places[netns] ?? "pod \(pod.title)"
      if pod.sandboxID != nil { containers[netns, default: []].formUnion(ids) }
    }
    self.attachments = Dictionary(grouping: attachments, by: \.containerID)
    for attachment in attachments {
      guard let namespace = attachment.namespace else { continue }
      containers[namespace, default: []].insert(attachment.containerID)
    }
    readLinks()
    readNeighbours()
    readRoutes()
  }

  /// The routes to single addresses, which plugins without a bridge make.
  private mutating func readRoutes() {
    guard let host = snapshot.host, let table = host.routes else { return }
    let names = DeviceNames(host)
    for position in 0..<table.count {
      let route = table[position]
      let destination = route.destination
      guard destination.length == destination.address.family.bits, route.type == .unicast,
        route.gateway == nil, let device = names[route.device]
      else { continue }
      routes[destination.address] = device
    }
  }

  private mutating func readLinks() {
    for namespace in snapshot.namespaces {
      guard let links = namespace.links else { continue }
      interfaces[namespace.id] = Set(links.map(\.name))
      let place =
        namespace.isHost
        ? "the node" : places[namespace.id] ?? namespace.paths.first ?? "\(namespace.id)"
      places[namespace.id] = place
      for link in links where !link.flags.contains(.loopback) {
        for address in link.addresses where !address.address.isLinkLocal {
          // One namespace with the address on two links is one holder.
          let known = holders[address.address] ?? []
          guard !known.contains(where: { $0.link.namespace == namespace.id }) else { continue }
          holders[address.address, default: []].append(
            LeaseEvidence.Holder(link: link.id, device: link.name, place: place, isOwner: nil))
        }
      }
    }
  }

  private mutating func readNeighbours() {
    guard let host = snapshot.host, let table = host.neighbours else { return }
    var macAddresses: Set<MACAddress> = []
    for link in snapshot.namespaces.flatMap({ $0.links ?? [] }) {
      if let mac = link.macAddress { macAddresses.insert(mac) }
    }
    let names = DeviceNames(host)
    for entry in table where !entry.isProxy {
      let found = LeaseEvidence.Neighbour(
        macAddress: entry.macAddress, device: names[entry.device] ?? "?", state: entry.state,
        isOfLink: entry.macAddress.map(macAddresses.contains) ?? false)
      if let known = neighbours[entry.address], known.isAlive { continue }
      neighbours[entry.address] = found
    }
  }

  /// Why something that is alive might not have been seen.
  static func gap(in snapshot: Snapshot) -> String? {
    if let unread = snapshot.namespaces.first(where: { $0.links == nil }) {
      return "namespace \(unread.paths.first ?? "\(unread.id)") could not be read"
    }
    for line in snapshot.completeness where line.status != .ok {
      let source = line.source.split(separator: " ")[0]
      let isGap =
        switch source {
        case "netlink:links", "netlink:addresses", "proc:namespaces": true
        default: line.source.hasPrefix("file:") && line.status == .denied
        }
      if isGap { return "not all could be read: \(line.detail ?? line.source)" }
    }
    return nil
  }
}

// MARK: Leases

extension LeaseJoin {
  func networks(_ found: [FoundNetwork]) -> [IPAMState.Network] {
    var leased: [IPAddress: [Int]] = [:]
    for (index, network) in found.enumerated() {
      for lease in network.leases { leased[lease.address, default: []].append(index) }
    }
    var networks = found.enumerated().map { index, network in
      var result = IPAMState.Network(
        name: network.name, store: network.store.rawValue, path: network.path,
        ranges: network.ranges.map {
          var range = IPAMState.Range(
            set: $0.set, subnet: $0.subnet, first: $0.first, last: $0.last)
          range.gateway = $0.gateway
          return range
        }, problems: network.problems)
      result.leases = network.leases.map { lease in
        let others = (leased[lease.address] ?? []).filter { $0 != index }
        return self.lease(lease, others: others.map { "network \(found[$0].name)" })
      }
      return result
    }
    addMissing(to: &networks, leased: Set(leased.keys))
    for index in networks.indices { networks[index].countUsed() }
    return networks
  }

  private func lease(_ found: FoundNetwork.Lease, others: [String]) -> IPAMState.Lease {
    var evidence = LeaseEvidence()
    evidence.knowsNeighbours = knowsNeighbours
    evidence.neighbour = neighbours[found.address]
    evidence.route = routes[found.address]
    evidence.otherLeases = others
    evidence.gap = gap
    evidence.holders = holders[found.address] ?? []
    var lease = IPAMState.Lease(address: found.address)
    switch found.content {
    case .owner(let containerID, let ifname):
      lease.containerID = containerID
      lease.ifname = ifname
      lease.pod = judge(containerID, ifname, &evidence)
    case .blank: evidence.owner = .nobody
    case .unreadable(let reason): evidence.owner = .unreadable(reason)
    }
    if let writtenAt = found.writtenAt {
      let age = snapshot.capturedAt - writtenAt
      lease.ageSeconds = max(age / 1_000_000, 0)
      evidence.isYoung = age < Self.youth
      // The clock may have been set since: half a minute is no proof.
      evidence.isBeforeBoot = bootedAt.map { writtenAt < $0 - 30_000_000 }
    }
    if lease.pod == nil, let holder = evidence.holders.first { lease.pod = title(holder) }
    lease.evidence = evidence
    lease.state = evidence.state
    return lease
  }

  /// Fills in what there is of the owner.
  ///
  /// - Returns: Its pod.
  private func judge(
    _ containerID: String, _ ifname: String?, _ evidence: inout LeaseEvidence
  ) -> String? {
    var own: Set<NamespaceID> = []
    let pod = running[containerID]
    if let pod {
      evidence.owner = .running("pod \(pod.title)")
      if let netns = pod.netns { own.insert(netns) }
    }
    for attachment in attachments[containerID] ?? [] {
      if let namespace = attachment.namespace {
        own.insert(namespace)
        evidence.namespace = .exists(attachment.path)
      } else if let problem = attachment.problem {
        evidence.gap = evidence.gap ?? problem
      } else if evidence.namespace == .unrecorded {
        evidence.namespace = .gone(attachment.path)
      }
    }
    if let ifname {
      let known = own.compactMap { interfaces[$0] }
      evidence.hasInterface = known.isEmpty ? nil : known.contains { $0.contains(ifname) }
    }
    for index in evidence.holders.indices {
      let namespace = evidence.holders[index].link.namespace
      if !own.isEmpty {
        evidence.holders[index].isOwner = own.contains(namespace)
      } else if let ids = containers[namespace] {
        evidence.holders[index].isOwner = ids.contains(containerID)
      }
    }
    return pod?.title
  }

  private func title(_ holder: LeaseEvidence.Holder) -> String {
    holder.place.hasPrefix("pod ") ? String(holder.place.dropFirst(4)) : holder.place
  }

  /// Adds addresses that are used within a range and that no store has.
  private func addMissing(
    to networks: inout [IPAMState.Network], leased: Set<IPAddress>
  ) {
    for (address, holders) in holders where !leased.contains(address) {
      let place = networks.firstIndex { network in
        network.ranges.contains { $0.contains(address) }
          // Two networks with one gateway, or the node as the gateway, are no matter of leases.
          && !network.ranges.contains { $0.gateway == address }
      }
      guard let place else { continue }
      let evidence = LeaseEvidence(
        holders: holders, neighbour: neighbours[address], knowsNeighbours: knowsNeighbours,
        isLeased: false)
      networks[place].leases.append(
        IPAMState.Lease(
          address: address, ifname: holders[0].device, pod: title(holders[0]), evidence: evidence)
      )
    }
    for index in networks.indices { networks[index].leases.sort { $0.address < $1.address } }
  }
}
