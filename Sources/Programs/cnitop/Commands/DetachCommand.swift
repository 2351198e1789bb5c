import ArgumentParser
import CNIRuntime
import CNISpec
import NodeCollector
import NodeModel

/// Detaches a pod, a namespace or a process from a network.
struct DetachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detach", abstract: "Detaches a pod, a namespace or a process from a network.",
    discussion: """
      A target that is gone can still be named: by the path that its namespace had, or by the id of
      the container. What a running pod needs is only detached with --confirm.
      """)

  @Argument(help: "The name of the network, or the path of its configuration.")
  var network: String

  @Argument(
    help: "A pod (NAMESPACE/NAME or NAME), the path of a network namespace, or a process number.")
  var target: String

  @Option(
    help: ArgumentHelp(
      "Which interface, where there are several on the network.", valueName: "name"))
  var ifname: String?

  @Flag(name: .customLong("dry-run"), help: "Print what would be done, and do nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Detach this interface although the pod needs it.", valueName: "name"))
  var confirm: String?

  @Option(name: .shortAndLong, help: "text or json.")
  var output = AnswerFormat.text

  @OptionGroup var options: RuntimeOptions
  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  func run() throws {
    try node.requireThisMachine()
    let snapshot = try node.read([.links, .addresses, .routes])
    let found = try FoundAttachment.find(
      network, target, ifname: ifname, in: snapshot, options, node)
    let runtime = options.runtime()
    let (name, attachment, entry) = (found.network, found.attachment, found.entry)
    if dryRun {
      let plan: [NetworkRuntime.Intention]
      do {
        plan = try node.inNamespace { try runtime.planDelete(name, attachment, entry) }
      } catch let error as CNIError { throw failure(error, "cannot plan") }
      try PlanAnswer(plan, snapshot.node.name, found.title).print(output)
      return
    }
    try Guard.requireSpareInterface(entry, of: found.target, confirmed: confirm)
    try Operation(
      options: options, node: node, title: found.title, network: name, attachment: attachment
    ).detach(entry)
    switch output {
    case .text:
      let text = "detached \(found.title) from network \(name.name): \(attachment.ifname) is gone"
      try StandardOutput.write(sanitised(text) + "\n")
    case .json:
      try StandardOutput.write(
        answer: .object([
          JSONMember("network", .string(name.name)),
          JSONMember("containerId", .string(attachment.containerID)),
          JSONMember("ifname", .string(attachment.ifname)),
        ]))
    }
  }
}

/// Compares an attachment with what its plugins made.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Asks the plugins of a network whether an attachment is still as they made it.",
    discussion: "Exits with 1 where it is not.")

  @Argument(help: "The name of the network, or the path of its configuration.")
  var network: String

  @Argument(
    help: "A pod (NAMESPACE/NAME or NAME), the path of a network namespace, or a process number.")
  var target: String

  @Option(
    help: ArgumentHelp(
      "Which interface, where there are several on the network.", valueName: "name"))
  var ifname: String?

  @Option(name: .shortAndLong, help: "text or json.")
  var output = AnswerFormat.text

  @OptionGroup var options: RuntimeOptions
  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  func run() throws {
    try node.requireThisMachine()
    let snapshot = try node.read([.links, .addresses])
    let found = try FoundAttachment.find(
      network, target, ifname: ifname, in: snapshot, options, node)
    let (runtime, network, attachment) = (options.runtime(), found.network, found.attachment)
    var asked = false
    var problem: CNIError?
    do { asked = try node.inNamespace { try runtime.check(network, attachment) } } catch let error
      as CNIError
    { problem = error }
    if output == .json {
      var members = [
        JSONMember("network", .string(network.name)),
        JSONMember("containerId", .string(attachment.containerID)),
        JSONMember("ifname", .string(attachment.ifname)),
        JSONMember("isVerified", .bool(asked)),
      ]
      if let problem { members.append(JSONMember("error", problem.json(version: nil))) }
      try StandardOutput.write(answer: .object(members))
      if problem != nil { throw ExitStatus.findings }
      return
    }
    let what = "\(attachment.ifname) of \(found.title) on network \(network.name)"
    if let problem { throw failure(problem, what) }
    let verdict = asked ? "is as it should be" : "is not verified: its configuration forbids it"
    try StandardOutput.write(sanitised("\(what) \(verdict)") + "\n")
  }
}
