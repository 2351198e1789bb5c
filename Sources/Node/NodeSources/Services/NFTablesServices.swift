import Netlink
import NetlinkFilter
import NetworkTypes

/// Services out of the tables of kube-proxy in nftables mode.
///
/// Maps of verdicts lead from addresses and node ports to chains whose names say all:
/// `service-HASH-NAMESPACE/NAME/PROTOCOL/PORT`, and from these to `endpoint-…__ADDRESS/PORT`
/// (kubernetes/kubernetes, `pkg/proxy/nftables`).
struct NFTablesServices {
  private let family: FilterFamily
  private var chains: [String: [FilterRule]] = [:]
  private var sets: [String: (set: FilterSet, elements: [FilterElement])] = [:]
  private var services: [FoundService.Identity: FoundService] = [:]
  private var order: [FoundService.Identity] = []
  private var walked: Set<String> = []
  private var clusterIPs: Set<[UInt8]> = []
  private var balanced: Set<[UInt8]> = []

  private static let table = "kube-proxy"

  static func read(_ ruleset: FilterRuleset, _ family: FilterFamily) -> FoundServices {
    var reading = NFTablesServices(ruleset, family)
    reading.readFronts()
    reading.readRefusals()
    var found = FoundServices()
    found.services = reading.order.compactMap { reading.services[$0] }
    found.problems = reading.orphans
    return found
  }

  private init(_ ruleset: FilterRuleset, _ family: FilterFamily) {
    self.family = family
    for (place, chain) in ruleset.chains.enumerated()
    where chain.family == family && chain.table == Self.table {
      chains[chain.name] = ruleset.rules[place]
    }
    for (place, set) in ruleset.sets.enumerated()
    where set.family == family && set.table == Self.table {
      sets[set.name] = (set, ruleset.elements[place])
    }
    clusterIPs = Set(elements("cluster-ips").map(\.key))
    balanced = Set(elements("firewall-ips").map { Array($0.key.prefix(size)) })
  }

  private func elements(_ set: String) -> [FilterElement] { sets[set]?.elements ?? [] }
  private var size: Int { family == .ipv6 ? 16 : 4 }

  /// Address, protocol and port, or the last two, in a key of parts of four bytes.
  private func front(_ key: [UInt8]) -> (address: IPAddress?, transport: UInt8, port: UInt16)? {
    let hasAddress = key.count == size + 8
    guard hasAddress || key.count == 8 else { return nil }
    let start = hasAddress ? size : 0
    return (
      hasAddress ? IPAddress(networkOrder: Array(key.prefix(size)).span.bytes) : nil, key[start],
      UInt16(key[start + 4]) << 8 | UInt16(key[start + 5])
    )
  }

  private static func chain(_ element: FilterElement) -> String? {
    switch element.data {
    case .verdict(.goto(let chain))?, .verdict(.jump(let chain))?: chain
    default: nil
    }
  }

  private mutating func change(
    _ name: ServiceName, _ transport: UInt8, _ body: (inout FoundService) -> Void
  ) {
    let id = FoundService.Identity(
      mode: .nftables, namespace: name.namespace, name: name.name, portName: name.port,
      transport: transport)
    var service = services[id] ?? FoundService(mode: .nftables, transport: transport)
    if services[id] == nil {
      (service.namespace, service.name, service.portName) = (name.namespace, name.name, name.port)
      order.append(id)
    }
    body(&service)
    services[id] = service
  }

  private mutating func readFronts() {
    for element in elements("service-ips") {
      guard let (address, transport, port) = front(element.key), let address,
        let chain = Self.chain(element), let name = ServiceName(chain: chain)
      else { continue }
      let bytes = Array(element.key.prefix(size))
      let isCluster = clusterIPs.contains(bytes)
      let isBalanced = balanced.contains(bytes)
      change(name, transport) { service in
        service.port = port
        if isCluster {
          service.clusterIPs.append(address)
          if chain.hasPrefix("local-") { service.internalPolicy = .local }
        } else if isBalanced {
          service.loadBalancerIPs.append(address)
        } else {
          service.externalIPs.append(address)
        }
      }
      follow(chain, name, transport)
    }
    for element in elements("service-nodeports") {
      guard let (_, transport, port) = front(element.key), let chain = Self.chain(element),
        let name = ServiceName(chain: chain)
      else { continue }
      change(name, transport) { $0.nodePort = port }
      follow(chain, name, transport)
    }
    for element in elements("firewall-ips") {
      guard let (_, transport, _) = front(element.key), let chain = Self.chain(element),
        let name = ServiceName(chain: chain), walked.insert(chain).inserted
      else { continue }
      let ranges = (chains[chain] ?? []).flatMap { sourceRanges($0) }
      change(name, transport) { $0.sourceRanges = ranges }
    }
  }

