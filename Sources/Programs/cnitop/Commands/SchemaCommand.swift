import ArgumentParser
import NodeExport

/// Prints the contract of the snapshot.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of the snapshot (2020-12).")

  /// Global, so accepted; nothing of a node is read or drawn here.
  @OptionGroup(visibility: .hidden) var node: NodeOptions
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  func run() throws { try StandardOutput.write(SnapshotSchema.text) }
}
