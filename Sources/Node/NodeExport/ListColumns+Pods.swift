import NetworkTypes
import NodeModel

enum PodColumns {
  static let all: [ListColumn<Pod>] = [
    ListColumn("namespace", "NAMESPACE") { $2.add($0.namespace) },
    ListColumn("name", "NAME") { $2.add($0.name) },
    ListColumn("netns", "NETNS") { $2.add($0.netns?.description) },
    ListColumn("hostNetwork", "HOST NETWORK") { $2.add($0.hostNetwork) },
    ListColumn("interfaces", "INTERFACES") { pod, context, text in
      let interfaces = pod.interfaces.map { interface in
        interface.name + (interface.hostLink.map { " (\(context.links.name($0)))" } ?? "")
      }
      text.add(interfaces.joined(separator: ", "))
    },
    ListColumn("addresses", "ADDRESSES") { pod, _, text in
      text.add(pod.interfaces.flatMap(\.addresses).map { $0.address.description })
    },
    ListColumn("networks", "NETWORKS") { pod, _, text in
      text.add(pod.interfaces.compactMap(\.network))
    },
    ListColumn("attachments", "ATTACHMENTS", isWide: true) { pod, _, text in
      text.add(pod.interfaces.compactMap(\.attachment))
    },
    ListColumn("containers", "CONTAINERS", isWide: true) { pod, _, text in
      text.add(pod.containers.compactMap { $0.name ?? $0.id })
    },
    ListColumn("hostPorts", "HOST PORTS") { pod, _, text in
      text.add(pod.hostPorts.map { "\($0.hostPort):\($0.containerPort)/\($0.protocol)" })
    },
    ListColumn("uid", "UID", isWide: true) { $2.add($0.uid) },
    ListColumn("sandboxId", "SANDBOX", isWide: true) { $2.add($0.sandboxID) },
    ListColumn("sources", "SOURCES", isWide: true) { $2.add($0.sources.map(\.rawValue)) },
  ]
}

enum TunnelColumns {
  static let all: [ListColumn<Tunnel>] =
    ListColumn.place + [
      ListColumn("device", "DEVICE") { $2.add($1.names[$0.link.index]) },
      ListColumn("link", "LINK", isWide: true) { $2.add($0.link.description) },
      ListColumn("kind", "KIND") { $2.add($0.kind) },
      ListColumn("id", "ID", .right) { $2.add($0.identifier) },
      ListColumn("local", "LOCAL") { $2.add($0.local) },
      ListColumn("remotes", "REMOTES") { $2.add($0.remotes.sorted().map(\.description)) },
      ListColumn("port", "PORT", .right) { $2.add($0.port) },
      ListColumn("mtu", "MTU", .right) { $2.add($0.mtu) },
      ListColumn("underlay", "UNDERLAY") { tunnel, context, text in
        text.add(tunnel.underlay.map { context.links.name($0, from: context.netns) })
      },
      ListColumn("overheadBytes", "OVERHEAD", .right) { $2.add($0.overheadBytes) },
      ListColumn("solution", "SOLUTION") { $2.add($0.solution) },
      ListColumn("peers", "PEERS", .right) { $2.add($0.wireGuard?.peers.count) },
      ListColumn("lastHandshakeAt", "LAST HANDSHAKE") { tunnel, _, text in
        text.add(tunnel.wireGuard?.lastHandshake.map(Timestamp.text))
      },
      ListColumn("publicKey", "PUBLIC KEY", isWide: true) {
        $2.add($0.wireGuard?.publicKey?.description)
      },
      ListColumn("listenPort", "LISTENS", .right, isWide: true) {
        $2.add($0.wireGuard?.listenPort)
      },
    ]
}

enum NamespaceColumns {
  static let all: [ListColumn<Namespace>] = [
    ListColumn("where", "NAME") { $2.add($1.place) },
    ListColumn("id", "ID") { $2.add($0.id.description) },
    ListColumn("inode", "INODE", .right, isWide: true) { $2.add($0.id.inode) },
    ListColumn("isHost", "HOST") { $2.add($0.isHost) },
    ListColumn("pod", "POD", isWide: true) { $2.add($1.pod) },
    ListColumn("nsid", "NSID", .right) { $2.add($0.nsid) },
    ListColumn("processes", "PROCESSES", .right) { $2.add($0.processes) },
    ListColumn("links", "LINKS", .right) { $2.add($0.links?.count) },
    ListColumn("routes", "ROUTES", .right) { $2.add($0.routes?.count) },
    ListColumn("paths", "PATHS") { $2.add($0.paths.sorted()) },
  ]
}
