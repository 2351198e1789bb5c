import LinuxSystem
import Netlink
public import NetlinkFilter
import Synchronization

/// Reads the rules of one namespace, and only when they changed.
public final class RulesetReader: Sendable {
  private struct Memory: Sendable {
    var inode: UInt64
    var ruleset: FilterRuleset
  }
  private let memory = Mutex<Memory?>(nil)

  public init() {}

  /// Where the rules are read from, for `completeness`.
  public static let source = "netlink:nf_tables"

  /// The rules of the namespace, and whether they are those of the last reading.
  ///
  /// - Parameters:
  ///   - inode: Of the namespace.
  ///   - path: What leads into it; nil for the own one.
  public func read(inode: UInt64, path: String?) -> (
    ruleset: FilterRuleset?, isUnchanged: Bool, status: SourceStatus
  ) {
    let known = memory.withLock { $0 }
    let last = known?.inode == inode ? known?.ruleset : nil
    do {
      let ruleset = try onNewThread { try Self.read(inode: inode, path: path, last: last) }
      guard let ruleset else { return (last, true, SourceStatus(Self.source, .ok)) }
      if ruleset.isConsistent { memory.withLock { $0 = Memory(inode: inode, ruleset: ruleset) } }
      return (ruleset, false, Self.status(ruleset))
    } catch let error as NetlinkError {
      return (nil, false, Self.status("\(error)", isDenial: error.isDenial))
    } catch let error as SystemCallError {
      return (nil, false, Self.status("\(error)", isDenial: error.errno.isDenial))
    } catch {
      return (nil, false, Self.status("\(error)", isDenial: false))
    }
  }

  /// nil where the generation is that of `last`.
  private static func read(inode: UInt64, path: String?, last: FilterRuleset?) throws
    -> FilterRuleset?
  {
    if let path, (try? NetworkNamespace.current())?.inode != inode {
      let namespace = try NetworkNamespace(path: path)
      try namespace.enter()
    }
    var socket = try NetlinkSocket(.netfilter)
    let buffer = ReceiveBuffer()
    if let last, try socket.filterGeneration(buffer: buffer) == last.generation { return nil }
    return try socket.filterRuleset(buffer: buffer)
  }

  private static func status(_ reason: String, isDenial: Bool) -> SourceStatus {
    SourceStatus(
      source, isDenial ? .denied : .error,
      "cannot read rules: \(reason)" + (isDenial ? Denial.advice : ""))
  }

  private static func status(_ ruleset: FilterRuleset) -> SourceStatus {
    ruleset.problem.map { SourceStatus(source, .error, $0) } ?? SourceStatus(source, .ok)
  }
}

extension FilterRuleset {
  /// Why it is not whole.
  var problem: String? {
    if let first = malformed.first {
      return "\(malformed.count) parts could not be read, the first: \(first)"
    }
    return isConsistent ? nil : "the rules changed each time while they were read"
  }
}

extension FoundServices {
  /// The services that kube-proxy's rules in nf_tables tell of, in both of its modes.
  public init(_ ruleset: FilterRuleset) {
    self.init()
    for family in [FilterFamily.ipv4, .ipv6] {
      let nat = ProxyTable(ruleset, family, "nat")
      if !nat.chains.isEmpty {
        add(IPTablesServices.read(nat: nat, filter: ProxyTable(ruleset, family, "filter")))
      }
      if ruleset.tables.contains(where: { $0.family == family && $0.name == "kube-proxy" }) {
        add(NFTablesServices.read(ruleset, family))
      }
    }
  }

  /// Adds others; a service in both is one with the addresses of both families.
  public mutating func add(_ other: FoundServices) {
    problems += other.problems
    guard !services.isEmpty else { return services = other.services }
    var places: [FoundService.Identity: Int] = [:]
    for (place, service) in services.enumerated() { places[service.identity] = place }
    for service in other.services {
      if let place = places[service.identity] {
        services[place].merge(service)
      } else {
        services.append(service)
      }
    }
  }
}

extension FoundService {
  var identity: Identity {
    let front = (clusterIPs + externalIPs + loadBalancerIPs).first
    return Identity(
      mode: mode, namespace: namespace, name: name, portName: portName, transport: transport,
      front: name == nil ? "\(front.map { "\($0)" } ?? "*"):\(port ?? nodePort ?? 0)" : nil)
  }

  /// Takes in what another family, or another source, says of the same service.
  fileprivate mutating func merge(_ other: FoundService) {
    clusterIPs += other.clusterIPs.filter { !clusterIPs.contains($0) }
    externalIPs += other.externalIPs.filter { !externalIPs.contains($0) }
    loadBalancerIPs += other.loadBalancerIPs.filter { !loadBalancerIPs.contains($0) }
    sourceRanges += other.sourceRanges.filter { !sourceRanges.contains($0) }
    endpoints += other.endpoints.filter { !endpoints.contains($0) }
    problems += other.problems.filter { !problems.contains($0) }
    port = port ?? other.port
    nodePort = nodePort ?? other.nodePort
    healthCheckNodePort = healthCheckNodePort ?? other.healthCheckNodePort
    affinitySeconds = affinitySeconds ?? other.affinitySeconds
    externalPolicy = externalPolicy ?? other.externalPolicy
    refusal = refusal ?? other.refusal
    if other.internalPolicy == .local { internalPolicy = .local }
  }
}
