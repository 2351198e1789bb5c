import ArgumentParser
import LinuxSystem
import NodeCollector
import NodeExport
import NodeModel

/// What is about ports.
struct PortsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ports", abstract: "Plans node ports. `cnitop list ports` shows who listens.",
    subcommands: [Plan.self])

  struct Plan: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, yaml }

    static let configuration = CommandConfiguration(
      commandName: "plan", abstract: "Gives node ports to applications, and finds conflicts.",
      discussion: """
        The file has a list of applications, each with its name and ports:

          strategy: ranges         # a block for each application; or sequential
          blockSize: 10
          range: 30000-32767       # else that of this node
          reserved: [30000-30009]
          applications:
          - name: web
            ports: [{name: http, nodePort: 30080}, {name: quic, protocol: udp}]
          - name: game
            range: 30100-30199
            count: 3

        Numbers that this node uses are left alone. Exit status 1 where a number cannot be had.
        """)

    @Argument(help: ArgumentHelp("What applications want, in YAML.", valueName: "file"))
    var file: String

    @Option(name: .shortAndLong, help: "table, json or yaml.")
    var output = Format.table

    @Flag(help: "Plan for a node that is not this one: do not look at what is used here.")
    var offline = false

    @OptionGroup var node: NodeOptions
    /// Global, so accepted; nothing here is drawn.
    @OptionGroup(visibility: .hidden) var display: DisplayOptions

    func run() throws {
      let bytes: [UInt8]
      do {
        bytes = try readNamedFile(file)
      } catch {
        throw CommandFailure("\(error)", ExitStatus.usage)
      }
      let request = try PortRequestFile(String(decoding: bytes, as: UTF8.self), path: file).request
      let snapshot = offline ? nil : try node.read([.links, .addresses], .ports)
      let plan = PortPlanner.plan(
        request, on: snapshot?.ports ?? PortState(), host: snapshot?.host?.id)
      try write(plan)
      try snapshot?.tellIncompleteness(isFailure: false)
      if plan.hasErrors { throw ExitStatus.findings }
    }

    private func write(_ plan: PortPlan) throws {
      guard output != .table else { return try StandardOutput.write(Self.table(plan)) }
      let layout: DocumentWriter.Layout =
        output == .yaml ? .yaml : StandardOutput.isTerminal ? .pretty : .compact
      var writer = DocumentWriter(layout) { try StandardOutput.write($0) }
      writer.beginObject()
      plan.describe(to: &writer, names: DeviceNames())
      writer.endObject()
      writer.endDocument()
      try writer.finish()
    }

    private static func table(_ plan: PortPlan) -> String {
      let blocks = Dictionary(plan.blocks.map { ($0.application, $0.range.portText) }) { $1 }
      var rows = [["APPLICATION", "PORT", "PROTO", "NODE PORT", "FIXED", "BLOCK"]]
      for assignment in plan.assignments {
        rows.append([
          assignment.application, assignment.name, assignment.protocol,
          assignment.number.map(String.init) ?? "-", assignment.isFixed ? "yes" : "no",
          blocks[assignment.application] ?? "",
        ])
      }
      let cells = rows.map { $0.map(sanitised) }
      let widths = (0..<6).map { column in cells.map { $0[column].count }.max() ?? 0 }
      var text = ""
      for row in cells {
        var line = ""
        for (cell, width) in zip(row, widths) {
          line += cell + String(repeating: " ", count: width - cell.count + 2)
        }
        while line.last == " " { line.removeLast() }
        text += line + "\n"
      }
      for conflict in plan.conflicts {
        let line = conflict.line > 0 ? "line \(conflict.line): " : ""
        text += sanitised("\(conflict.severity.rawValue): \(line)\(conflict.text)") + "\n"
      }
      return text
    }
  }
}
