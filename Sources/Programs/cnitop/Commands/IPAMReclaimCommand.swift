import ArgumentParser
import CNISpec
import CNIStores
import LinuxSystem
import NetworkTypes
import NodeCollector
import NodeModel

/// Takes leases back that are proven to be nobody's.
struct IPAMReclaimCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reclaim",
    abstract: "Takes leaked addresses back, with proof for each of them.",
    discussion: """
      Prints what would be taken and why; only with --apply it is done. A lease must be older than \
      the grace, no link may have its address, no route or neighbour lead to it, and neither its \
      container nor its namespace may be there. All of it is looked at once more while nobody else \
      can give out addresses. What was taken is kept, and cnitop undo puts it back.
      """)

  @Argument(help: "The name of a network; otherwise all.")
  var network: String?

  @Option(
    name: .customLong("address"),
    help: ArgumentHelp("Only this address. Repeatable.", valueName: "address"))
  var addresses: [String] = []

  @Option(help: ArgumentHelp("How old a lease must be, at least 60.", valueName: "seconds"))
  var grace: Int64 = 600

  @Flag(help: "Do it.")
  var apply = false

  @OptionGroup var common: NetworkOptions

  func run() throws {
    if apply { try common.node.requireThisMachine() }
    let wanted = try wanted()
    let plan = try Reclaimer.plan(
      common.node, network: network, addresses: wanted, graceSeconds: grace)
    guard apply else {
      try print(ReclaimAnswer(plan: plan))
      if !wanted.isEmpty, !plan.refused.isEmpty { throw ExitStatus.findings }
      return
    }
    let reclaimer = Reclaimer(
      node: common.node, options: common.options, network: network, graceSeconds: grace)
    let outcome = try reclaimer.take(plan)
    try print(ReclaimAnswer(plan: plan, outcome: outcome))
    for problem in outcome.problems { complain(problem) }
    if !outcome.problems.isEmpty || (!wanted.isEmpty && outcome.taken.count < wanted.count) {
      throw ExitStatus.findings
    }
  }

  private func wanted() throws -> Set<IPAddress> {
    var wanted: Set<IPAddress> = []
    for text in addresses {
      guard let address = IPAddress(text) else {
        throw CommandFailure("--address \(text): it is no address", ExitStatus.usage)
      }
      wanted.insert(address.unmapped)
    }
    return wanted
  }

  private func print(_ answer: ReclaimAnswer) throws {
    switch common.output {
    case .json: try StandardOutput.write(answer: answer.json)
    case .text: try StandardOutput.write(answer.text)
    }
  }
}

/// A plan, and what came of it, as it is printed.
struct ReclaimAnswer {
  var plan: ReclaimPlan
  /// Nil where nothing was done.
  var outcome: Reclaimer.Outcome?

  var text: String {
    var lines: [String] = []
    let taken = outcome.map { Set($0.taken.map { "\($0.folder) \($0.address)" }) }
    for item in plan.items {
      let sign: String
      if let taken {
        sign = taken.contains("\(item.folder) \(item.lease.address.goText)") ? "taken" : "kept"
      } else {
        sign = "-"
      }
      lines.append("\(sign) \(Self.title(item))")
      lines += item.lease.evidence.words.map { "    \($0)" }
    }
    for item in plan.refused + (outcome?.kept ?? []) {
      lines.append("refused \(Self.title(item))")
      lines += item.objections.map { "    \($0)" }
    }
    if plan.items.isEmpty, plan.refused.isEmpty { lines.append("nothing leaked") }
    if outcome == nil, !plan.items.isEmpty {
      lines.append("nothing was done: --apply takes \(plan.items.count) back")
    }
    if let number = outcome?.number { lines.append("cnitop undo \(number) puts them back") }
    return lines.map { sanitised($0) + "\n" }.joined()
  }

  private static func title(_ item: ReclaimPlan.Item) -> String {
    let who = item.lease.containerID.map { " of container \($0)" } ?? ""
    let age = item.lease.ageSeconds.map { ", \($0) s old" } ?? ""
    return "\(item.lease.address) of network \(item.network)\(who)\(age)"
  }

  var json: JSONValue {
    func list(_ items: [ReclaimPlan.Item]) -> JSONValue {
      .array(
        items.map { item in
          .object([
            JSONMember("network", .string(item.network)),
            JSONMember("address", .string("\(item.lease.address)")),
            JSONMember("containerId", .string(item.lease.containerID ?? "")),
            JSONMember("evidence", .array(item.lease.evidence.words.map { .string($0) })),
            JSONMember("objections", .array(item.objections.map { .string($0) })),
          ])
        })
    }
    var members = [
      JSONMember("plan", list(plan.items)),
      JSONMember("refused", list(plan.refused + (outcome?.kept ?? []))),
    ]
    if let outcome {
      members.append(JSONMember("taken", .array(outcome.taken.map { .string($0.address) })))
      if let number = outcome.number {
        members.append(JSONMember("action", .number("\(number)")))
      }
    }
    return .object(members)
  }
}
