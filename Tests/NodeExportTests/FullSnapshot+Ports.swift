import NetworkTypes
import NodeModel

extension FullSnapshot {
  static var ports: PortState {
    var kubelet = PortState.Entry(.listener, 10250, "tcp", address: ip("::"), netns: host)
    kubelet.process = "kubelet"
    kubelet.pids = [801, 802]
    kubelet.sockets = 2
    kubelet.uid = 0
    kubelet.expectedBy = "kubernetes: kubelet API"
    var web = PortState.Entry(.hostPort, 8080, "tcp", address: ip("192.0.2.10"), netns: host)
    web.pod = "default/web-0"
    web.targets = ["10.244.1.5:80", "[2001:db8::5]:80"]
    web.problem = "nginx of the node listens there"
    var dns = PortState.Entry(.listener, 53, "udp", address: ip("2001:db8::5"), netns: pod)
    dns.isIPv6Only = true
    dns.device = "eth0"
    dns.pod = "default/web-0"
    dns.sockets = 1
    var ranges = PortState.Ranges(
      nodePorts: 20000...22767,
      nodePortsSource: "--service-node-port-range in /etc/kubernetes/manifests/kube-apiserver.yaml",
      ephemeral: 15000...60999, reserved: [16000...16000, 20000...21000])
    ranges.problem = "1767 node ports from 21001 on are taken by outgoing connections, too"
    return PortState(entries: [web, kubelet, dns], ranges: ranges, isKubernetesNode: true)
  }
}
