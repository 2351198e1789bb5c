import ArgumentParser
import Canvas
import Terminal

/// How the screen looks.
struct DisplayOptions: ParsableArguments {
  @Option(help: ArgumentHelp("auto, never, 8, 16, 256 or direct.", valueName: "depth"))
  var color: String?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Option(help: ArgumentHelp("A theme by name; see cnitop themes.", valueName: "name"))
  var theme: String?

  @Option(help: ArgumentHelp("Seconds between two readings of counters.", valueName: "seconds"))
  var refresh: Double?

  @Option(help: ArgumentHelp("A configuration file instead of the usual ones.", valueName: "file"))
  var config: String?

  func validate() throws {
    if let color, ColourChoice(color) == nil {
      throw ValidationError("--color \(color): not one of auto, never, 8, 16, 256, direct")
    }
    if let refresh, !(0.1...3600).contains(refresh) {
      throw ValidationError("--refresh \(refresh): not between 0.1 and 3600 seconds")
    }
  }

  /// The options with what the configuration says where they say nothing.
  func resolved() throws -> ResolvedDisplay {
    let file = try Configuration.read(config)
    let colours = color ?? file.color ?? "auto"
    guard let choice = ColourChoice(colours) else {
      throw CommandFailure(
        "color: \(colours) in the configuration: not one of auto, never, 8, 16, 256, direct",
        ExitStatus.usage)
    }
    let seconds = refresh ?? file.refresh ?? 1
    guard (0.1...3600).contains(seconds) else {
      throw CommandFailure(
        "refresh: \(seconds) in the configuration: not between 0.1 and 3600 seconds",
        ExitStatus.usage)
    }
    let library = ThemeLibrary()
    let name = theme ?? file.theme ?? "default"
    guard let theme = library.theme(name) else {
      throw CommandFailure(
        library.failures.last
          ?? "there is no theme \(name); cnitop themes list shows those that are",
        ExitStatus.usage)
    }
    return ResolvedDisplay(
      terminal: TerminalScreen.Options(
        colours: choice, characters: ascii || file.ascii == true ? .ascii : .automatic,
        usesMouse: !noMouse && file.mouse != false),
      library: library, themeName: name, theme: theme,
      refreshMilliseconds: Int(seconds * 1000))
  }
}

/// How the screen looks, decided.
struct ResolvedDisplay {
  var terminal: TerminalScreen.Options
  var library: ThemeLibrary
  var themeName: String
  var theme: Theme
  var refreshMilliseconds: Int
}
