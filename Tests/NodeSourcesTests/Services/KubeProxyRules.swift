import NetworkTypes
import NodeSources
import TestSupport

/// Services as they really are, and the rules that kube-proxy makes of them.
///
/// The formats are those of kubernetes/kubernetes, `pkg/proxy/iptables` and
/// `pkg/proxy/nftables`; hashes in names are numbers here, which nobody reads.
struct KubeProxyRules {
  var services: [FoundService] = []

  /// Services of all kinds, IPv4.
  init(count: Int, endpoints: ClosedRange<Int>, seed: UInt64, mode: FoundService.Mode) {
    var random = SplitMix(seed: seed)
    for number in 0..<count {
      var service = FoundService(mode: mode, transport: Bool.random(using: &random) ? 6 : 17)
      service.namespace = "ns-\(number % 7)"
      service.name = "svc-\(number)"
      service.portName = Bool.random(using: &random) ? "web" : nil
      service.port = UInt16.random(in: 1...65535, using: &random)
      service.clusterIPs = [Self.address(10, 96, number)]
      for endpoint in 0..<Int.random(in: endpoints, using: &random) {
        service.endpoints.append(
          .init(address: Self.address(10, 244, number * 8 + endpoint), port: 8080))
      }
      for place in service.endpoints.indices {
        service.endpoints[place].share = 1 / Double(service.endpoints.count)
      }
      if service.endpoints.isEmpty {
        service.refusal = "reject"
      } else {
        if number % 3 == 0 { service.nodePort = UInt16(30_000 + number) }
        if number % 5 == 0 { service.externalIPs = [Self.address(203, 0, number)] }
        if number % 4 == 0 { service.affinitySeconds = 10_800 }
        if number % 6 == 0 {
          service.loadBalancerIPs = [Self.address(198, 51, number)]
          service.sourceRanges = ["192.0.2.0/25", "198.18.0.0/15"].compactMap { IPPrefix($0) }
        }
        let hasOutside =
          service.nodePort != nil || !service.externalIPs.isEmpty
          || !service.loadBalancerIPs.isEmpty
        if hasOutside { service.externalPolicy = .cluster }
      }
      services.append(service)
    }
  }

  private static func address(_ first: Int, _ second: Int, _ number: Int) -> IPAddress {
    IPAddress("\(first).\(second).\(number >> 8 & 255).\(number & 255)")!
  }

  private static func word(_ service: FoundService) -> String {
    service.transport == 6 ? "tcp" : "udp"
  }

  /// `NAMESPACE/NAME:PORT`.
  private static func title(_ service: FoundService) -> String {
    "\(service.namespace!)/\(service.name!)" + (service.portName.map { ":" + $0 } ?? "")
  }

  /// Sixteen letters.
  private static func hash(_ number: Int) -> String {
    let digits = String(number, radix: 26).map {
      Character(UnicodeScalar($0.asciiValue! < 58 ? $0.asciiValue! + 17 : $0.asciiValue! - 22))
    }
    return String(repeating: "A", count: 16 - digits.count) + String(digits)
  }

  // MARK: iptables

