import TestSupport

/// The program with a screen that ends in the way its argument names.
let helper = built("terminal-crash")

extension PseudoTerminal {
  /// Starts the helper.
  func start(_ mode: String) throws -> Child {
    try start([helper, mode], environment: ["TERM=xterm-256color"])
  }
}
