import NetworkTypes
import NodeModel

extension SampleNode {
  /// What listens on the node: as it should, and a host port that hides a server.
  static var ports: PortState {
    func listener(
      _ port: UInt16, _ protocol: String, _ address: String, _ process: String?, _ pid: Int32?,
      _ expected: String? = nil
    ) -> PortState.Entry {
      var entry = PortState.Entry(
        .listener, port, `protocol`, address: IPAddress(address), netns: host)
      entry.process = process
      entry.pids = pid.map { [$0] } ?? []
      entry.sockets = 1
      entry.uid = 0
      entry.expectedBy = expected
      return entry
    }
    var web = listener(8080, "tcp", "0.0.0.0", "ev\u{1B}il", 4711)
    web.problem = "shadowed by the host port of default/web-0"
    var hostPort = PortState.Entry(.hostPort, 8080, "tcp", netns: host)
    hostPort.pod = "default/web-0"
    hostPort.targets = ["10.244.1.2:80", "[fd00:244:1::2]:80"]
    hostPort.problem = "ev\u{1B}il of the node listens there"
    var dns = listener(53, "udp", "::", "coredns", 2001, "kubernetes: DNS")
    dns.netns = pods().first { $0.name.hasPrefix("coredns") }?.netns
    dns.pod = "kube-system/coredns-7f9c544f75-x2lqp"
    return PortState(
      entries: [
        listener(22, "tcp", "0.0.0.0", "sshd", 711), hostPort, web,
        listener(8472, "udp", "0.0.0.0", "kernel (flannel.1)", nil, "vxlan: tunnels of flannel"),
        listener(10248, "tcp", "127.0.0.1", "kubelet", 802, "kubernetes: kubelet health"),
        listener(10250, "tcp", "::", "kubelet", 802, "kubernetes: kubelet API"), dns,
      ], ranges: PortState.Ranges(ephemeral: 32768...60999), isKubernetesNode: true)
  }
}