  /// For `iptables-restore`.
  var iptables: String {
    var chains = ["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-MARK-MASQ", "KUBE-POSTROUTING"]
    var fronts: [String] = []
    var nodePorts: [String] = []
    var rules: [String] = []
    var refusals: [String] = []
    for (number, service) in services.enumerated() {
      let (hash, title, word) = (Self.hash(number), Self.title(service), Self.word(service))
      let match = "-m \(word) -p \(word)"
      func comment(_ text: String) -> String { "-m comment --comment \"\(title)\(text)\"" }
      let port = service.port!
      guard !service.endpoints.isEmpty else {
        refusals.append(
          "-A KUBE-SERVICES \(comment(" has no endpoints")) \(match) -d \(service.clusterIPs[0]) "
            + "--dport \(port) -j REJECT")
        continue
      }
      fronts.append(
        "-A KUBE-SERVICES \(comment(" cluster IP")) \(match) -d \(service.clusterIPs[0]) "
          + "--dport \(port) -j KUBE-SVC-\(hash)")
      chains.append("KUBE-SVC-\(hash)")
      if service.externalPolicy != nil {
        chains.append("KUBE-EXT-\(hash)")
        rules.append("-A KUBE-EXT-\(hash) \(comment("")) -j KUBE-MARK-MASQ")
        rules.append("-A KUBE-EXT-\(hash) -j KUBE-SVC-\(hash)")
      }
      for address in service.externalIPs {
        fronts.append(
          "-A KUBE-SERVICES \(comment(" external IP")) \(match) -d \(address) --dport \(port) "
            + "-j KUBE-EXT-\(hash)")
      }
      for address in service.loadBalancerIPs {
        fronts.append(
          "-A KUBE-SERVICES \(comment(" loadbalancer IP")) \(match) -d \(address) --dport \(port) "
            + "-j KUBE-FW-\(hash)")
        chains.append("KUBE-FW-\(hash)")
        for range in service.sourceRanges {
          rules.append(
            "-A KUBE-FW-\(hash) \(comment(" loadbalancer IP")) -s \(range) -j KUBE-EXT-\(hash)")
        }
      }
      if let nodePort = service.nodePort {
        nodePorts.append(
          "-A KUBE-NODEPORTS \(comment("")) \(match) --dport \(nodePort) -j KUBE-EXT-\(hash)")
      }
      rules.append(
        "-A KUBE-SVC-\(hash) \(comment(" cluster IP")) \(match) -d \(service.clusterIPs[0]) "
          + "--dport \(port) ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ")
      rules += endpointRules(number, service, &chains)
    }
    return "*filter\n:KUBE-SERVICES - [0:0]\n" + refusals.joined(separator: "\n")
      + "\nCOMMIT\n*nat\n"
      + chains.map { ":\($0) - [0:0]\n" }.joined()
      + "-A PREROUTING -j KUBE-SERVICES\n-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000\n"
      + (fronts + ["-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS"] + nodePorts
      + rules).joined(separator: "\n") + "\nCOMMIT\n"
  }

  private func endpointRules(_ number: Int, _ service: FoundService, _ chains: inout [String])
    -> [String]
  {
    let (hash, title, word) = (Self.hash(number), Self.title(service), Self.word(service))
    var rules: [String] = []
    let count = service.endpoints.count
    let targets = service.endpoints.indices.map { "KUBE-SEP-" + Self.hash(number * 8 + $0) }
    chains += targets
    let comment = "-m comment --comment \"\(title)\""
    if let seconds = service.affinitySeconds {
      for target in targets {
        rules.append(
          "-A KUBE-SVC-\(hash) \(comment) -m recent --name \(target) --rcheck --seconds \(seconds) "
            + "--reap -j \(target)")
      }
    }
    for (place, endpoint) in service.endpoints.enumerated() {
      let rest = count - place
      let decimals = String(10_000_000_000 / rest)
      let part =
        rest == 1
        ? ""
        : "-m statistic --mode random --probability 0."
          + String(repeating: "0", count: 10 - decimals.count) + decimals + " "
      rules.append("-A KUBE-SVC-\(hash) \(comment) \(part)-j \(targets[place])")
      rules.append("-A \(targets[place]) \(comment) -s \(endpoint.address) -j KUBE-MARK-MASQ")
      let recent = service.affinitySeconds == nil ? "" : "-m recent --name \(targets[place]) --set "
      rules.append(
        "-A \(targets[place]) \(comment) \(recent)-m \(word) -p \(word) -j DNAT "
          + "--to-destination \(endpoint.address):\(endpoint.port!)")
    }
    return rules
  }

  // MARK: nftables

