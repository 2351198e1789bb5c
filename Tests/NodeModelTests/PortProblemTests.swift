import NetworkTypes
import NodeModel
import Testing

@Suite struct PortProblemTests {
  private static let host = NamespaceID(inode: 1)
  private static let pod = NamespaceID(inode: 2)

  private func listener(
    _ port: UInt16, _ process: String? = "nginx", _ address: String? = "0.0.0.0",
    protocol: String = "tcp", pids: [Int32] = [7], netns: NamespaceID = host
  ) -> PortState.Entry {
    var entry = PortState.Entry(
      .listener, port, `protocol`, address: address.flatMap { IPAddress($0) }, netns: netns)
    entry.process = process
    entry.pids = process == nil ? [] : pids
    entry.sockets = 1
    return entry
  }

  private func hostPort(
    _ port: UInt16, _ pod: String = "default/web", _ address: String? = nil
  ) -> PortState.Entry {
    var entry = PortState.Entry(
      .hostPort, port, "tcp", address: address.flatMap { IPAddress($0) }, netns: Self.host)
    entry.pod = pod
    return entry
  }

  private func problems(
    _ entries: [PortState.Entry], ranges: PortState.Ranges = PortState.Ranges(),
    isKubernetesNode: Bool = true, configured: [ConfiguredPort] = []
  ) -> [String?] {
    solved(entries, ranges, isKubernetesNode, configured).entries.map(\.problem)
  }

  private func solved(
    _ entries: [PortState.Entry], _ ranges: PortState.Ranges = PortState.Ranges(),
    _ isKubernetesNode: Bool = true, _ configured: [ConfiguredPort] = []
  ) -> PortState {
    PortProblems(
      PortState(entries: entries, ranges: ranges, isKubernetesNode: isKubernetesNode),
      PortExpectations(configured), host: Self.host
    ).solved()
  }

  @Test(
    arguments: [
      (6443 as UInt16, "kube-apiserver", "kubernetes: API server"),
      (6443, "k3s-server", "kubernetes: API server"), (2380, "etcd", "kubernetes: etcd peers"),
      (10257, "kube-controller", "kubernetes: controller manager"),
      (10256, "cilium-agent", "kubernetes: kube-proxy health"), (179, "bird", "bgp: sessions"),
      (9099, "calico-node", "calico: felix health"),
      (4240, "cilium-agent", "cilium: health of the cluster"),
      (80, "nginx-ingress-c", "ingress-nginx: ingress"), (31443, "traefik", "traefik: ingress"),
      (443, "nginx", "nginx: web server or ingress"), (8080, "kube-router", "kube-router: metrics"),
      (8080, "java", nil), (9099, "python3", nil), (12345, "nginx", nil),
    ] as [(UInt16, String, String?)])
  func knowsWhoseAPortIs(_ port: UInt16, _ process: String, _ owner: String?) {
    #expect(solved([listener(port, process)]).entries[0].expectedBy == owner)
  }

