// The rows that run inside this process, so that start-up does not count. Each prints a line a
// lap, as the floors in C do; `Runner/bench.py` runs both side by side.

import Glibc

func run(_ arguments: [String]) throws -> Bool {
  switch (arguments.first, arguments.count) {
  case ("storm", 1):
    try Storm.run()
  case (let row?, 2):
    guard let work = Tables.rows[row], let laps = Int(arguments[1]) else { return false }
    try work(laps)
  case (let row?, 3):
    guard let work = Pods.rows[row], let laps = Int(arguments[2]) else { return false }
    try work(arguments[1], laps)
  default:
    return false
  }
  return true
}

/// `stderr` itself is a global variable, which Swift 6 refuses.
func say(_ text: String) { write(STDERR_FILENO, text, text.utf8.count) }

do {
  if try run(Array(CommandLine.arguments.dropFirst())) { exit(0) }
} catch {
  say("Benchmarks: \(error)\n")
  exit(1)
}
say(
  """
  usage: Benchmarks \(Tables.rows.keys.sorted().joined(separator: "|")) LAPS
         Benchmarks \(Pods.rows.keys.sorted().joined(separator: "|")) FOLDER LAPS
         Benchmarks storm

  """)
exit(2)
