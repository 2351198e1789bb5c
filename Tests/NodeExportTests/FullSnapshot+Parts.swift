import NodeModel

extension FullSnapshot {
  static var cni: CNIState {
    CNIState(
      configurations: [
        CNIState.Configuration(
          path: "/etc/cni/net.d/10-flannel.conflist", name: "cbr0", version: "1.0.0",
          plugins: ["flannel", "portmap"], isActive: true,
          document: #"{"name":"cbr0","plugins":[{"type":"flannel"},{"type":"portmap"}]}"#),
        CNIState.Configuration(
          path: "/etc/cni/net.d/20-broken.conf",
          problems: ["/etc/cni/net.d/20-broken.conf: type is missing"]),
      ],
      attachments: [
        CNIState.Attachment(
          network: "cbr0", containerID: "abcdef", ifname: "eth0", netnsPath: "/run/netns/cni-a",
          pod: "default/web-0", addresses: ["10.244.1.9/24"], plugins: ["flannel", "portmap"],
          path: "/var/lib/cni/results/cbr0-abcdef-eth0")
      ],
      plugins: [
        CNIState.Plugin(
          type: "bridge", path: "/opt/cni/bin/bridge", versions: ["0.4.0", "1.0.0"]),
        CNIState.Plugin(
          type: "flannel", path: "/opt/cni/bin/flannel", isConfigured: true,
          problem: "/opt/cni/bin/flannel: no answer to VERSION (exit status 1)"),
      ],
      solutions: [
        CNIState.Solution(
          name: "flannel", evidence: ["process flanneld", "link flannel.1"], isActive: true),
        CNIState.Solution(name: "weave", evidence: ["link weave"]),
      ])
  }
}
