import NetworkTypes

/// Services out of the chains of kube-proxy in iptables mode; k3s and RKE2 have it inside.
///
/// `KUBE-SERVICES` and `KUBE-NODEPORTS` lead to `KUBE-SVC-…`, to `KUBE-SVL-…` for endpoints of
/// this node alone, or through `KUBE-EXT-…` and `KUBE-FW-…` for clients from outside; these lead
/// to a `KUBE-SEP-…` for each endpoint (kubernetes/kubernetes, `pkg/proxy/iptables`).
struct IPTablesServices {
  private let nat: ProxyTable
  private let filter: ProxyTable
  private var services: [FoundService.Identity: FoundService] = [:]
  private var order: [FoundService.Identity] = []
  private var problems: [FoundServices.Problem] = []
  /// The chains that were walked through for a service.
  private var walked: Set<String> = []

  init(nat: ProxyTable, filter: ProxyTable) {
    self.nat = nat
    self.filter = filter
  }

  static func read(nat: ProxyTable, filter: ProxyTable) -> FoundServices {
    var reading = IPTablesServices(nat: nat, filter: filter)
    reading.readFronts()
    reading.readRefusals()
    reading.findOrphans()
    var found = FoundServices()
    found.services = reading.order.compactMap { reading.services[$0] }
    found.problems = reading.problems
    return found
  }

  /// What a comment begins with, and what comes behind it.
  private static func parse(_ comment: String?) -> (name: ServiceName, rest: Substring)? {
    guard let comment else { return nil }
    let end = comment.utf8.firstIndex(of: 0x20) ?? comment.endIndex
    guard let name = ServiceName(comment[..<end]) else { return nil }
    return (name, comment[end...].drop { $0 == " " })
  }

  private mutating func change(
    _ name: ServiceName, _ rule: ServiceRule, _ body: (inout FoundService) -> Void
  ) {
    let transport = rule.transport ?? 6
    let id = FoundService.Identity(
      mode: .iptables, namespace: name.namespace, name: name.name, portName: name.port,
      transport: transport)
    var service = services[id] ?? FoundService(mode: .iptables, transport: transport)
    if services[id] == nil {
      (service.namespace, service.name, service.portName) = (name.namespace, name.name, name.port)
      order.append(id)
    }
    body(&service)
    services[id] = service
  }

  private mutating func readFronts() {
    for rule in nat["KUBE-SERVICES"] {
      guard let target = rule.target, let (name, rest) = Self.parse(rule.comment),
        let address = rule.destination?.address
      else { continue }
      change(name, rule) { service in
        service.port = rule.port
        if rest == "cluster IP" {
          service.clusterIPs.append(address)
          if target.hasPrefix("KUBE-SVL-") { service.internalPolicy = .local }
        } else if rest.hasPrefix("load") {
          service.loadBalancerIPs.append(address)
        } else {
          service.externalIPs.append(address)
        }
      }
      follow(target, name, rule)
    }
    for rule in nat["KUBE-NODEPORTS"] {
      guard let target = rule.target, let (name, _) = Self.parse(rule.comment) else { continue }
      change(name, rule) { $0.nodePort = rule.port }
      follow(target, name, rule)
    }
    for rule in filter["KUBE-NODEPORTS"] {
      guard let (name, rest) = Self.parse(rule.comment), rest.hasPrefix("health check") else {
        continue
      }
      change(name, rule) { $0.healthCheckNodePort = rule.port }
    }
  }

  /// Walks from a front to the endpoints.
  private mutating func follow(_ chain: String, _ name: ServiceName, _ front: ServiceRule) {
    guard walked.insert(chain).inserted else { return }
    guard nat.chains[chain] != nil else {
      change(name, front) { $0.problems.append("\(chain), which it leads to, is not there") }
      return
    }
    if chain.hasPrefix("KUBE-FW-") {
      for rule in nat[chain] {
        guard let target = rule.target, !target.hasPrefix("KUBE-MARK") else { continue }
        if let source = rule.source, !source.isInverted {
          change(name, front) {
            if !$0.sourceRanges.contains(source.prefix) { $0.sourceRanges.append(source.prefix) }
          }
        }
        follow(target, name, front)
      }
    } else if chain.hasPrefix("KUBE-EXT-") || chain.hasPrefix("KUBE-XLB-") {
      followExternal(chain, name, front)
    } else {
      readEndpoints(chain, name, front)
    }
  }

