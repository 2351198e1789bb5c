/// Lets the global options stand before the command too: `cnitop --root /host list pods`.
enum GlobalArguments {
  private static let withValue: Set<String> = [
    "--root", "--netns", "--netns-dir", "--proc", "--color", "--theme", "--refresh", "--config",
  ]
  private static let flags: Set<String> = ["--ascii", "--no-mouse"]

  /// The arguments with the command first, where only global options stand before it.
  ///
  /// - Throws: A failure where a word stands where a command should, and is none: the parser
  ///   would take it for an argument of the screen, which has none.
  static func reordered(_ arguments: [String], commands: [String]) throws(CommandFailure)
    -> [String]
  {
    var position = 0
    while position < arguments.count {
      let argument = arguments[position]
      if commands.contains(argument) {
        var command = [argument]
        var rest = arguments[(position + 1)...]
        // `themes list` is one command of two words.
        if let next = rest.first, CNITop.commandNames(of: argument).contains(next) {
          command.append(next)
          rest = rest.dropFirst()
        }
        return command + arguments[..<position] + rest
      }
      let name = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
      if flags.contains(name) || (withValue.contains(name) && name != argument) {
        position += 1
      } else if withValue.contains(name) {
        position += 2
      } else if argument.hasPrefix("-") || argument == "help" {
        return arguments
      } else {
        throw CNITop.unknownCommand(argument)
      }
    }
    return arguments
  }
}
