import ArgumentParser
import Canvas

/// Shows and checks themes.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "Lists the themes, or checks theme files.",
    subcommands: [List.self, Check.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the themes by name.")

    /// Global, so accepted; nothing of a node is read or drawn here.
    @OptionGroup(visibility: .hidden) var node: NodeOptions
    @OptionGroup(visibility: .hidden) var display: DisplayOptions

    func run() throws {
      let library = ThemeLibrary()
      let width = library.names.map(\.count).max() ?? 0
      for name in library.names {
        let theme = library.theme(name)
        let padding = String(repeating: " ", count: width - name.count + 2)
        let origin = library.origin(of: name)
        try StandardOutput.write(
          "\(sanitised(name))\(padding)\(theme?.appearance.rawValue ?? "unreadable")\t\(origin)\n")
      }
      library.failures.forEach { complain($0) }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Checks theme files, or all themes; exit status 1 where one has an error.")

    @Argument(help: ArgumentHelp("Theme files.", valueName: "file"))
    var files: [String] = []

    /// Global, so accepted; nothing of a node is read or drawn here.
    @OptionGroup(visibility: .hidden) var node: NodeOptions
    @OptionGroup(visibility: .hidden) var display: DisplayOptions

    func run() throws {
      let library = ThemeLibrary()
      let names = files.isEmpty ? library.names : files.compactMap { library.add(file: $0) }
      var hasError = false
      for name in names {
        guard let theme = library.theme(name) else { continue }
        for problem in theme.problems {
          let severity = problem.isWarning ? "warning" : "error"
          try StandardOutput.write("\(sanitised(name)): \(severity): \(problem)\n")
          hasError = hasError || !problem.isWarning
        }
        if theme.problems.isEmpty { try StandardOutput.write("\(sanitised(name)): ok\n") }
      }
      library.failures.forEach { complain($0) }
      if hasError || !library.failures.isEmpty { throw ExitStatus.findings }
    }
  }
}
