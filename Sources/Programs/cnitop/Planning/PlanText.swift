import CNIPlan
import CNIAdvice
import CNISpec

extension NetworkAdvice {
  /// The choice in one line.
  var headline: String {
    switch carrier {
    case .overlay(let kind, let port):
      "overlay, \(kind.rawValue)" + (port.map { " on UDP port \($0)" } ?? "")
    case .flat: "underlay, macvlan on \(answers.link)"
    case .routed(.mesh): "underlay, routed, BGP between all nodes"
    case .routed(.reflectors(let count)): "underlay, routed, BGP with \(count) route reflectors"
    case .routed(.routers): "underlay, routed, BGP with the routers"
    }
  }

  func text(_ files: [NetworkFile]) -> String {
    var text = "\(headline); pods have an MTU of \(mtu)\n\nbecause\n"
    for reason in reasons { text += "  - \(reason)\n" }
    if files.isEmpty {
      return text + "\nname every node (--node NAME=ADDRESS) to get the files\n"
    }
    for file in files {
      text += "\n--- \(file.path), on \(file.node ?? "every node")\n\(file.content)"
    }
    return text + notes.map { "\n\($0)\n" }.joined()
  }

  /// What is left to do by hand.
  private var notes: [String] {
    switch carrier {
    case .overlay(.wireguard, _)
    where answers.nodes.contains { answers.publicKeys[$0.name] == nil }:
      [
        "run `cni-plugins overlay key \(Self.keyPath(answers.name))` on every node and plan again "
          + "with what it prints: --public-key NAME=KEY"
      ]
    case .routed(.routers) where answers.routers.isEmpty:
      ["name the routers (--router ADDRESS@AS) to get the files of BIRD"]
    case .flat:
      ["the plugin dhcp needs its daemon on every node: `cni-plugins dhcp daemon`"]
    default: []
    }
  }

  func document(_ files: [NetworkFile]) -> JSONValue {
    var choice: [JSONMember] = []
    func add(_ key: String, _ value: JSONValue) { choice.append(JSONMember(key, value)) }
    switch carrier {
    case .overlay(let kind, let port):
      add("type", .string("overlay"))
      add("kind", .string(kind.rawValue))
      if let port { add("port", .number("\(port)")) }
    case .flat:
      add("type", .string("underlay"))
      add("kind", .string("macvlan"))
    case .routed(let sessions):
      add("type", .string("underlay"))
      add("kind", .string("routed"))
      let words: (topology: String, few: Int?) =
        switch sessions {
        case .mesh: ("mesh", nil)
        case .reflectors(let count): ("reflectors", count)
        case .routers(let count): ("routers", count)
        }
      add("topology", .string(words.topology))
      if let few = words.few { add(words.topology, .number("\(few)")) }
      add("sessions", .number("\(sessions.count(nodes: answers.nodeCount))"))
    }
    add("mtuBytes", .number("\(mtu)"))
    let list = files.map { file in
      JSONValue.object(
        (file.node.map { [JSONMember("node", .string($0))] } ?? [])
          + [
            JSONMember("path", .string(file.path)), JSONMember("content", .string(file.content)),
          ])
    }
    return .object([
      JSONMember("kind", .string("networkPlan")), JSONMember("choice", .object(choice)),
      JSONMember("reasons", .array(reasons.map { .string($0) })),
      JSONMember("files", .array(list)), JSONMember("notes", .array(notes.map { .string($0) })),
    ])
  }
}