  /// For `nft -f`.
  var nftables: String {
    let types = "ipv4_addr . inet_proto . inet_service : verdict"
    var lines = [
      "add table ip kube-proxy", "add set ip kube-proxy cluster-ips { type ipv4_addr ; }",
      "add map ip kube-proxy service-ips { type \(types) ; }",
      "add map ip kube-proxy firewall-ips { type \(types) ; }",
      "add map ip kube-proxy no-endpoint-services { type \(types) ; }",
      "add map ip kube-proxy service-nodeports { type inet_proto . inet_service : verdict ; }",
      "add chain ip kube-proxy mark-for-masquerade", "add chain ip kube-proxy reject-chain",
      "add chain ip kube-proxy services { type nat hook prerouting priority -100 ; }",
      "add rule ip kube-proxy services ip daddr . meta l4proto . th dport vmap @service-ips",
    ]
    for (number, service) in services.enumerated() { add(number, service, to: &lines) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func add(_ number: Int, _ service: FoundService, to lines: inout [String]) {
    let word = Self.word(service)
    let path =
      "\(Self.hash(number).suffix(8))-\(service.namespace!)/\(service.name!)/\(word)/"
      + (service.portName ?? "")
    let port = service.port!
    let cluster = service.clusterIPs[0]
    lines.append("add element ip kube-proxy cluster-ips { \(cluster) }")
    guard !service.endpoints.isEmpty else {
      lines.append(
        "add element ip kube-proxy no-endpoint-services { \(cluster) . \(word) . \(port) comment "
          + "\"\(Self.title(service))\" : goto reject-chain }")
      return
    }
    lines.append("add chain ip kube-proxy service-\(path)")
    if service.externalPolicy != nil {
      lines.append("add chain ip kube-proxy external-\(path)")
      lines.append("add rule ip kube-proxy external-\(path) jump mark-for-masquerade")
      lines.append("add rule ip kube-proxy external-\(path) goto service-\(path)")
    }
    lines.append(
      "add element ip kube-proxy service-ips { \(cluster) . \(word) . \(port) : goto service-\(path) }"
    )
    for address in service.externalIPs + service.loadBalancerIPs {
      lines.append(
        "add element ip kube-proxy service-ips { \(address) . \(word) . \(port) : goto external-\(path) }"
      )
    }
    if let nodePort = service.nodePort {
      lines.append(
        "add element ip kube-proxy service-nodeports { \(word) . \(nodePort) : goto external-\(path) }"
      )
    }
    if let address = service.loadBalancerIPs.first {
      let ranges = service.sourceRanges.map(\.description).joined(separator: ", ")
      lines.append("add chain ip kube-proxy firewall-\(path)")
      lines.append("add rule ip kube-proxy firewall-\(path) ip saddr != { \(ranges) } drop")
      lines.append(
        "add element ip kube-proxy firewall-ips { \(address) . \(word) . \(port) : goto firewall-\(path) }"
      )
    }
    var targets: [String] = []
    for (place, endpoint) in service.endpoints.enumerated() {
      let rest = path.dropFirst(9)
      let hash = Self.hash(number * 8 + place).suffix(8)
      let name = "\(hash)-\(rest)__\(endpoint.address)/\(endpoint.port!)"
      targets.append("\(place) : goto endpoint-\(name)")
      lines.append("add chain ip kube-proxy endpoint-\(name)")
      lines.append(
        "add rule ip kube-proxy endpoint-\(name) ip saddr \(endpoint.address) jump mark-for-masquerade"
      )
      if let seconds = service.affinitySeconds {
        lines.append(
          "add set ip kube-proxy affinity-\(name) { type ipv4_addr ; flags dynamic,timeout ; timeout \(seconds)s ; }"
        )
        lines.append(
          "add rule ip kube-proxy service-\(path) ip saddr @affinity-\(name) goto endpoint-\(name)")
        lines.append(
          "add rule ip kube-proxy endpoint-\(name) update @affinity-\(name) { ip saddr }")
      }
      lines.append(
        "add rule ip kube-proxy endpoint-\(name) meta l4proto \(word) dnat to \(endpoint.address):\(endpoint.port!)"
      )
    }
    lines.append(
      "add rule ip kube-proxy service-\(path) numgen random mod \(targets.count) vmap { "
        + targets.joined(separator: ", ") + " }")
  }
}
