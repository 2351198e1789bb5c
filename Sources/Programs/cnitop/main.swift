import ArgumentParser
import Glibc
import LinuxSystem

// A reader that went away is an error of `write` and not the end of the process.
signal(SIGPIPE, SIG_IGN)

Heap.useOne()

do {
  let commands = Set(
    CNITop.configuration.subcommands.compactMap { $0.configuration.commandName })
  var command = try CNITop.parseAsRoot(
    GlobalArguments.reordered(Array(CommandLine.arguments.dropFirst()), commands: commands))
  try command.run()
} catch {
  exit(CNITop.status(of: error))
}
