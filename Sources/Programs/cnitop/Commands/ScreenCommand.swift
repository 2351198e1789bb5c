import ArgumentParser
import Glibc
import LinuxSystem
import NodeModel
import Screens
import Terminal

/// The screen, live.
struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen", abstract: "Opens the screen (what cnitop does without a command).")

  @OptionGroup var node: NodeOptions
  @OptionGroup var display: DisplayOptions

  func run() throws {
    try node.requireNamespace()
    let capabilities = TerminalCapabilities(environment: Environment.all)
    guard isatty(STDIN_FILENO) == 1, StandardOutput.isTerminal, capabilities.canShowScreen else {
      _ = try display.resolved()
      try Self.printOverview(node.read())
      return
    }
    // First, so that the node is read while the configuration and the theme are.
    let live = try ScreenLoop.follow(node.collector)
    var loop = ScreenLoop(live, node.collector, try display.resolved())
    try loop.run()
  }

  /// Where there is no terminal that can be drawn on, the overview as text.
  static func printOverview(_ snapshot: Snapshot) throws {
    let data = ScreenData(snapshot: snapshot, now: Clock.now())
    try StandardOutput.write(overviewText(data, width: 80))
  }
}
