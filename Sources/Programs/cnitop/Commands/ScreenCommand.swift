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
    let display = try display.resolved()
    let capabilities = TerminalCapabilities(environment: Environment.all)
    guard isatty(STDIN_FILENO) == 1, StandardOutput.isTerminal, capabilities.canShowScreen else {
      try Self.printOverview(node.read())
      return
    }
    var loop = try ScreenLoop(node.collector, display)
    try loop.run()
  }

  /// Where there is no terminal that can be drawn on, the overview as text.
  static func printOverview(_ snapshot: Snapshot) throws {
    let data = ScreenData(snapshot: snapshot, now: Clock.now())
    try StandardOutput.write(overviewText(data, width: 80))
  }
}
