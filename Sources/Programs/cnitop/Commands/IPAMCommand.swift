import ArgumentParser
import CNISpec
import LinuxSystem
import NetworkTypes
import NodeCollector
import NodeExport
import NodeModel

/// Addresses: who has them, and what is wrong with that.
struct IPAMCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ipam", abstract: "Shows who has which address, and finds what has leaked.",
    subcommands: [
      IPAMShowCommand.self, IPAMCheckCommand.self, IPAMReclaimCommand.self,
      IPAMPlanCommand.self,
    ])
}

/// What both commands read and how they print it.
struct IPAMOptions: ParsableArguments {
  @Argument(help: "The name of a network; otherwise all.")
  var network: String?

  @Option(name: .shortAndLong, help: "text or json.")
  var output = AnswerFormat.text

  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  /// The node with its networks, or only the one that was named.
  func read() throws -> Snapshot {
    var snapshot = try node.read([.links, .addresses, .neighbours], .ipam)
    guard let network else { return snapshot }
    let all = snapshot.ipam?.networks ?? []
    snapshot.ipam?.networks.removeAll { $0.name != network }
    guard snapshot.ipam?.networks.isEmpty != false else { return snapshot }
    let names = Set(all.map(\.name)).sorted().joined(separator: ", ")
    throw CommandFailure(
      "no store has a network \(network); "
        + (names.isEmpty ? "there is none" : "there are: \(names)"), ExitStatus.findings)
  }
}

/// Prints networks, and the leases of one.
struct IPAMShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints networks with their use, and the leases of one.")

  @OptionGroup var options: IPAMOptions

  func run() throws {
    let snapshot = try options.read()
    var writer = DocumentWriter(
      options.output == .json && StandardOutput.isTerminal ? .pretty : .compact
    ) { try StandardOutput.write($0) }
    switch options.output {
    case .json:
      writer.beginObject()
      snapshot.ipam?.describe(to: &writer, names: DeviceNames())
      writer.endObject()
      writer.endDocument()
    case .text:
      RowSet(.networks, in: snapshot).writeTable(to: &writer, isWide: false)
      if options.network != nil {
        try writer.finish()
        try StandardOutput.write("\n")
        RowSet(.leases, in: snapshot).writeTable(to: &writer, isWide: true)
      }
    }
    try writer.finish()
    try snapshot.tellIncompleteness(isFailure: false)
  }
}

/// Prints what is wrong with addresses.
struct IPAMCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Prints addresses that leaked, collide or are used without a lease.",
    discussion: "Exits with 1 where there is any, or where a range is full.")

  @OptionGroup var options: IPAMOptions

  func run() throws {
    let snapshot = try options.read()
    let findings = (snapshot.ipam?.networks ?? []).flatMap(AddressFinding.all)
    switch options.output {
    case .json:
      try StandardOutput.write(answer: .array(findings.map(\.json)))
    case .text:
      for finding in findings { try StandardOutput.write(sanitised(finding.text) + "\n") }
      if findings.isEmpty {
        let leases = (snapshot.ipam?.networks ?? []).reduce(0) { $0 + $1.leases.count }
        try StandardOutput.write("nothing wrong with \(leases) addresses\n")
      }
    }
    try snapshot.tellIncompleteness(isFailure: false)
    if findings.contains(where: \.isFault) { throw ExitStatus.findings }
  }
}

/// Something about an address or a range that an operator should know.
struct AddressFinding {
  var network: String
  /// The state of the lease, or `full`.
  var kind: String
  var address: String
  var container: String?
  var pod: String?
  var evidence: [String]
  var advice: String
  var isFault = true

  static func all(_ network: IPAMState.Network) -> [AddressFinding] {
    var findings: [AddressFinding] = []
    if network.freeOfTightestSet == 0 {
      findings.append(
        AddressFinding(
          network: network.name, kind: "full",
          address: network.ranges.map { "\($0.first)-\($0.last)" }.joined(separator: ","),
          evidence: ["\(network.used) of \(network.size) addresses are not free"],
          advice: network.count(.leaked) > 0
            ? "cnitop ipam reclaim gives leaked ones back" : "the range must become larger"))
    }
    for lease in network.leases where lease.state.isFault || lease.state == .unknown {
      findings.append(
        AddressFinding(
          network: network.name, kind: lease.state.rawValue, address: "\(lease.address)",
          container: lease.containerID, pod: lease.pod, evidence: lease.evidence.words,
          advice: advice(lease.state), isFault: lease.state.isFault))
    }
    for problem in network.problems {
      findings.append(
        AddressFinding(
          network: network.name, kind: "problem", address: network.path, evidence: [problem],
          advice: "look at the file", isFault: false))
    }
    return findings
  }

  private static func advice(_ state: LeaseState) -> String {
    switch state {
    case .leaked: "cnitop ipam reclaim gives it back"
    case .missing: "it may be given out a second time: restart what has it, or keep it reserved"
    case .duplicate: "one of both must go: restart the pod that came later"
    case .unknown: "look again when all can be read"
    case .inUse, .reserved: ""
    }
  }

  var text: String {
    let who = container.map { " container \($0)" } ?? ""
    let whose = pod.map { " \($0)" } ?? ""
    return "\(kind) \(address) network \(network)\(who)\(whose): "
      + "\(evidence.joined(separator: "; ")); \(advice)"
  }

  var json: JSONValue {
    var members = [
      JSONMember("network", .string(network)), JSONMember("kind", .string(kind)),
      JSONMember("address", .string(address)),
    ]
    if let container { members.append(JSONMember("containerId", .string(container))) }
    if let pod { members.append(JSONMember("pod", .string(pod))) }
    members.append(JSONMember("evidence", .array(evidence.map { .string($0) })))
    members.append(JSONMember("advice", .string(advice)))
    return .object(members)
  }
}
