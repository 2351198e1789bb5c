import ArgumentParser
import Glibc
import LinuxSystem

// A reader that went away is an error of `write` and not the end of the process.
signal(SIGPIPE, SIG_IGN)

Heap.useOne()

do {
  var command = try CNITop.parseAsRoot(
    GlobalArguments.reordered(
      Array(CommandLine.arguments.dropFirst()), commands: CNITop.commandNames))
  try command.run()
} catch {
  exit(CNITop.status(of: error))
}
