import ArgumentParser
import CNIRuntime
import CNISpec
import CNIStores
import LinuxSystem
import NetworkTypes
import NodeCollector
import NodeModel

/// Turns round what attach, detach or reclaim did.
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Turns round the last attach, detach or reclaim of cnitop.",
    discussion: """
      Undoing a detach attaches again with the same configuration, and asks for the same addresses.
      What is written down lasts until the node is started again.
      """)

  @Argument(help: "The number of the action, as --list has it; otherwise the last one.")
  var number: Int?

  @Flag(help: "Print what can be undone, and do nothing.")
  var list = false

  @Option(
    help: ArgumentHelp("Detach this interface although the pod needs it.", valueName: "name"))
  var confirm: String?

  @OptionGroup var options: RuntimeOptions
  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  func run() throws {
    try node.requireThisMachine()
    let actions: [ActionLog.Action]
    do { actions = try options.log.read() } catch { throw CommandFailure("\(error)") }
    if list {
      for action in actions where !action.isUndone {
        try StandardOutput.write(sanitised("\(action.number) \(action.title)") + "\n")
      }
      return
    }
    let chosen = actions.last { !$0.isUndone && (number == nil || $0.number == number) }
    guard let action = chosen else { throw nothing }
    switch action.kind {
    case .attach:
      let (_, network, attachment) = try subject(of: action)
      try takeBack(action, network, attachment)
    case .detach:
      let (entry, network, attachment) = try subject(of: action)
      try restore(action, entry, network, attachment)
    case .reclaim: try putBack(action)
    }
    try StandardOutput.write(sanitised("undone: \(action.title)") + "\n")
  }

  private var nothing: CommandFailure {
    let what = number.map { "there is no action \($0) that could be undone" }
    return CommandFailure(what ?? "there is nothing to undo", ExitStatus.findings)
  }

  private func subject(
    of action: ActionLog.Action
  ) throws -> (CNICacheEntry, NetworkConfiguration, CNIRuntime.Attachment) {
    guard let entry = action.entry, let attachment = entry.attachment,
      let network = entry.configuration
    else { throw nothing }
    return (entry, network, attachment)
  }

  /// Leases get their files back, but for those whose address was given to somebody since.
  private func putBack(_ action: ActionLog.Action) throws {
    let problems = Reclaimer.putBack(action.leases)
    do {
      try options.log.append(
        leases: action.leases, time: Clock.now(), outcome: "done", undoes: action.number)
    } catch { complain("it could not be written down: \(error)") }
    guard problems.isEmpty else {
      throw CommandFailure(problems.joined(separator: "; "), ExitStatus.findings)
    }
  }

  private func takeBack(
    _ action: ActionLog.Action, _ network: NetworkConfiguration,
    _ attachment: CNIRuntime.Attachment
  ) throws {
    let snapshot = try node.read([.links, .addresses, .routes])
    let target = attachment.netns.flatMap { try? Target.find($0, in: snapshot, node) }
    let stored: CNICacheEntry?
    do {
      stored = try options.runtime().store.entry(
        network: network.name, containerID: attachment.containerID, ifname: attachment.ifname)
    } catch { throw CommandFailure("\(error)") }
    guard let entry = stored else {
      throw CommandFailure(
        "\(attachment.ifname) is not attached to network \(network.name) any more",
        ExitStatus.findings)
    }
    try Guard.requireSpareInterface(entry, of: target, confirmed: confirm)
    let title = target?.title ?? attachment.netns ?? attachment.containerID
    try Operation(
      options: options, node: node, title: title, network: network, attachment: attachment,
      undoes: action.number
    ).detach(entry)
  }

  /// Attaches again with the addresses that there were, where the plugins take such a wish.
  private func restore(
    _ action: ActionLog.Action, _ entry: CNICacheEntry, _ network: NetworkConfiguration,
    _ attachment: CNIRuntime.Attachment
  ) throws {
    guard let path = attachment.netns, let namespace = try? NetworkNamespace(path: path),
      entry.netnsInode == nil || entry.netnsInode == namespace.inode
    else {
      throw CommandFailure(
        "the namespace \(attachment.netns ?? "of \(attachment.containerID)") is gone",
        ExitStatus.findings)
    }
    var attachment = attachment
    attachment.ask(for: entry.result, network)
    _ = try Operation(
      options: options, node: node, title: path, network: network, attachment: attachment,
      undoes: action.number
    ).attach()
  }
}

extension ActionLog.Action {
  fileprivate var title: String {
    let place = entry?.netns ?? "container \(entry?.containerID ?? "?")"
    let network = entry?.network ?? "?"
    let name = entry?.ifname ?? "?"
    return switch kind {
    case .attach: "attach \(name) of \(place) to network \(network)"
    case .detach: "detach \(name) of \(place) from network \(network)"
    case .reclaim: "reclaim \(leases.map(\.address).joined(separator: ", "))"
    }
  }
}

extension CNIRuntime.Attachment {
  /// Wishes for the addresses of an earlier result, except where others were wished for then.
  fileprivate mutating func ask(for result: CNIResult?, _ network: NetworkConfiguration) {
    guard let result, let plugin = network.plugins.first else { return }
    let capabilities = Set(network.plugins.flatMap(\.capabilities))
    var wishes: [CNIArguments.Argument] = []
    if capabilities.contains("ips") {
      if !capabilityArguments.contains(where: { $0.key == "ips" }) {
        let addresses = result.ips.map { JSONValue.string("\($0.address)") }
        capabilityArguments.append(JSONMember("ips", .array(addresses)))
      }
    } else if plugin.ipamType == "host-local", let first = result.ips.first {
      wishes.append(CNIArguments.Argument(key: "IP", value: "\(first.address.address)"))
    }
    if let mac = result.interfaces.last(where: { $0.name == ifname && $0.sandbox != nil })?.mac {
      wishes.append(CNIArguments.Argument(key: "MAC", value: mac))
    }
    wishes.removeAll { arguments[$0.key] != nil }
    guard !wishes.isEmpty else { return }
    if arguments["IgnoreUnknown"] == nil {
      arguments.arguments.insert(CNIArguments.Argument(key: "IgnoreUnknown", value: "1"), at: 0)
    }
    arguments.arguments += wishes
  }
}
