import NetworkTypes
import NodeModel
import NodeSources

/// Joins services with the pods of the node.
struct ServiceJoin {
  private let pods: [IPAddress: String]
  /// Prefixes all of whose addresses are on this node: those of bridges with pods, and blocks
  /// whose other addresses a route drops.
  private let ownPrefixes: [IPPrefix]
  /// Addresses that are on this node without being a pod's.
  private let ownAddresses: Set<IPAddress>
  /// Addresses in such prefixes that lead elsewhere by a route of their own.
  private let routed: Set<IPAddress>

  init(_ snapshot: Snapshot) {
    var pods: [IPAddress: String] = [:]
    for pod in snapshot.pods where !pod.hostNetwork {
      for prefix in pod.interfaces.flatMap(\.addresses) { pods[prefix.address] = pod.title }
    }
    self.pods = pods
    let links = snapshot.host?.links ?? []
    ownAddresses = Set(links.flatMap(\.addresses).map(\.address))
    var prefixes = links.filter { $0.kind == "bridge" }.flatMap(\.addresses)
      .filter { $0.scope == .global }
      .map { IPPrefix($0.address, length: $0.prefixLength).network }
    // A bridge that no pod of this node is on says nothing of endpoints.
    prefixes.removeAll { prefix in !pods.keys.contains { prefix.contains($0) } }
    var routed: Set<IPAddress> = []
    if let routes = snapshot.host?.routes {
      for place in 0..<routes.count {
        let route = routes[place]
        if route.type == .blackhole { prefixes.append(route.destination) }
        if route.type == .unicast, route.destination.length == route.family.bits {
          routed.insert(route.destination.address)
        }
      }
    }
    ownPrefixes = prefixes
    self.routed = routed
  }

  func state(_ found: FoundServices) -> ServiceState {
    let services = found.services.map { service($0) }.sorted(by: Self.isBefore)
    return ServiceState(
      services: services,
      problems: found.problems.map { ServiceState.Problem(subject: $0.subject, text: $0.text) })
  }

  /// By namespace, name and port; those without a name first.
  private static func isBefore(_ left: Service, _ right: Service) -> Bool {
    let (one, other) = (words(left), words(right))
    if one != other { return one.lexicographicallyPrecedes(other) }
    return (left.port ?? 0) < (right.port ?? 0)
  }

  private static func words(_ service: Service) -> [String] {
    [
      service.namespace ?? "", service.name ?? "", service.portName ?? "", service.transport,
      service.mode,
    ]
  }

  private func service(_ found: FoundService) -> Service {
    var service = Service(
      mode: found.mode.rawValue, transport: Self.word(transport: found.transport))
    (service.namespace, service.name, service.portName) = (
      found.namespace, found.name, found.portName
    )
    service.port = found.port
    service.clusterIPs = found.clusterIPs
    service.externalIPs = found.externalIPs
    service.loadBalancerIPs = found.loadBalancerIPs
    service.nodePort = found.nodePort
    service.healthCheckNodePort = found.healthCheckNodePort
    service.affinitySeconds = found.affinitySeconds
    let hasOutside =
      found.nodePort != nil || !found.externalIPs.isEmpty || !found.loadBalancerIPs.isEmpty
    service.externalPolicy = hasOutside ? found.externalPolicy?.rawValue : nil
    service.internalPolicy = found.mode == .ipvs ? nil : found.internalPolicy.rawValue
    service.sourceRanges = found.sourceRanges
    service.scheduler = found.scheduler
    service.refusal = found.refusal
    service.problems = found.problems
    for endpoint in found.endpoints { add(endpoint, to: &service) }
    return service
  }

  private func add(_ found: FoundService.Endpoint, to service: inout Service) {
    var endpoint = Service.Endpoint(address: found.address, port: found.port)
    endpoint.share = found.share
    endpoint.weight = found.weight
    endpoint.pod = pods[found.address]
    if endpoint.pod != nil || found.isLocal || ownAddresses.contains(found.address) {
      endpoint.isLocal = true
    } else if isGone(found.address) {
      endpoint.isLocal = true
      service.problems.append("\(endpoint.title) is no pod of this node, which it would be on")
    } else if !pods.isEmpty {
      endpoint.isLocal = false
    }
    service.endpoints.append(endpoint)
  }

  /// Whether an address belongs to this node and no pod has it.
  private func isGone(_ address: IPAddress) -> Bool {
    !routed.contains(address) && ownPrefixes.contains { $0.contains(address) }
  }

  static func word(transport: UInt8) -> String {
    switch transport {
    case 6: "tcp"
    case 17: "udp"
    case 132: "sctp"
    default: "\(transport)"
    }
  }
}
