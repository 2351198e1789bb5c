public import ArgumentParser
import NodeCollector
public import NodeExport
import NodeModel

extension ListKind: ExpressibleByArgument {}

/// Prints one kind of thing, a row each.
struct ListCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, wide, json, yaml, csv }

  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints one kind of thing, a row each.")

  @Argument(
    help: ArgumentHelp("What to list.", valueName: "kind"))
  var kind: ListKind

  @Option(name: .shortAndLong, help: "table, wide (more columns), json, yaml or csv.")
  var output = Format.table

  @Flag(help: "Exit with 3 where something could not be read, or not fully.")
  var strict = false

  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  func run() throws {
    let snapshot = try node.read(kind.tables, kind.parts)
    let rows = RowSet(kind, in: snapshot)
    let layout: DocumentWriter.Layout =
      switch output {
      case .yaml: .yaml
      case .json where StandardOutput.isTerminal: .pretty
      default: .compact
      }
    var writer = DocumentWriter(layout) { try StandardOutput.write($0) }
    switch output {
    case .table, .wide: rows.writeTable(to: &writer, isWide: output == .wide)
    case .json, .yaml: rows.write(to: &writer)
    case .csv: rows.writeCSV(to: &writer)
    }
    try writer.finish()
    try snapshot.tellIncompleteness(isFailure: strict)
  }
}

extension ListKind {
  /// The tables that its rows are made of.
  var tables: TableSet {
    switch self {
    case .pods, .links, .addresses, .namespaces: [.links, .addresses]
    case .routes: [.links, .addresses, .routes]
    case .rules: [.links, .addresses, .rules]
    case .neighbours: [.links, .addresses, .neighbours]
    case .fdb: [.links, .addresses, .fdb]
    case .tunnels: [.links, .addresses, .routes, .neighbours, .fdb, .nextHops, .tunnelPeers]
    case .configurations, .plugins: [.links]
    case .bgp: [.links, .neighbours]
    case .networks, .leases: [.links, .addresses, .neighbours]
    case .services: [.links, .addresses, .routes]
    case .ports: [.links, .addresses, .fdb, .routes]
    }
  }

  /// The parts of the snapshot that its rows are from.
  var parts: SnapshotParts {
    switch self {
    case .configurations: .cni
    case .plugins: [.cni, .pluginVersions]
    case .bgp: .bgp
    case .networks, .leases: .ipam
    case .services: .services
    case .ports: .ports
    default: []
    }
  }
}