  /// Local clients may take any endpoint; the last rule, for all others, tells the policy.
  private mutating func followExternal(_ chain: String, _ name: ServiceName, _ front: ServiceRule) {
    var policy = FoundService.Policy.local
    for rule in nat[chain] {
      guard let target = rule.target, !target.hasPrefix("KUBE-MARK") else { continue }
      let isForAll = rule.source == nil && !rule.isLocalSource && !rule.isConditional
      if isForAll, target.hasPrefix("KUBE-SVC-") { policy = .cluster }
      follow(target, name, front)
    }
    change(name, front) { $0.externalPolicy = policy }
  }

  private mutating func readEndpoints(_ chain: String, _ name: ServiceName, _ front: ServiceRule) {
    let isLocal = chain.hasPrefix("KUBE-SVL-")
    var choice = EndpointChoice()
    var affinity: UInt32?
    for rule in nat[chain] {
      guard let target = rule.target, target.hasPrefix("KUBE-SEP-") else { continue }
      walked.insert(target)
      if rule.isAffinity {
        affinity = rule.affinitySeconds ?? affinity
        continue
      }
      guard let endpoint = nat[target].lazy.compactMap(\.translation).first else {
        let what = nat.chains[target] == nil ? "is not there" : "has no DNAT"
        change(name, front) { $0.problems.append("\(target) of \(chain) \(what)") }
        continue
      }
      choice.add(endpoint, probability: rule.probability)
    }
    change(name, front) { service in
      service.affinitySeconds = affinity ?? service.affinitySeconds
      service.problems += choice.problems(in: chain)
      service.add(choice.endpoints, isLocal: isLocal)
    }
  }

  private mutating func readRefusals() {
    for (chain, isCluster) in [("KUBE-SERVICES", true), ("KUBE-EXTERNAL-SERVICES", false)] {
      for rule in filter[chain] where rule.isReject || rule.isDrop {
        guard let (name, rest) = Self.parse(rule.comment), rest.hasPrefix("has no") else {
          continue
        }
        let isLocal = rest.hasPrefix("has no local")
        change(name, rule) { service in
          service.refuse(
            rule.destination?.address, rule.port, isCluster: isCluster,
            by: rule.isReject ? "reject" : "drop")
          if isLocal {
            if isCluster {
              service.internalPolicy = .local
            } else {
              service.externalPolicy = .local
            }
          }
        }
      }
    }
  }

  private mutating func findOrphans() {
    let prefixes = ["KUBE-SVC-", "KUBE-SVL-", "KUBE-EXT-", "KUBE-XLB-", "KUBE-FW-", "KUBE-SEP-"]
    let targets = nat.targets
    for chain in nat.chains.keys.sorted() where !walked.contains(chain) {
      guard prefixes.contains(where: { chain.hasPrefix($0) }) else { continue }
      let text =
        targets.contains(chain)
        ? "only chains that nothing leads to lead to it" : "nothing leads to it"
      problems.append(FoundServices.Problem(subject: chain, text: text))
    }
  }
}

extension FoundService {
  /// Takes in endpoints of one of its chains.
  mutating func add(_ others: [Endpoint], isLocal: Bool) {
    for var endpoint in others {
      let place = endpoints.firstIndex {
        $0.address == endpoint.address && $0.port == endpoint.port
      }
      if let place {
        if isLocal {
          endpoints[place].isLocal = true
        } else {
          endpoints[place].share = endpoint.share
        }
      } else {
        endpoint.isLocal = isLocal
        endpoints.append(endpoint)
      }
    }
  }

  /// Takes in a front that refuses packets.
  ///
  /// - Parameter address: nil for the node port.
  mutating func refuse(_ address: IPAddress?, _ port: UInt16?, isCluster: Bool, by what: String) {
    if let address {
      self.port = self.port ?? port
      let known = clusterIPs + externalIPs + loadBalancerIPs
      if !known.contains(address) {
        if isCluster { clusterIPs.append(address) } else { externalIPs.append(address) }
      }
    } else if nodePort == nil {
      nodePort = port
    }
    refusal = what
  }
}
