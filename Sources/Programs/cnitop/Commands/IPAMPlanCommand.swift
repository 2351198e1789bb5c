import ArgumentParser
import CNISpec
import LinuxSystem
import NetworkTypes
import NodeCollector
import NodeModel

/// Plans the segments of a cluster before there is one.
struct IPAMPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plans segments for nodes, pods and services, and checks that nothing overlaps.",
    discussion: """
      FILE is YAML: nodes, podsPerNode (110), services (1000), growth (2: room for twice as many \
      nodes and services), families ([ipv4]), space (where segments may be taken from), \
      nodeSegments, podSegments and serviceSegments (given ones), sites and networks (lists of \
      name and prefixes, which nothing may overlap), name (of the CNI network). What is chosen \
      avoids this node's routes too, and the default networks of Docker and podman.
      """)

  @Argument(help: ArgumentHelp("What the cluster needs.", valueName: "file"))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write configurations for kubeadm, Flannel, Calico and CNI into this folder.",
      valueName: "dir"))
  var output: String?

  @Flag(name: .customLong("no-routes"), help: "Do not look at this node's routes.")
  var noRoutes = false

  @Flag(help: "Print the plan as JSON.")
  var json = false

  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  /// Each node gets a file of its own.
  private static let mostNodes = 10_000

  func run() throws {
    let request = try PlanRequest.read(file)
    let name = request.name ?? "pods"
    guard CNINames.isValid(name) else {
      throw CommandFailure("\(file): name: \(name) cannot name a network", ExitStatus.usage)
    }
    var demand = try request.demand(file, taken: AddressDemand.defaults)
    if !noRoutes { demand.avoided = try routes() }
    let plan = AddressPlan(demand)
    try StandardOutput.write(json ? "\(Self.json(plan))\n" : Self.text(plan, demand))
    for problem in plan.problems { complain(problem) }
    guard plan.problems.isEmpty else { throw ExitStatus.findings }
    if let output { try write(PlanFiles(plan: plan, name: name, nodes: demand.nodes), to: output) }
  }

  /// What this node has a route to, but for the default one.
  private func routes() throws -> [AddressDemand.Taken] {
    let snapshot = try node.read([.links, .addresses, .routes])
    guard let table = snapshot.host?.routes else {
      throw CommandFailure("the routes of this node cannot be read; --no-routes plans without them")
    }
    return (0..<table.count).map { table[$0] }
      .filter { $0.type == .unicast && $0.destination.length > 0 }
      .map { AddressDemand.Taken(name: "a route of this node", prefix: $0.destination) }
  }

  private func write(_ files: PlanFiles, to folder: String) throws {
    guard files.nodes <= Self.mostNodes else {
      throw CommandFailure(
        "-o writes a file for each node, of at most \(Self.mostNodes)", ExitStatus.usage)
    }
    do {
      for (path, text) in files.all {
        let file = "\(absolute(folder))/\(path)"
        try WrittenFile.makeFolder(of: file, mode: 0o755)
        try WrittenFile.replace(file, with: Array(text.utf8), mode: 0o644)
      }
    } catch { throw CommandFailure("\(error)") }
  }

  static func text(_ plan: AddressPlan, _ demand: AddressDemand) -> String {
    var lines: [String] = []
    for family in plan.families {
      let bits = Int(family.family.bits)
      lines.append(family.family == .ipv4 ? "IPv4" : "IPv6")
      lines.append("  nodes     \(family.node)  \(demand.nodes) nodes")
      lines.append(
        "  pods      \(family.pod)  \(family.blockCount) blocks /\(family.blockLength), "
          + "a node has room for \(room(bits - Int(family.blockLength)))")
      lines.append(
        "  services  \(family.service)  \(demand.services) services, room for "
          + room(bits - Int(family.service.length)))
      for node in 0..<min(demand.nodes, 3) {
        if let block = family.block(node) { lines.append("  node \(node + 1)    \(block)") }
      }
      if demand.nodes > 3, let last = family.block(demand.nodes - 1) {
        lines.append("  node \(demand.nodes)   \(last)")
      }
    }
    lines += plan.notes.map { "note: \($0)" }
    return lines.map { sanitised($0) + "\n" }.joined()
  }

  /// How many addresses a prefix with so many bits for hosts has for others than itself.
  private static func room(_ bits: Int) -> String {
    bits > 30 ? "2^\(bits)" : "\((1 << bits) - 3 > 0 ? (1 << bits) - 3 : 0)"
  }

  static func json(_ plan: AddressPlan) -> JSONValue {
    .object([
      JSONMember(
        "families",
        .array(
          plan.families.map { family in
            .object([
              JSONMember("family", .string(family.family == .ipv4 ? "ipv4" : "ipv6")),
              JSONMember("node", .string("\(family.node)")),
              JSONMember("pod", .string("\(family.pod)")),
              JSONMember("service", .string("\(family.service)")),
              JSONMember("blockLength", .number("\(family.blockLength)")),
              JSONMember("blockCount", .number("\(family.blockCount)")),
            ])
          })),
      JSONMember("problems", .array(plan.problems.map { .string($0) })),
      JSONMember("notes", .array(plan.notes.map { .string($0) })),
    ])
  }
}
