import NetworkTypes

extension NetworkAdvice {
  /// Of the nodes: a private one (RFC 6996).
  static let autonomousSystem: UInt32 = 64512
  /// What the plugin marks its routes by (`RTA_PROTOCOL`).
  static let routeProtocol = RouteProtocol.cnitop.rawValue

  /// Whom a node speaks with.
  private struct Neighbour {
    var name: String
    var address: IPAddress
    var autonomousSystem = NetworkAdvice.autonomousSystem
    /// It is told what others told.
    var isClient = false
  }

  /// The configuration of BIRD 2 for a node; nil where routers speak BGP that have no name yet.
  func bird(_ index: Int, _ sessions: Sessions) throws(NetworkContradiction) -> String? {
    let node = answers.nodes[index]
    if case .routers = sessions, answers.routers.isEmpty { return nil }
    var text = """
      # What `cnitop plan network` wrote for \(node.name) of network \(answers.name); BIRD 2.
      router id \(routerID(index));
      log stderr all;

      protocol device {
      }

      """
    for family in answers.families.sorted(by: { $0.bits < $1.bits }) {
      guard let local = node.address(family) else {
        throw NetworkContradiction(
          "node \(node.name) has no \(family == .ipv4 ? "IPv4" : "IPv6") address to tell routes "
            + "of pods from: give it one of each family of the pods' networks")
      }
      text += section(family, local, neighbours(index, sessions, family))
    }
    return text
  }

  private func neighbours(_ index: Int, _ sessions: Sessions, _ family: AddressFamily)
    -> [Neighbour]
  {
    if case .routers = sessions {
      return answers.routers.enumerated().filter { $0.element.address.family == family }
        .map { number, router in
          Neighbour(
            name: "router\(number + 1)", address: router.address,
            autonomousSystem: router.autonomousSystem)
        }
    }
    var few = answers.nodes.count
    if case .reflectors(let count) = sessions { few = count }
    let isReflector = sessions != .mesh && index < few
    var found: [Neighbour] = []
    for (number, other) in answers.nodes.enumerated() where number != index {
      // A node that reflects nothing speaks with those that do.
      guard isReflector || number < few, let address = other.address(family) else { continue }
      found.append(
        Neighbour(
          name: "node\(number + 1)", address: address, isClient: isReflector && number >= few))
    }
    return found
  }

  private func section(_ family: AddressFamily, _ local: IPAddress, _ neighbours: [Neighbour])
    -> String
  {
    let word = family == .ipv4 ? "ipv4" : "ipv6"
    let networks = answers.networks.filter { $0.address.family == family }
      .map { "\($0)+" }.joined(separator: ", ")
    var text = """

      # Routes of the plugin in, routes to pods of other nodes out.
      protocol kernel kernel_\(word) {
        learn;
        \(word) {
          import where krt_source = \(Self.routeProtocol) && net ~ [ \(networks) ];
          export where source = RTS_BGP;
        };
      }

      template bgp nodes_\(word) {
        local \(local) as \(Self.autonomousSystem);
        direct;
        \(word) {
          import where net ~ [ \(networks) ];
          export where source = RTS_INHERIT;
        };
      }

      """
    for neighbour in neighbours {
      text += "\nprotocol bgp \(neighbour.name)_\(word) from nodes_\(word) {\n"
      text += "  neighbor \(neighbour.address) as \(neighbour.autonomousSystem);\n"
      if neighbour.isClient {
        // The first reflector's address stands for all of them.
        text += "  rr client;\n  rr cluster id \(routerID(0));\n"
        // What one node told goes to the others by the reflector alone.
        text += "  \(word) {\n    import where net ~ [ \(networks) ];\n"
        text += "    export where source ~ [ RTS_INHERIT, RTS_BGP ];\n  };\n"
      }
      text += "}\n"
    }
    return text
  }

  /// A number that looks like an address; the node's own one where it has one.
  private func routerID(_ index: Int) -> IPAddress {
    answers.nodes[index].address(.ipv4) ?? IPAddress(ipv4: UInt32(0x0A00_0001 + index))
  }
}
