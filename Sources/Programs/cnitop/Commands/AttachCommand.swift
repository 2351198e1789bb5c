import ArgumentParser
import CNIRuntime
import CNISpec
import CNIStores
import NodeCollector
import NodeModel

/// Attaches a pod, a namespace or a process to a network.
struct AttachCommand: NetworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Attaches a pod, a namespace or a process to a network.",
    discussion: """
      Runs the plugins of the network as a container runtime does, verifies what they made, and
      takes everything back when one fails. Other runtimes find the attachment in their cache.
      """)

  @Argument(help: "The name of a network, or the path of its configuration.")
  var network: String

  @Argument(
    help: "A pod (NAMESPACE/NAME or NAME), the path of a network namespace, or a process number.")
  var target: String

  @Option(
    help: ArgumentHelp(
      "What the interface is called in the container; otherwise the first free of net1, net2 ….",
      valueName: "name"))
  var ifname: String?

  @OptionGroup var wishes: AttachmentOptions

  @Flag(name: .customLong("dry-run"), help: "Print what would be done, and do nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Take this link away from the node although it is needed there.", valueName: "name"))
  var confirm: String?

  @OptionGroup var common: NetworkOptions

  func run() throws {
    try node.requireThisMachine()
    let network = try options.network(network)
    let snapshot = try node.read([.links, .addresses, .routes])
    let target = try Target.find(target, in: snapshot, node)
    let runtime = options.runtime()
    let attachment = try attachment(network, target, runtime)
    try Guard.requireSpareDevice(network, snapshot, confirmed: confirm)
    if dryRun {
      let plan: [NetworkRuntime.Intention]
      do { plan = try node.inNamespace { try runtime.planAdd(network, attachment) } } catch let
        error as CNIError
      { throw failure(error, "cannot plan") }
      try PlanAnswer(plan, snapshot.node.name, target.title).print(output)
      return
    }
    let result = try Operation(
      options: options, node: node, title: target.title, network: network, attachment: attachment
    ).attach()
    try print(result, network, target, attachment)
  }

  private func attachment(
    _ network: NetworkConfiguration, _ target: Target, _ runtime: NetworkRuntime
  ) throws -> CNIRuntime.Attachment {
    let entries = target.entries(runtime.store).filter { $0.network == network.name }
    if let half = entries.first(where: \.isUnfinished) {
      throw CommandFailure(
        "attaching \(target.title) to network \(network.name) goes on, or was killed half way; "
          + "take that back with: cnitop detach \(network.name) \(self.target)"
          + " --ifname \(half.ifname ?? "")", ExitStatus.findings)
    }
    let there = entries.compactMap(\.ifname).filter { target.link($0) != nil }
    if ifname == nil, let first = there.first {
      throw CommandFailure(
        "\(target.title) is already attached to network \(network.name) as \(first); to attach it "
          + "once more, name the interface with --ifname", ExitStatus.findings)
    }
    let name = ifname ?? target.freeInterfaceName
    do { try CNINames.requireInterface(name) } catch {
      throw CommandFailure("--ifname \(name): \(error)", ExitStatus.usage)
    }
    guard target.link(name) == nil || network.plugins.first?.type == "loopback" else {
      throw CommandFailure(
        "\(target.title) has an interface \(name) already; name another with --ifname",
        ExitStatus.findings)
    }
    var attachment = CNIRuntime.Attachment(
      containerID: target.containerID, ifname: name, netns: target.path)
    try wishes.add(to: &attachment, network)
    return attachment
  }

  private func print(
    _ result: CNIResult, _ network: NetworkConfiguration, _ target: Target,
    _ attachment: CNIRuntime.Attachment
  ) throws {
    if output == .json {
      try StandardOutput.write(answer: try result.json(version: network.version))
      return
    }
    var text = "attached \(target.title) to network \(network.name) as \(attachment.ifname)"
    let addresses = result.ips.map { "\($0.address)" }.joined(separator: ", ")
    if !addresses.isEmpty { text += " with \(addresses)" }
    try StandardOutput.write(sanitised(text) + "\n")
  }
}

extension StandardOutput {
  static func write(answer: JSONValue) throws {
    let bytes = answer.bytes(indentation: isTerminal ? 2 : nil) + [UInt8(ascii: "\n")]
    try bytes.withUnsafeBytes { try write($0) }
  }
}
