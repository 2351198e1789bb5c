import LinuxSystem
import NetworkTypes
import NodeSources
import TestSupport
import Testing

/// Services read out of rules that the kernel has, against those that the rules were made from.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct ServicesTests {
  private func read(_ namespace: borrowing TestNamespace) throws -> FoundServices {
    let reading = RulesetReader().read(inode: namespace.namespace.inode, path: namespace.path)
    #expect(reading.status.status == .ok, "\(reading.status)")
    return FoundServices(try #require(reading.ruleset))
  }

  /// In an order of its own, and with what a mode does not tell left out.
  private func comparable(_ services: [FoundService]) -> [FoundService] {
    services.map { service in
      var service = service
      if service.mode == .nftables {
        service.externalIPs = (service.externalIPs + service.loadBalancerIPs).sorted()
        service.loadBalancerIPs = []
      }
      service.endpoints.sort { $0.address < $1.address }
      for place in service.endpoints.indices {
        service.endpoints[place].share = service.endpoints[place].share.map {
          ($0 * 100_000).rounded()
        }
      }
      return service
    }.sorted { ($0.namespace!, $0.name!) < ($1.namespace!, $1.name!) }
  }

  @Test(arguments: [FoundService.Mode.iptables, .nftables], [1, 2, 3] as [UInt64])
  func readsWhatKubeProxyWrote(_ mode: FoundService.Mode, seed: UInt64) throws {
    let truth = KubeProxyRules(count: 60, endpoints: 0...6, seed: seed, mode: mode)
    try withNamespace { namespace in
      // More than a pipe holds.
      let folder = try TemporaryFolder()
      if mode == .iptables {
        try folder.write("rules", truth.iptables)
        try namespace.run("iptables-nft-restore \(folder.path)/rules")
      } else {
        try folder.write("rules", truth.nftables)
        try namespace.run("nft -f \(folder.path)/rules")
      }
      let found = try read(namespace)
      #expect(found.problems.isEmpty, "\(found.problems)")
      let (left, right) = (comparable(found.services), comparable(truth.services))
      #expect(left.count == right.count)
      for (one, other) in zip(left, right) { #expect(one == other) }
    }
  }

  @Test func findsBrokenChains() throws {
    let rules = """
      *nat
      :KUBE-SERVICES - [0:0]
      :KUBE-SVC-A - [0:0]
      :KUBE-SVC-B - [0:0]
      :KUBE-SVC-ORPHAN - [0:0]
      :KUBE-SEP-1 - [0:0]
      :KUBE-SEP-2 - [0:0]
      :KUBE-SEP-3 - [0:0]
      -A KUBE-SERVICES -m comment --comment "a/uneven:p cluster IP" -p tcp -d 10.0.0.1 --dport 80 -j KUBE-SVC-A
      -A KUBE-SERVICES -m comment --comment "a/leaky:p cluster IP" -p tcp -d 10.0.0.2 --dport 80 -j KUBE-SVC-B
      -A KUBE-SVC-A -m statistic --mode random --probability 0.25 -j KUBE-SEP-1
      -A KUBE-SVC-A -j KUBE-SEP-2
      -A KUBE-SVC-B -m statistic --mode random --probability 0.5 -j KUBE-SEP-1
      -A KUBE-SVC-B -m statistic --mode random --probability 0.5 -j KUBE-SEP-3
      -A KUBE-SEP-1 -p tcp -j DNAT --to-destination 10.1.0.1:8080
      -A KUBE-SEP-2 -p tcp -j DNAT --to-destination 10.1.0.2:8080
      COMMIT

      """
    try withNamespace { namespace in
      try namespace.run("iptables-nft-restore", input: rules)
      let found = try read(namespace)
      #expect(found.services.map(\.name) == ["uneven", "leaky"])
      #expect(
        found.services[0].problems == [
          "KUBE-SVC-A: endpoint 1 of 2 gets 25.0 % of packets, not 50.0 %"
        ])
      #expect(
        found.services[1].problems == [
          "KUBE-SEP-3 of KUBE-SVC-B has no DNAT", "KUBE-SVC-B: 50.0 % of packets reach no endpoint",
        ])
      #expect(found.problems.map(\.subject) == ["KUBE-SVC-ORPHAN"])
    }
  }

  @Test func readsPolicies() throws {
    let rules = """
      *filter
      :KUBE-EXTERNAL-SERVICES - [0:0]
      :KUBE-NODEPORTS - [0:0]
      -A KUBE-NODEPORTS -m comment --comment "a/far:p health check node port" -p tcp --dport 30000 -j ACCEPT
      -A KUBE-EXTERNAL-SERVICES -m comment --comment "a/far:p has no local endpoints" -p tcp -d 192.0.2.9 --dport 80 -j DROP
      COMMIT
      *nat
      :KUBE-SERVICES - [0:0]
      :KUBE-SVC-A - [0:0]
      :KUBE-SVL-A - [0:0]
      :KUBE-EXT-A - [0:0]
      :KUBE-SEP-1 - [0:0]
      :KUBE-SEP-2 - [0:0]
      -A KUBE-SERVICES -m comment --comment "a/far:p cluster IP" -p tcp -d 10.0.0.1 --dport 80 -j KUBE-SVC-A
      -A KUBE-SERVICES -m comment --comment "a/far:p external IP" -p tcp -d 192.0.2.1 --dport 80 -j KUBE-EXT-A
      -A KUBE-EXT-A -s 10.0.0.0/8 -j KUBE-SVC-A
      -A KUBE-EXT-A -m addrtype --src-type LOCAL -j KUBE-SVC-A
      -A KUBE-EXT-A -j KUBE-SVL-A
      -A KUBE-SVC-A -m statistic --mode random --probability 0.5 -j KUBE-SEP-1
      -A KUBE-SVC-A -j KUBE-SEP-2
      -A KUBE-SVL-A -j KUBE-SEP-2
      -A KUBE-SEP-1 -p tcp -j DNAT --to-destination 10.1.0.1:8080
      -A KUBE-SEP-2 -p tcp -j DNAT --to-destination 10.1.0.2:8080
      COMMIT

      """
    try withNamespace { namespace in
      try namespace.run("iptables-nft-restore", input: rules)
      let found = try read(namespace)
      let service = try #require(found.services.first)
      #expect(found.services.count == 1)
      #expect(service.externalPolicy == .local)
      #expect(service.internalPolicy == .cluster)
      #expect(service.healthCheckNodePort == 30_000)
      #expect(service.externalIPs.map(\.description) == ["192.0.2.1", "192.0.2.9"])
      #expect(service.endpoints.map(\.isLocal) == [false, true])
      #expect(service.endpoints.map(\.share) == [0.5, 0.5])
    }
  }

  /// The generation says whether anything has to be read again.
  @Test func readsOnlyWhatChanged() throws {
    try withNamespace { namespace in
      let reader = RulesetReader()
      let (inode, path) = (namespace.namespace.inode, namespace.path)
      try namespace.run("nft -f -", input: "add table ip a\n")
      #expect(!reader.read(inode: inode, path: path).isUnchanged)
      #expect(reader.read(inode: inode, path: path).isUnchanged)
      try namespace.run("nft -f -", input: "add table ip b\n")
      #expect(!reader.read(inode: inode, path: path).isUnchanged)
    }
  }
}
