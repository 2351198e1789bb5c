import NodeModel

extension SampleNode {
  /// The network of the pods with what two of them have of it, one that is broken, and what a pod
  /// left that is gone.
  static var cni: CNIState {
    func attachment(
      _ network: String, _ id: String, _ addresses: [String], path: String, pod: String? = nil,
      ifname: String = "eth0"
    ) -> CNIState.Attachment {
      CNIState.Attachment(
        network: network, containerID: id, ifname: ifname, netnsPath: path, pod: pod,
        addresses: addresses, plugins: ["bridge", "portmap"],
        path: "/var/lib/cni/results/\(network)-\(id)-\(ifname)")
    }
    return CNIState(
      configurations: [
        CNIState.Configuration(
          path: "/etc/cni/net.d/10-cbr0.conflist", name: "cbr0", version: "1.0.0",
          plugins: ["bridge", "portmap"], isActive: true,
          document: #"{"cniVersion":"1.0.0","name":"cbr0","plugins":[{"type":"bridge","#
            + #""ipam":{"type":"host-local","ranges":[[{"subnet":"10.244.1.0/24"}]],"routes":[]}},"#
            + #"{"type":"portmap","capabilities":{"portMappings":true}}]}"#),
        CNIState.Configuration(
          path: "/etc/cni/net.d/20-storage.conflist", name: "storage", version: "1.0.0",
          plugins: ["macvlan"],
          problems: [
            "/etc/cni/net.d/20-storage.conflist: plugins[0].master is a number where a text belongs"
          ]),
      ],
      attachments: [
        attachment(
          "cbr0", "aa01", ["10.244.1.7/24"], path: "/var/run/netns/cni-3fb7c0e1-5d2e",
          pod: "default/web-0"),
        attachment(
          "cbr0", "aa02", ["10.244.1.8/24", "10.244.1.99/24"],
          path: "/run/netns/cni-9c64d2aa-5d2e", pod: "default/web-1"),
        attachment(
          "old", "bb01", ["10.9.0.2/24"], path: "/run/netns/gone", ifname: "net1"),
      ],
      plugins: [
        CNIState.Plugin(
          type: "bridge", path: "/opt/cni/bin/bridge", versions: ["0.1.0", "0.4.0", "1.1.0"],
          isConfigured: true),
        CNIState.Plugin(
          type: "ovs", path: "/opt/cni/bin/ovs",
          problem: "/opt/cni/bin/ovs: no answer to VERSION (exit status 1)"),
      ],
      solutions: [
        CNIState.Solution(
          name: "flannel", evidence: ["process flanneld", "link flannel.1"], isActive: true),
        CNIState.Solution(name: "weave", evidence: ["link weave"]),
      ])
  }
}
