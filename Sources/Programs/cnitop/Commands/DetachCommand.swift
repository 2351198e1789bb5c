import ArgumentParser
import CNIRuntime
import CNISpec
import NodeCollector
import NodeModel

/// Detaches a pod, a namespace or a process from a network.
struct DetachCommand: NetworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "detach", abstract: "Detaches a pod, a namespace or a process from a network.",
    discussion: """
      A target that is gone can still be named: by the path that its namespace had, or by the id of
      the container. What a running pod needs is only detached with --confirm.
      """)

  @OptionGroup var place: AttachmentArguments

  @Flag(name: .customLong("dry-run"), help: "Print what would be done, and do nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Detach this interface although the pod needs it.", valueName: "name"))
  var confirm: String?

  @OptionGroup var common: NetworkOptions

  func run() throws {
    try node.requireThisMachine()
    let snapshot = try node.read([.links, .addresses, .routes])
    let found = try FoundAttachment.find(
      place.network, place.target, ifname: place.ifname, in: snapshot, options, node)
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
      try StandardOutput.write(answer: .object(found.members))
    }
  }
}

/// Compares an attachment with what its plugins made.
struct VerifyCommand: NetworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Asks the plugins of a network whether an attachment is still as they made it.",
    discussion: "Exits with 1 where it is not.")

  @OptionGroup var place: AttachmentArguments

  @OptionGroup var common: NetworkOptions

  func run() throws {
    try node.requireThisMachine()
    let snapshot = try node.read([.links, .addresses])
    let found = try FoundAttachment.find(
      place.network, place.target, ifname: place.ifname, in: snapshot, options, node)
    let (runtime, network, attachment) = (options.runtime(), found.network, found.attachment)
    var asked = false
    var problem: CNIError?
    do { asked = try node.inNamespace { try runtime.check(network, attachment) } } catch let error
      as CNIError
    { problem = error }
    if output == .json {
      var members = found.members + [JSONMember("isVerified", .bool(asked))]
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
