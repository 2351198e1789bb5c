import CNISpec
import NetworkTypes
import NodeModel

/// A plan as configuration of the programs that carry it out.
struct PlanFiles {
  let plan: AddressPlan
  let name: String
  let nodes: Int

  /// Paths below the folder that is asked for, with their contents.
  var all: [(path: String, text: String)] {
    [
      ("kubeadm.yaml", kubeadm), ("net-conf.json", flannel), ("calico-ippools.yaml", calico),
    ] + (0..<nodes).map { ("nodes/\($0 + 1)/10-\(name).conflist", configuration(ofNode: $0)) }
  }

  /// For `kubeadm init --config`, in the form of v1beta4.
  private var kubeadm: String {
    let pods = plan.families.map { "\($0.pod)" }.joined(separator: ",")
    let services = plan.families.map { "\($0.service)" }.joined(separator: ",")
    // With one family there is one option; with both each has its own.
    let masks = plan.families.map { family in
      let suffix =
        plan.families.count == 1 ? "" : family.family == .ipv4 ? "-ipv4" : "-ipv6"
      return """
            - name: node-cidr-mask-size\(suffix)
              value: "\(family.blockLength)"
        """
    }
    return """
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: ClusterConfiguration
      networking:
        podSubnet: "\(pods)"
        serviceSubnet: "\(services)"
      controllerManager:
        extraArgs:
      \(masks.joined(separator: "\n"))

      """
  }

  /// `net-conf.json` of the ConfigMap `kube-flannel-cfg`.
  private var flannel: String {
    var members: [JSONMember] = []
    for family in plan.families {
      switch family.family {
      case .ipv4:
        members.append(JSONMember("Network", .string("\(family.pod)")))
        members.append(JSONMember("SubnetLen", .number("\(family.blockLength)")))
      case .ipv6:
        members.append(JSONMember("EnableIPv6", .bool(true)))
        members.append(JSONMember("IPv6Network", .string("\(family.pod)")))
        members.append(JSONMember("IPv6SubnetLen", .number("\(family.blockLength)")))
      }
    }
    if !plan.families.contains(where: { $0.family == .ipv4 }) {
      members.append(JSONMember("EnableIPv4", .bool(false)))
    }
    members.append(JSONMember("Backend", .object([JSONMember("Type", .string("vxlan"))])))
    return "\(JSONValue.object(members))\n"
  }

  /// Pools of Calico, which divides them into blocks of its own: 64 addresses are its default, and
  /// a pool is at least one block.
  private var calico: String {
    plan.families.map { family in
      let word = family.family == .ipv4 ? "ipv4" : "ipv6"
      let block = max(family.family == .ipv4 ? 26 : 122, family.pod.length)
      return """
        ---
        apiVersion: projectcalico.org/v3
        kind: IPPool
        metadata:
          name: \(name)-\(word)
        spec:
          cidr: "\(family.pod)"
          blockSize: \(block)
          vxlanMode: Always
          natOutgoing: true
          nodeSelector: all()

        """
    }.joined()
  }

  /// For a node without any agent: a bridge, and host-local with the node's own blocks.
  private func configuration(ofNode node: Int) -> String {
    let ranges = plan.families.compactMap { family in
      family.block(node).map { block in
        JSONValue.array([.object([JSONMember("subnet", .string("\(block)"))])])
      }
    }
    let routes = plan.families.map { family in
      JSONValue.object([
        JSONMember("dst", .string(family.family == .ipv4 ? "0.0.0.0/0" : "::/0"))
      ])
    }
    let ipam = JSONValue.object([
      JSONMember("type", .string("host-local")), JSONMember("ranges", .array(ranges)),
      JSONMember("routes", .array(routes)),
    ])
    let bridge = JSONValue.object([
      JSONMember("type", .string("bridge")), JSONMember("bridge", .string("cni0")),
      JSONMember("isGateway", .bool(true)), JSONMember("ipam", ipam),
    ])
    let portmap = JSONValue.object([
      JSONMember("type", .string("portmap")),
      JSONMember("capabilities", .object([JSONMember("portMappings", .bool(true))])),
    ])
    let list = JSONValue.object([
      JSONMember("cniVersion", .string("1.0.0")), JSONMember("name", .string(name)),
      JSONMember("plugins", .array([bridge, portmap])),
    ])
    return "\(list)\n"
  }
}
