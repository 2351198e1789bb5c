import ArgumentParser
import NodeCollector

/// What counts as the node: the same for every command.
struct NodeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Read every file below this folder: a mounted host.", valueName: "dir"))
  var root = "/"

  @Option(
    help: ArgumentHelp(
      "The network namespace that counts as the node's, instead of the own one.",
      valueName: "path"))
  var netns: String?

  @Option(
    name: .customLong("netns-dir"),
    help: ArgumentHelp(
      "A folder in which namespaces are bound, instead of the usual ones. Repeatable.",
      valueName: "dir"))
  var netnsDirs: [String] = []

  @Option(help: ArgumentHelp("Where the process file system is.", valueName: "dir"))
  var proc: String?

  var collector: CollectorOptions {
    var options = CollectorOptions()
    options.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
    options.netns = netns
    options.netnsFolders = netnsDirs
    options.proc = proc
    return options
  }

  func validate() throws {
    for (name, path) in [("--root", root), ("--netns", netns), ("--proc", proc)] {
      if let path, path.isEmpty { throw ValidationError("\(name) needs a path, not \"\"") }
    }
  }
}
