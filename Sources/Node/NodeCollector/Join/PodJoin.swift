import CNISpec
import NetworkTypes
import NodeModel
import NodeSources

/// Joins the pods that files and processes name with the namespaces and links of the kernel.
enum PodJoin {
  /// - Parameters:
  ///   - host: The namespace that counts as the node's.
  ///   - gone: Namespaces that went since the findings were made: their pods went with them.
  static func pods(
    _ findings: PodFindings, namespaces: [Namespace], host: NamespaceID,
    gone: Set<NamespaceID> = []
  ) -> [Pod] {
    let byID = Dictionary(namespaces.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var join = Join(namespaces: byID, host: host)
    var pods = findings.pods.filter { found in
      guard found.isLive else { return false }
      guard let inode = found.netnsInode, !found.hostNetwork else { return true }
      return !gone.contains(NamespaceID(inode: inode))
    }.map { join.pod($0) }
    pods += join.podsNamedByLinks(findings)
    return pods.sorted {
      ($0.namespace ?? "", $0.name, $0.sandboxID ?? "")
        < ($1.namespace ?? "", $1.name, $1.sandboxID ?? "")
    }
  }

  private struct Join {
    let namespaces: [NamespaceID: Namespace]
    let host: NamespaceID
    /// The namespaces that some source tied to a pod.
    var named: Set<NamespaceID> = []

    mutating func pod(_ found: FoundPod) -> Pod {
      var pod = Pod(namespace: found.namespace, name: found.name)
      pod.uid = found.uid
      pod.sandboxID = found.sandboxID
      pod.hostNetwork = found.hostNetwork
      pod.netns = found.hostNetwork ? host : found.netnsInode.map(NamespaceID.init)
      pod.containers = found.containers.map { Pod.Container(name: $0.name, id: $0.id) }
      pod.hostPorts = found.hostPorts.map(Self.hostPort)
      pod.sources = found.sources.compactMap { Pod.Source(rawValue: $0.rawValue) }
      if let netns = pod.netns, !pod.hostNetwork {
        named.insert(netns)
        pod.interfaces = interfaces(of: netns, found: found.interfaces)
      }
      return pod
    }

    /// Pods whose name is only in the name of their host interface (`cali…`, `eni…`).
    mutating func podsNamedByLinks(_ findings: PodFindings) -> [Pod] {
      guard let links = namespaces[host]?.links else { return [] }
      var pods: [Pod] = []
      // Names are hashed only for an interface that needs it, which few nodes have.
      var known: NameHashes?
      for link in links where NameHashes.mayName(link.name) {
        guard let peer = link.peer, peer.namespace != host, !named.contains(peer.namespace)
        else { continue }
        let hashes = known ?? findings.nameHashes
        known = hashes
        guard let name = hashes[hostInterface: link.name] else { continue }
        named.insert(peer.namespace)
        var pod = Pod(namespace: name.namespace, name: name.name)
        pod.uid = name.uid
        pod.netns = peer.namespace
        pod.sources = [.nameHash]
        pod.interfaces = interfaces(of: peer.namespace, found: [])
        pods.append(pod)
      }
      return pods
    }

    /// What the kernel has in the namespace, with what a CNI result says of it; and what only
    /// the result says, where the namespace could not be entered or found.
    private func interfaces(of netns: NamespaceID, found: [FoundPod.Interface])
      -> [Pod.Interface]
    {
      guard let links = namespaces[netns]?.links else { return found.map(Self.claimed) }
      return links.filter {
        !$0.flags.contains(.loopback) && ($0.flags.contains(.up) || !$0.isFallbackDevice)
      }.map { link in
        let claim = Self.claim(on: link, found)
        return Pod.Interface(
          name: link.name, link: link.id, hostLink: hostLink(of: link),
          addresses: link.addresses.filter { !$0.address.isLinkLocal }
            .map { IPPrefix($0.address, length: $0.prefixLength) },
          network: claim?.network, attachment: link.kind)
      }
    }

    /// The end in the node's namespace: the peer of a pair, the link below a macvlan.
    private func hostLink(of link: Link) -> LinkID? {
      if let other = link.peer ?? link.parent, other.namespace == host { return other }
      return nil
    }

    /// What files say of a link: by its MAC, by an address, and at last by its name, which docker
    /// does not write down.
    private static func claim(on link: Link, _ found: [FoundPod.Interface])
      -> FoundPod.Interface?
    {
      if let mac = link.macAddress, let claim = found.first(where: { $0.macAddress == mac }) {
        return claim
      }
      let own = Set(link.addresses.map(\.address))
      return found.first { $0.addresses.contains { own.contains($0.address) } }
        ?? found.first { $0.name == link.name }
    }

    private static func claimed(_ interface: FoundPod.Interface) -> Pod.Interface {
      Pod.Interface(
        name: interface.name, addresses: interface.addresses, network: interface.network,
        attachment: nil)
    }

    private static func hostPort(_ mapping: CNIPortMapping) -> Pod.HostPort {
      Pod.HostPort(
        hostPort: mapping.hostPort, containerPort: mapping.containerPort,
        protocol: mapping.protocol, hostAddress: mapping.hostIP)
    }
  }
}
