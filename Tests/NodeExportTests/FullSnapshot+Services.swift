import NetworkTypes
import NodeModel

extension FullSnapshot {
  /// A service with all that there can be, one without endpoints, and one without a name.
  static var services: ServiceState {
    var web = Service(mode: "iptables", transport: "tcp")
    (web.namespace, web.name, web.portName, web.port) = ("shop", "web", "http", 80)
    web.clusterIPs = [ip("10.96.0.10"), ip("fd00:10:96::10")]
    web.externalIPs = [ip("203.0.113.7")]
    web.loadBalancerIPs = [ip("198.51.100.1")]
    web.nodePort = 30_080
    web.healthCheckNodePort = 31_000
    web.affinitySeconds = 10_800
    web.externalPolicy = "local"
    web.internalPolicy = "cluster"
    web.sourceRanges = [prefix("192.0.2.0/25")]
    var near = Service.Endpoint(address: ip("10.244.1.5"), port: 8080)
    near.share = 0.25
    near.pod = "shop/web-1"
    near.isLocal = true
    var far = Service.Endpoint(address: ip("fd00:10:244::9"), port: 8080)
    far.share = 0.75
    far.isLocal = false
    web.endpoints = [near, far]
    web.problems = ["KUBE-SVC-A: endpoint 1 of 2 gets 25.0 % of packets, not 50.0 %"]
    var empty = Service(mode: "nftables", transport: "udp")
    (empty.namespace, empty.name, empty.port) = ("kube-system", "dns", 53)
    empty.clusterIPs = [ip("10.96.0.53")]
    empty.refusal = "reject"
    var virtual = Service(mode: "ipvs", transport: "sctp")
    virtual.port = 9
    virtual.clusterIPs = [ip("10.96.0.99")]
    virtual.scheduler = "rr"
    var weighed = Service.Endpoint(address: ip("10.244.2.1"), port: 9)
    weighed.weight = 0
    virtual.endpoints = [weighed]
    return ServiceState(
      services: [empty, web, virtual],
      problems: [.init(subject: "KUBE-SVC-ORPHAN", text: "nothing leads to it")])
  }

  static var filters: FilterState {
    var chain = FilterState.Chain(
      name: "input", rules: ["tcp dport 22 accept comment \"\u{1b}[31m\"", "drop"])
    (chain.hook, chain.type, chain.priority, chain.policy) = ("input", "filter", -10, "accept")
    var table = FilterState.Table(family: "inet", name: "own", backend: "nftables")
    table.chains = [chain, FilterState.Chain(name: "empty")]
    table.sets = [.init(name: "ports", isMap: true, elements: ["80 : accept"])]
    return FilterState(generation: 7, tables: [table])
  }
}