  private mutating func follow(_ chain: String, _ name: ServiceName, _ transport: UInt8) {
    guard walked.insert(chain).inserted else { return }
    guard let rules = chains[chain]?.map({ ServiceRule($0) }) else { return }
    guard chain.hasPrefix("external-") else { return readEndpoints(chain, rules, name, transport) }
    var policy = FoundService.Policy.local
    for rule in rules {
      guard let target = rule.target, target != "mark-for-masquerade" else { continue }
      let isForAll = rule.source == nil && !rule.isLocalSource && !rule.isConditional
      if isForAll, target.hasPrefix("service-") { policy = .cluster }
      follow(target, name, transport)
    }
    change(name, transport) { $0.externalPolicy = policy }
  }

  private mutating func readEndpoints(
    _ chain: String, _ rules: [ServiceRule], _ name: ServiceName, _ transport: UInt8
  ) {
    var endpoints: [FoundService.Endpoint] = []
    var problems: [String] = []
    var affinity: UInt32?
    for rule in rules {
      if rule.isAffinity, let set = rule.sourceSet?.name,
        let milliseconds = sets[set]?.set.timeoutMilliseconds
      {
        affinity = UInt32(clamping: milliseconds / 1000)
      }
      guard let (modulus, set) = rule.choice else { continue }
      let targets = elements(set)
      problems += Self.problems(chain, modulus: modulus, count: targets.count)
      for element in targets {
        guard let target = Self.chain(element) else { continue }
        walked.insert(target)
        guard var endpoint = translation(target) else {
          problems.append("\(target) of \(chain) has no dnat")
          continue
        }
        endpoint.share = modulus == 0 ? nil : 1 / Double(modulus)
        endpoints.append(endpoint)
      }
    }
    change(name, transport) { service in
      service.affinitySeconds = affinity ?? service.affinitySeconds
      service.problems += problems
      service.add(endpoints, isLocal: chain.hasPrefix("local-"))
    }
  }

  /// A random number below `modulus` chooses one of `count` endpoints.
  private static func problems(_ chain: String, modulus: UInt32, count: Int) -> [String] {
    if Int(modulus) > count {
      let part = Double(Int(modulus) - count) / Double(modulus)
      return ["\(chain): \(EndpointChoice.percent(part)) of packets reach no endpoint"]
    }
    if Int(modulus) < count {
      return ["\(chain): the endpoints behind number \(modulus) get nothing"]
    }
    return []
  }

  private func translation(_ chain: String) -> FoundService.Endpoint? {
    (chains[chain] ?? []).lazy.compactMap { ServiceRule($0).translation }.first
  }

  /// Where clients of a load balancer may come from: what is not in these ranges is dropped.
  private func sourceRanges(_ rule: FilterRule) -> [IPPrefix] {
    let facts = ServiceRule(rule)
    guard facts.isDrop else { return [] }
    if let source = facts.source, source.isInverted { return [source.prefix] }
    guard let (set, isInverted) = facts.sourceSet, isInverted else { return [] }
    return FilterInterval.all(in: elements(set)).flatMap(\.prefixes)
  }

  private mutating func readRefusals() {
    for element in elements("no-endpoint-services") {
      guard let (address, transport, port) = front(element.key), let address,
        let comment = element.comment, let name = ServiceName(comment)
      else { continue }
      let isCluster = clusterIPs.contains(Array(element.key.prefix(size)))
      let isDrop = element.data == .verdict(.drop)
      change(name, transport) {
        $0.refuse(address, port, isCluster: isCluster, by: isDrop ? "drop" : "reject")
        if isDrop { $0.externalPolicy = .local }
      }
    }
    for element in elements("no-endpoint-nodeports") {
      guard let (_, transport, port) = front(element.key), let comment = element.comment,
        let name = ServiceName(comment)
      else { continue }
      let isDrop = element.data == .verdict(.drop)
      change(name, transport) {
        $0.refuse(nil, port, isCluster: false, by: isDrop ? "drop" : "reject")
      }
    }
  }

  private var orphans: [FoundServices.Problem] {
    let prefixes = ["service-", "local-", "external-", "firewall-", "endpoint-"]
    return chains.keys.filter { chain in
      !walked.contains(chain) && prefixes.contains { chain.hasPrefix($0) } && chain.contains("/")
    }.sorted().map {
      FoundServices.Problem(subject: "\(Self.table) \($0)", text: "nothing leads to it")
    }
  }
}
