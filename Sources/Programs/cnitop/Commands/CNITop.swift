import ArgumentParser

/// The program, with its commands.
struct CNITop: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "cnitop",
    abstract: "Shows how the pods of this node are wired, in every network namespace, live.",
    discussion: """
      Without a command it opens the screen; where there is no terminal it prints the overview.
      It reads the kernel and the files of container runtimes. Only attach, detach, undo, gc
      and install-plugins change anything.

      Exit status: 0 well, 1 findings or a refused action, 2 usage, 3 incomplete data
      (with --strict), 4 cannot read.
      """,
    version: version,
    subcommands: [
      ScreenCommand.self, SnapshotCommand.self, ListCommand.self, WatchCommand.self,
      AttachCommand.self, DetachCommand.self, VerifyCommand.self, GarbageCommand.self,
      StatusCommand.self, UndoCommand.self, InstallCommand.self,
      DemoCommand.self, ThemesCommand.self, SchemaCommand.self, VersionCommand.self,
      DemoContainerCommand.self,
    ],
    defaultSubcommand: ScreenCommand.self)

  /// Says what went wrong and returns the exit status for it.
  static func status(of error: any Error) -> Int32 {
    switch error {
    case let code as ExitCode: return code.rawValue
    case is StandardOutput.Closed: return 0
    case let failure as CommandFailure:
      complain(failure.message)
      return failure.status.rawValue
    default: break
    }
    let code = exitCode(for: error)
    if code == .success {
      // A request for help or for the version is an error to the parser.
      do {
        try StandardOutput.write(fullMessage(for: error) + "\n")
      } catch {
        return status(of: error)
      }
      return 0
    }
    if code == .validationFailure {
      // The parser makes a list of the words that can be given, a line each.
      let words = message(for: error).replacing(":\n  - ", with: ": ")
        .replacing("\n  - ", with: ", ")
      complain("\(words); see cnitop --help")
      return ExitStatus.usage.rawValue
    }
    complain("\(error)")
    return ExitStatus.unreadable.rawValue
  }
}

/// A command that cannot do its work: one line, and the exit status.
struct CommandFailure: Error {
  let message: String
  let status: ExitCode

  init(_ message: String, _ status: ExitCode = ExitStatus.unreadable) {
    self.message = message
    self.status = status
  }
}

struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Prints the version.")

  func run() throws { try StandardOutput.write("cnitop \(CNITop.version)\n") }
}
