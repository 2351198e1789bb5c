import ArgumentParser
import CNICore
import CNIPlugins
import Glibc
import LinuxSystem
import NodeCollector

/// Puts the plugins where container runtimes look for them.
struct InstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install-plugins",
    abstract: "Copies the plugins into a folder where container runtimes look for them.",
    discussion: """
      The folder gets the program cni-plugins, which must be beside cnitop, and a link to it for each
      plugin. Files of others with these names stay, unless --replace is given.
      """)

  @Argument(help: ArgumentHelp("The folder: /opt/cni/bin for most runtimes.", valueName: "dir"))
  var folder: String

  @Option(
    help: ArgumentHelp("The program, if it is not beside cnitop.", valueName: "path"))
  var from: String?

  @Flag(help: "Replace plugins of others that have the same names.")
  var replace = false

  @Flag(name: .customLong("dry-run"), help: "Print what would be done, and do nothing.")
  var dryRun = false

  /// Global, so accepted; nothing here is read or drawn.
  @OptionGroup(visibility: .hidden) var node: NodeOptions
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  private static let program = "cni-plugins"

  func run() throws {
    try node.requireThisMachine()
    let source = try from.map(absolute) ?? Self.besideThis()
    let bytes: [UInt8]
    do { bytes = try RootedFiles().read(source, limit: 256 << 20) } catch {
      throw CommandFailure("\(error); name the program with --from")
    }
    let folder = absolute(folder)
    let names = BuiltInPlugins.all.map(\.type).sorted()
    try requireFree(names, in: folder)
    if dryRun {
      let lines =
        ["+ \(folder)/\(Self.program)"] + names.map { "+ \(folder)/\($0) -> \(Self.program)" }
      try StandardOutput.write(lines.map { sanitised($0) + "\n" }.joined())
      return
    }
    do {
      try WrittenFile.makeFolder(folder, mode: 0o755)
      try WrittenFile.replace("\(folder)/\(Self.program)", with: bytes, mode: 0o755)
      for name in names { try link("\(folder)/\(name)") }
    } catch {
      throw CommandFailure("\(error)")
    }
    let text = "installed \(names.count) plugins in \(folder): \(names.joined(separator: " "))"
    try StandardOutput.write(sanitised(text) + "\n")
  }

  private static func besideThis() throws -> String {
    do {
      let own = try RootedFiles().readLink("/proc/self/exe")
      guard let slash = own.lastIndex(of: "/") else { return program }
      return "\(own[..<slash])/\(program)"
    } catch { throw CommandFailure("cannot find \(program): \(error)") }
  }

  /// Links of an earlier installation are ours; everything else is of others.
  private func requireFree(_ names: [String], in folder: String) throws {
    guard !replace else { return }
    let taken = names.filter { name in
      guard (try? RootedFiles().status("\(folder)/\(name)", followingLinks: false)) != nil else {
        return false
      }
      return (try? RootedFiles().readLink("\(folder)/\(name)")) != Self.program
    }
    guard !taken.isEmpty else { return }
    throw CommandFailure(
      "\(folder) has plugins of others: \(taken.joined(separator: " ")); replace them with --replace",
      ExitStatus.findings)
  }

  /// A runtime that calls the plugin meanwhile finds the old one or the new one.
  private func link(_ path: String) throws(FileWriteError) {
    let draft = path + ".new"
    do throws(SystemCallError) {
      unlink(draft)
      try systemCall("symlink") { symlink(Self.program, draft) }
      try systemCall("rename") { rename(draft, path) }
    } catch {
      unlink(draft)
      throw FileWriteError(path: path, error)
    }
  }
}
