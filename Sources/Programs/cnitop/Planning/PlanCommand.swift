public import ArgumentParser
import CNIAdvice
import CNISpec
import NetworkTypes

extension NetworkAnswers.Fabric: ExpressibleByArgument {}
extension NetworkAnswers.Layer: ExpressibleByArgument {}

/// Plans before there is anything to look at.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Plans a network for pods.", subcommands: [Network.self])

  struct Network: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "network",
      abstract: "Advises overlay or underlay, and writes the configuration.",
      discussion: """
        From a few answers it chooses how pods' packets get from node to node, says why, and \
        writes the files of every node: the configuration list for the plugins overlay and \
        underlay, and where routes are told, that of BIRD. The answers may stand in a YAML file \
        with the names of the options (podNetwork and node as lists); options win over it. Nothing \
        is changed.
        """)

    @Argument(help: "A YAML file with answers.")
    var file: String?

    @Option(help: "Whose network the nodes are on.")
    var fabric: NetworkAnswers.Fabric?

    @Option(help: "What joins the nodes: one segment (l2), or routers between them (l3).")
    var layer: NetworkAnswers.Layer?

    @Flag(
      name: .customLong("routers-peer"), inversion: .prefixedNo,
      help: "Routers take routes from the nodes by BGP.")
    var routersPeer: Bool?

    @Flag(inversion: .prefixedNo, help: "Nobody on the way may read what pods say.")
    var encryption: Bool?

    @Flag(inversion: .prefixedNo, help: "Pods need addresses of the nodes' own segment.")
    var flat: Bool?

    @Option(help: "The MTU of the links between the nodes, in bytes.")
    var mtu: UInt32?

    @Option(help: "How many nodes there are, where they are not named.")
    var nodes: Int?

    @Option(
      name: .customLong("node"),
      help: "A node as NAME=ADDRESS[,ADDRESS] (repeatable); all of them make the files.")
    var named: [String] = []

    @Option(
      name: .customLong("router"), help: "A router that speaks BGP, as ADDRESS@AS (repeatable).")
    var routers: [String] = []

    @Option(help: "How many nodes reflect routes of BGP, where routers do not; 0 is a mesh.")
    var reflectors: Int?

    @Option(
      name: .customLong("public-key"),
      help: "The public key of a node for encryption, as NAME=KEY (repeatable).")
    var publicKeys: [String] = []

    @Option(
      name: .customLong("pod-network"),
      help: "The network of all pods (repeatable, one of a family; 10.244.0.0/16).")
    var podNetworks: [String] = []

    @Option(help: "The link of every node that leads to the others (eth0).")
    var link: String?

    @Option(help: "The name of the network (pods).")
    var name: String?

    @Option(name: [.short, .long], help: "How to write it.")
    var output = AnswerFormat.text

    /// Global, so accepted; nothing of a node is read or drawn here.
    @OptionGroup(visibility: .hidden) var node: NodeOptions
    @OptionGroup(visibility: .hidden) var display: DisplayOptions

    func run() throws {
      let advice: NetworkAdvice
      let files: [NetworkFile]
      let answers = try answers()
      do throws(NetworkContradiction) {
        advice = try NetworkAdvice(answers)
        files = try advice.files()
      } catch { throw CommandFailure("no network fits: \(error)", ExitStatus.findings) }
      switch output {
      case .json: try StandardOutput.write(answer: advice.document(files))
      case .text: try StandardOutput.write(advice.text(files))
      }
    }

    // MARK: Answers

    private func answers() throws -> NetworkAnswers {
      let filed = try file.map { try PlanFile.read($0) } ?? PlanFile()
      var answers = NetworkAnswers()
      answers.name = name ?? filed.name ?? answers.name
      guard CNINames.isValid(answers.name) else {
        throw failure("name", answers.name, "letters, digits, _ . and -, as networks have")
      }
      answers.fabric = try fabric ?? word(filed.fabric, "fabric") ?? answers.fabric
      answers.layer = try layer ?? word(filed.layer, "layer") ?? answers.layer
      answers.routersPeer = routersPeer ?? filed.routersPeer ?? false
      answers.isEncrypted = encryption ?? filed.encryption ?? false
      answers.isFlat = flat ?? filed.flat ?? false
      answers.mtu = mtu ?? filed.mtu ?? answers.mtu
      answers.link = link ?? filed.link ?? answers.link
      do { try CNINames.requireInterface(answers.link) } catch {
        throw failure("link", answers.link, "the name of an interface")
      }
      let networks = podNetworks.isEmpty ? filed.podNetwork ?? [] : podNetworks
      answers.networks = try (networks.isEmpty ? ["10.244.0.0/16"] : networks).map(network)
      answers.nodes = try (named.isEmpty ? filed.node ?? [] : named).map(node)
      answers.nodeCount =
        nodes ?? filed.nodes ?? (answers.nodes.isEmpty ? 1 : answers.nodes.count)
      answers.reflectors = reflectors ?? filed.reflectors
      guard answers.reflectors ?? 0 >= 0 else {
        throw failure("reflectors", "\(answers.reflectors ?? 0)", "a number of nodes")
      }
      answers.routers = try (routers.isEmpty ? filed.router ?? [] : routers).map(router)
      for text in publicKeys.isEmpty ? filed.publicKey ?? [] : publicKeys {
        let (name, key) = try divided(text, "public-key", "NAME=KEY")
        answers.publicKeys[name] = key
      }
      return answers
    }

    private func word<Word: RawRepresentable & CaseIterable>(_ text: String?, _ key: String) throws
      -> Word? where Word.RawValue == String
    {
      guard let text else { return nil }
      guard let word = Word(rawValue: text) else {
        throw failure(key, text, Word.allCases.map(\.rawValue).joined(separator: " or "))
      }
      return word
    }

    private func network(_ text: String) throws -> IPPrefix {
      guard text.contains("/"), let prefix = IPPrefix(text), prefix.network == prefix else {
        throw failure("pod-network", text, "a network like 10.244.0.0/16")
      }
      return prefix
    }

    private func node(_ text: String) throws -> NetworkAnswers.Node {
      let (name, list) = try divided(text, "node", "NAME=ADDRESS")
      let addresses = try list.split(separator: ",").map { part in
        guard let address = IPAddress(part) else {
          throw failure("node", text, "NAME=ADDRESS, and \(part) is no address")
        }
        return address
      }
      return NetworkAnswers.Node(name, addresses)
    }

    private func router(_ text: String) throws -> NetworkAnswers.Router {
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, let address = IPAddress(parts[0]), let number = UInt32(parts[1]),
        number > 0
      else { throw failure("router", text, "ADDRESS@AS, like 192.0.2.254@64500") }
      return NetworkAnswers.Router(address, autonomousSystem: number)
    }

    /// A name, which goes into files, and what stands behind `=`.
    private func divided(_ text: String, _ key: String, _ form: String) throws -> (String, String) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, CNINames.isValid(String(parts[0])), !parts[1].isEmpty
      else { throw failure(key, text, form) }
      return (String(parts[0]), String(parts[1]))
    }

    private func failure(_ key: String, _ text: String, _ expected: String) -> CommandFailure {
      CommandFailure("\(key) is \(text), not \(expected)", ExitStatus.usage)
    }
  }
}