  @Test func tunnelsAreOfTheKernel() {
    let entries = solved([
      listener(4789, "kernel (vxlan.calico)", protocol: "udp", pids: []),
      listener(8472, nil, protocol: "udp"), listener(51820, nil, protocol: "udp"),
      listener(8080, nil),
    ]).entries
    #expect(
      entries.map(\.expectedBy) == [
        "vxlan: tunnels", "vxlan: tunnels of flannel, cilium, k3s",
        "wireguard: tunnels of calico, flannel, antrea", nil,
      ])
    #expect(entries.allSatisfy { $0.problem == nil })
  }

  @Test func aConfiguredPortReplacesTheDefault() {
    let configured = [
      ConfiguredPort(
        program: "kube-apiserver", purpose: "API server", port: 8443, source: "--secure-port")
    ]
    let state = solved(
      [listener(6443), listener(8443, "kube-apiserver")], PortState.Ranges(), true, configured)
    #expect(state.entries[0].expectedBy == nil && state.entries[0].problem == nil)
    #expect(state.entries[1].expectedBy == "kubernetes: API server (--secure-port)")
    let taken = problems([listener(8443, "java")], configured: configured)
    #expect(taken == ["it is the port of API server, but java listens"])
  }

  /// Port 0 is how a component is told not to listen at all.
  @Test func aPortThatIsSwitchedOffIsNobodys() {
    let configured = [
      ConfiguredPort(
        program: "kubelet", purpose: "kubelet health", port: 0, source: "--healthz-port")
    ]
    #expect(problems([listener(10248, "java")], configured: configured) == [nil])
    #expect(problems([listener(10248, "java")])[0] != nil)
  }

  @Test func anotherProgramAtAVitalPort() {
    #expect(
      problems([listener(10250, "java")]) == ["it is the port of kubelet API, but java listens"])
    #expect(problems([listener(10250, "java")], isKubernetesNode: false) == [nil])
    #expect(problems([listener(10250, nil)]) == [nil], "who listens is not known")
    #expect(problems([listener(10250, "java", netns: Self.pod)]) == [nil], "a pod may")
  }

  @Test func twoHostPorts() {
    #expect(
      problems([hostPort(80), hostPort(80, "default/other")]) == [
        "default/other has the same host port", "default/web has the same host port",
      ])
    #expect(
      problems([hostPort(80, "a/a", "192.0.2.1"), hostPort(80, "a/b", "192.0.2.2")])
        == [nil, nil])
    #expect(problems([hostPort(80, "a/a", "192.0.2.1"), hostPort(80, "a/b")])[0] != nil)
  }

  @Test func aHostPortAndAListener() {
    #expect(
      problems([hostPort(80), listener(80)]) == [
        "nginx of the node listens there", "shadowed by the host port of default/web",
      ])
    #expect(problems([hostPort(80), listener(80, "docker-proxy")]) == [nil, nil])
    #expect(problems([hostPort(80), listener(80, nil)]) == [nil, nil], "CRI-O holds it open")
    #expect(problems([hostPort(80), listener(80, "nginx", netns: Self.pod)]) == [nil, nil])
  }

  @Test func twoSpeakers() {
    let two = problems([
      listener(179, "bird", "192.0.2.1", pids: [7]),
      listener(179, "gobgpd", "192.0.2.2", pids: [8]),
    ])
    #expect(two == ["gobgpd listens for BGP, too", "bird listens for BGP, too"])
    let pair = problems([
      listener(179, "bird", "0.0.0.0", pids: [7]), listener(179, "bird6", "::1", pids: [8]),
    ])
    #expect(pair == [nil, nil])
    let one = problems([
      listener(179, "bird", "192.0.2.1"), listener(179, "bird", "2001:db8::1"),
    ])
    #expect(one == [nil, nil])
  }

  @Test func listenersAmongNodePorts() {
    #expect(problems([listener(30080)]) == ["in the range of node ports 30000-32767"])
    #expect(problems([listener(30080, "kube-proxy")]) == [nil])
    #expect(problems([listener(30080, "nginx", "127.0.0.1")]) == [nil])
    #expect(problems([listener(30080)], isKubernetesNode: false) == [nil])
    #expect(problems([hostPort(30080)]) == ["in the range of node ports 30000-32767"])
  }

  @Test(
    arguments: [
      (32768...60999, [], nil), (nil, [], nil), (20000...29999, [], nil),
      (32000...60999, [], "768 node ports from 32000 on"),
      (32000...60999, [32000...32767], nil),
      (32000...60999, [32000...32700], "67 node ports from 32701"),
      (1...65535, [], "2768 node ports from 30000"),
    ] as [(ClosedRange<UInt16>?, [ClosedRange<UInt16>], String?)])
  func nodePortsForOutgoingConnections(
    _ ephemeral: ClosedRange<UInt16>?, _ reserved: [ClosedRange<UInt16>], _ start: String?
  ) {
    let problem = solved([], PortState.Ranges(ephemeral: ephemeral, reserved: reserved)).ranges
      .problem
    #expect(start.map { problem?.hasPrefix($0) == true } ?? (problem == nil), "\(problem ?? "")")
  }

  @Test func everyWellKnownPortHasAUse() {
    for known in WellKnownPort.all {
      #expect(!known.purpose.isEmpty && !known.owner.isEmpty && !known.protocols.isEmpty)
      #expect(known.programs.allSatisfy { $0.utf8.count <= 15 }, "\(known.title)")
      #expect(!known.isCommon || !known.programs.isEmpty, "\(known.title) can never be told")
    }
  }

  @Test(
    arguments: [
      ("30000-32767", 30000...32767), ("80", 80...80), ("0-65535", 0...65535), ("9-8", nil),
      ("", nil), ("-", nil), ("1-", nil), ("-1", nil), ("+1", nil), ("65536", nil), ("1-2-3", nil),
      ("1 - 2", nil), ("0x10", nil), ("１", nil),
    ] as [(String, ClosedRange<UInt16>?)])
  func readsRanges(_ text: String, _ range: ClosedRange<UInt16>?) {
    #expect(ClosedRange<UInt16>(ports: text) == range)
    if let range { #expect(range.portText == text) }
  }
}
