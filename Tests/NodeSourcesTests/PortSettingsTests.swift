import LinuxSystem
import TestSupport
import Testing

@testable import NodeSources

@Suite struct PortSettingsTests {
  private let root: TemporaryFolder
  init() throws { root = try TemporaryFolder() }

  private func read() -> PortSettings { PortSettings(RootedFiles(root: root.path)) }
  private func ports(_ settings: PortSettings) -> [String] {
    settings.ports.map { port in
      switch port.value {
      case .port(let number): "\(port.program) \(port.purpose) \(number)"
      case .range(let range):
        "\(port.program) \(port.purpose) \(range.lowerBound)-\(range.upperBound)"
      }
    }
  }

  @Test func manifestsOfStaticPods() throws {
    try root.write(
      "etc/kubernetes/manifests/kube-apiserver.yaml",
      """
      apiVersion: v1
      kind: Pod
      spec:
        containers:
        - command:
          - kube-apiserver
          - --secure-port=8443
          # - --secure-port=1
          - --etcd-servers=https://127.0.0.1:2379
          - --service-node-port-range=20000-22767
          - "--token-auth-file=/etc/secret"
          image: registry.k8s.io/kube-apiserver:v1.33.0
          livenessProbe: {httpGet: {port: 8443}}
      """)
    try root.write(
      "etc/kubernetes/manifests/etcd.yml",
      """
      spec:
        containers:
        - command: ["/usr/local/bin/etcd", "--listen-client-urls", "https://127.0.0.1:4001"]
        - args:
          - etcd
          - --listen-client-urls=https://127.0.0.1:2379,https://[2001:db8::1]:2479
          - --listen-peer-urls=https://192.0.2.1:2390
          - --listen-metrics-urls=http://127.0.0.1:2381
      """)
    try root.write("etc/kubernetes/manifests/notes.txt", "kube-scheduler --secure-port=1")
    let settings = read()
    #expect(
      ports(settings) == [
        "etcd etcd clients 4001", "etcd etcd clients 2379", "etcd etcd clients 2479",
        "etcd etcd peers 2390", "etcd etcd metrics 2381",
        "kube-apiserver API server 8443", "kube-apiserver node ports 20000-22767",
      ])
    #expect(
      settings.ports.last?.source
        == "--service-node-port-range in /etc/kubernetes/manifests/kube-apiserver.yaml")
    #expect(settings.statuses.allSatisfy { $0.status == .ok || $0.status == .absent })
  }

  @Test func configurationOfTheKubelet() throws {
    try root.write(
      "var/lib/kubelet/config.yaml",
      """
      apiVersion: kubelet.config.k8s.io/v1beta1
      healthzPort: 0
      port: 11250
      nested:
        port: 7
      readOnlyPort: "10255"
      tlsCipherSuites: [a]
      """)
    #expect(
      ports(read()) == [
        "kubelet kubelet health 0", "kubelet kubelet API 11250",
        "kubelet kubelet API, read only 10255",
      ])
  }

  @Test func configurationOfK3s() throws {
    try root.write(
      "etc/rancher/k3s/config.yaml",
      """
      token: service-node-port-range=1-2
      https-listen-port: 7443
      kube-apiserver-arg:
      - "service-node-port-range=25000-26000"
      - v=2
      """)
    let found = ports(read())
    #expect(found.contains("k3s API server 7443"))
    #expect(found.contains("k3s node ports 25000-26000"))
  }

  @Test(
    arguments: [
      ("--secure-port", "kube-scheduler --secure-port 10999", ["scheduler 10999"]),
      (
        "two programs", "kube-proxy --healthz-bind-address=0.0.0.0:1 kubelet --port=2",
        ["kube-proxy health 1", "kubelet API 2"]
      ),
      ("IPv6", "kube-proxy --metrics-bind-address=[::]:10999", ["kube-proxy metrics 10999"]),
      ("no value", "kubelet --port", []), ("not a number", "kubelet --port=ten --port=+5", []),
      ("too large", "kubelet --port=65536", []), ("another's flag", "kubelet --secure-port=1", []),
      ("no program", "--secure-port=5", []),
      ("a flag instead of a value", "kubelet --port --v=2", []),
      ("a bad range", "kube-apiserver --service-node-port-range=9-1", []),
      (
        "a range with a size", "kube-apiserver --service-node-port-range=30000+100",
        ["node ports 30000-30100"]
      ),
      ("a range that is too long", "kube-apiserver --service-node-port-range=65000+1000", []),
    ] as [(String, String, [String])])
  func arguments(_ what: String, _ line: String, _ expected: [String]) {
    let found = PortFlags.ports(in: line.split(separator: " "), place: "here")
    #expect(
      found.map { port in
        switch port.value {
        case .port(let number): "\(port.purpose) \(number)"
        case .range(let range): "\(port.purpose) \(range.lowerBound)-\(range.upperBound)"
        }
      } == expected)
  }

  @Test func hostileFilesCostTheirOwnLine() throws {
    let manifests = "etc/kubernetes/manifests"
    try root.write("\(manifests)/a.yaml", [0xFF, 0xFE, 0, 0x2D])
    try root.write("\(manifests)/b.yaml", [UInt8](repeating: 45, count: 2 << 20))
    try root.write("\(manifests)/c.yaml", "")
    try root.fifo("\(manifests)/d.yaml")
    try root.link("\(manifests)/e.yaml", to: "/etc/kubernetes/manifests/e.yaml")
    try root.write("\(manifests)/f.yaml", "- kubelet\n- --port=5")
    try root.folder("var/lib/kubelet/config.yaml")
    let settings = read()
    #expect(ports(settings) == ["kubelet kubelet API 5"])
    let failed = settings.statuses.filter { $0.status == .error }
    #expect(
      failed.map(\.source) == [
        "file:/etc/kubernetes/manifests", "file:/var/lib/kubelet/config.yaml",
      ])
    #expect(failed[0].detail?.contains("and 2 more") == true, "\(failed[0].detail ?? "")")
  }

  @Test func damagedTextNeverTraps() {
    var random = SplitMix(seed: 3)
    let seed = Array(
      """
      port: 10250
      - kube-apiserver --secure-port=6443 --service-node-port-range=30000-32767
      - etcd --listen-client-urls=https://[::1]:2379,http://a:1
      kube-apiserver-arg: ["service-node-port-range=1+2"]
      """.utf8)
    for _ in 0..<5000 {
      var bytes = seed
      for _ in 0..<random.next() % 8 { random.mutate(&bytes) }
      let text = String(decoding: bytes, as: UTF8.self)
      _ = PortFlags.ports(in: PortSettings.words(of: text), place: "")
      _ = PortSettings.kubeletPorts(in: text, place: "")
      _ = PortSettings.settings(in: text, of: "k3s", place: "")
    }
  }
}
