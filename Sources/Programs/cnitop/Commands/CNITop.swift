import ArgumentParser

/// The program, with its commands.
struct CNITop: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "cnitop",
    abstract: "Shows how the pods of this node are wired, in every network namespace, live.",
    discussion: """
      Without a command it opens the screen; where there is no terminal it \
      prints the overview. It reads the kernel and the files of container \
      runtimes. Only attach, detach, undo, gc and install-plugins change \
      anything.

      Exit status: 0 well, 1 findings or a refused action, 2 usage, \
      3 incomplete data (with --strict), 4 cannot read.
      """,
    version: version,
    subcommands: [
      ScreenCommand.self, SnapshotCommand.self, ListCommand.self, WatchCommand.self,
      AttachCommand.self, DetachCommand.self, VerifyCommand.self, GarbageCommand.self,
      StatusCommand.self, UndoCommand.self, IPAMCommand.self, InstallCommand.self,
      PortsCommand.self,
      DemoCommand.self, ThemesCommand.self, SchemaCommand.self, VersionCommand.self,
      DemoContainerCommand.self,
    ],
    defaultSubcommand: ScreenCommand.self)

  /// Those that help lists, and the one that the demo runs for itself.
  static let commandNames = configuration.subcommands.compactMap { $0.configuration.commandName }

  /// Those of a command that is a group of others.
  static func commandNames(of name: String) -> [String] {
    configuration.subcommands.map { $0.configuration }.filter { $0.commandName == name }
      .flatMap { $0.subcommands.compactMap { $0.configuration.commandName } }
  }

  /// What to say of a word that stands where a command should.
  static func unknownCommand(_ word: String) -> CommandFailure {
    let shown = configuration.subcommands.map { $0.configuration }.filter(\.shouldDisplay)
      .compactMap(\.commandName).joined(separator: ", ")
    return CommandFailure(
      "there is no command \(word); there are \(shown); see cnitop --help", ExitStatus.usage)
  }

  /// Help, which for the program itself lists the options of the command that needs no name.
  private static func help(_ text: String) -> String {
    guard text == helpMessage(), let own = text.firstRange(of: "OPTIONS:\n"),
      let end = text.firstRange(of: "\n\nSUBCOMMANDS:")
    else { return text }
    let screen = helpMessage(for: ScreenCommand.self)
    guard let options = screen.firstRange(of: "OPTIONS:\n") else { return text }
    var lines = screen[options.upperBound...]
    while lines.last?.isNewline == true { lines.removeLast() }
    return String(text[..<own.upperBound] + lines + text[end.lowerBound...])
  }

  /// Where the usage is told of the command that an error is of.
  private static func helpCommand(for error: any Error) -> String {
    let text = fullMessage(for: error)
    guard let start = text.firstRange(of: "See '"),
      let end = text[start.upperBound...].firstRange(of: "' for more information")
    else { return "cnitop --help" }
    return String(text[start.upperBound..<end.lowerBound])
  }

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
        try StandardOutput.write(help(fullMessage(for: error)) + "\n")
      } catch {
        return status(of: error)
      }
      return 0
    }
    if code == .validationFailure {
      // The parser makes a list of the words that can be given, a line each.
      var words = message(for: error).replacing(":\n  - ", with: ": ")
        .replacing("\n  - ", with: ", ")
      while words.hasSuffix(".") { words.removeLast() }
      let end = words.hasSuffix("?") ? " See" : "; see"
      complain("\(words)\(end) \(helpCommand(for: error))")
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

  /// Global, so accepted; nothing of a node is read or drawn here.
  @OptionGroup(visibility: .hidden) var node: NodeOptions
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  func run() throws { try StandardOutput.write("cnitop \(CNITop.version)\n") }
}
