import ArgumentParser
import LinuxSystem
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
    let top = absolute(root)
    options.root = top.count > 1 && top.hasSuffix("/") ? String(top.dropLast()) : top
    options.netns = netns.map(absolute)
    // Below another root, the working directory of this machine means nothing.
    options.netnsFolders = options.root == "/" ? netnsDirs.map(absolute) : netnsDirs
    options.proc = proc.map(absolute)
    return options
  }

  func validate() throws {
    for (name, path) in [("--root", root), ("--netns", netns), ("--proc", proc)]
      + netnsDirs.map({ ("--netns-dir", $0) })
    {
      if let path, path.isEmpty { throw ValidationError("\(name) needs a path, not \"\"") }
    }
    // A node of which no file is there looks like a node without pods.
    try requireFolder("--root", root, absolute(root), below: "/")
    if let proc { try requireFolder("--proc", proc, absolute(proc), below: "/") }
    let options = collector
    for (named, path) in zip(netnsDirs, options.netnsFolders) {
      try requireFolder("--netns-dir", named, path, below: options.root)
    }
  }

  /// - Parameter named: As the operator wrote it.
  private func requireFolder(
    _ option: String, _ named: String, _ path: String, below root: String
  ) throws {
    do {
      guard try RootedFiles(root: root).status(path).isDirectory else {
        throw ValidationError("\(option) \(named): it is not a folder")
      }
    } catch FileError.denied where option != "--root" {
      // It may well be there; the reading says whether it could be read.
    } catch let error as FileError {
      throw ValidationError("\(option): \(error)")
    }
  }
}
