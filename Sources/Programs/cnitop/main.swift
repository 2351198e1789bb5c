import ArgumentParser
import Glibc

// A reader that went away is an error of `write` and not the end of the process.
signal(SIGPIPE, SIG_IGN)

// One heap for all threads: each further one grows by a page and a system call at a time, and
// what a thread leaves free no other one can use.
mallopt(M_ARENA_MAX, 1)

do {
  let commands = Set(
    CNITop.configuration.subcommands.compactMap { $0.configuration.commandName })
  var command = try CNITop.parseAsRoot(
    GlobalArguments.reordered(Array(CommandLine.arguments.dropFirst()), commands: commands))
  try command.run()
} catch {
  exit(CNITop.status(of: error))
}
