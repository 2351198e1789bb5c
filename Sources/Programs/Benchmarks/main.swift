// Benchmarks ROW [LIST] LAPS
//
// The rows that run inside this process, so that start-up does not count. Each prints a line a
// lap, as the floors in C do; `Runner/bench.py` runs both side by side.

import Glibc

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  try Row.run(arguments)
} catch {
  fputs("Benchmarks: \(error)\n", stderr)
  exit(1)
}
