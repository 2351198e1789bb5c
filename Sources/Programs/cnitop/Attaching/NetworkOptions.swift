import ArgumentParser

/// How commands print what they did.
enum AnswerFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// What every command has that asks or changes networks.
struct NetworkOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "text or json.")
  var output = AnswerFormat.text

  @OptionGroup var options: RuntimeOptions
  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions
}

/// A command that asks or changes networks.
protocol NetworkCommand: ParsableCommand {
  var common: NetworkOptions { get }
}

extension NetworkCommand {
  var output: AnswerFormat { common.output }
  var options: RuntimeOptions { common.options }
  var node: NodeOptions { common.node }
}

/// Which attachment a command is about.
struct AttachmentArguments: ParsableArguments {
  @Argument(help: "The name of the network, or the path of its configuration.")
  var network: String

  @Argument(
    help: "A pod (NAMESPACE/NAME or NAME), the path of a network namespace, or a process number.")
  var target: String

  @Option(
    help: ArgumentHelp(
      "Which interface, where there are several on the network.", valueName: "name"))
  var ifname: String?
}
