import ArgumentParser
import Glibc
import LinuxSystem
import Netlink
import NodeCollector
import NodeExport
import Screens
import Terminal

/// Opens the screen on a small node that is made for it.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Makes a small node of network namespaces and opens the screen on it.",
    discussion: """
      Seven pods, on a bridge and on a macvlan, and a vxlan overlay to a second node, made with netlink
      in namespaces of their own; the node that it runs on is not touched. Everything is removed
      at the end, and what a killed demo left behind at the next start. Needs root, or the right
      to make user namespaces.
      """)

  @Flag(help: "Print the snapshot of the demo node instead of opening the screen.")
  var snapshot = false

  @OptionGroup var display: DisplayOptions

  func run() throws {
    try DemoIsolation.begin()
    let display = try display.resolved()
    try EndingSignals.puttingOff {
      DemoFolder.removeRemains()
      let node = try make()
      defer {
        EndingSignals.putOff()
        node.remove()
      }
      try show(node, display)
    }
  }

  private func show(_ node: DemoNode, _ display: ResolvedDisplay) throws {
    if snapshot {
      try print(node.options)
      return
    }
    let capabilities = TerminalCapabilities(environment: Environment.all)
    guard isatty(STDIN_FILENO) == 1, StandardOutput.isTerminal, capabilities.canShowScreen else {
      try ScreenCommand.printOverview(NodeReader.snapshot(node.options))
      return
    }
    let life = try DemoLife(node)
    defer { life.end() }
    var loop = ScreenLoop(try ScreenLoop.follow(node.options), node.options, display)
    try loop.run()
  }

  private func make() throws -> DemoNode {
    let folder = try DemoFolder()
    do {
      return try DemoNode(folder)
    } catch {
      folder.remove()
      let isDenied =
        (error as? NetlinkError)?.isDenial ?? (error as? SystemCallError)?.errno.isDenial ?? false
      throw isDenied ? DemoIsolation.need : CommandFailure("cannot make the demo node: \(error)")
    }
  }

  private func print(_ options: CollectorOptions) throws {
    let snapshot = try NodeReader.snapshot(options)
    var writer = DocumentWriter(StandardOutput.isTerminal ? .pretty : .compact) {
      try StandardOutput.write($0)
    }
    SnapshotDocument.write(snapshot, by: .this, to: &writer)
    try writer.finish()
  }
}

/// What a process of the demo runs that stands for a container: it waits for the demo's end.
struct DemoContainerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: DemoProcesses.command, shouldDisplay: false)

  func run() throws {
    var byte: UInt8 = 0
    while read(STDIN_FILENO, &byte, 1) > 0 || errno == EINTR {}
  }
}
