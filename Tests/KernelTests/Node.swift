import Glibc
import NodeCollector
import NodeModel
import TestSupport

extension NamespaceNode {
  /// The number that names a namespace.
  func id(_ name: String) throws -> NamespaceID {
    var status = stat()
    guard stat(path(name), &status) == 0 else {
      throw CommandFailure(command: ["stat"], status: errno, output: path(name))
    }
    return NamespaceID(inode: UInt64(status.st_ino))
  }

  /// Nothing but this node, whatever else is on the machine.
  var options: CollectorOptions {
    var options = CollectorOptions()
    options.root = root
    options.netns = hostPath
    options.proc = "/proc"
    options.isLimitedToBound = true
    return options
  }

  /// The same, for the program.
  var arguments: [String] { ["--root", root, "--netns", hostPath, "--proc", emptyFolder] }

  func snapshot() throws -> Snapshot { try NodeReader.snapshot(options) }
}

/// What a test says that takes its time.
func say(_ text: String) { print("  \(text)") }

func milliseconds(_ microseconds: Int64) -> String {
  "\(microseconds / 1000).\(microseconds % 1000 / 100) ms"
}
