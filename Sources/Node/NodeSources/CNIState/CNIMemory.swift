import LinuxSystem
import Synchronization

/// What plugins answered before.
public final class CNIMemory: Sendable {
  private let answers = Mutex<[Program: PluginAnswer]>([:])

  /// A program is the same one while its file is; one file with many names is asked once.
  private struct Program: Hashable {
    var device: UInt64
    var inode: UInt64
    var modified: Int64
    /// Of a file that other programs share by its name, as busybox does, all answers are alike.
    var size: Int64
  }

  public init() {}

  /// The plugin with its versions, where it was asked now or before.
  func asked(_ plugin: CNIPlugin, _ files: RootedFiles, asksAll: Bool) -> CNIPlugin {
    let status = plugin.status
    let program = Program(
      device: status.device, inode: status.inode, modified: status.modifiedNanoseconds,
      size: status.size)
    var plugin = plugin
    var answer = answers.withLock { $0[program] }
    if answer == nil, plugin.isConfigured || asksAll {
      answer = plugin.ask(files)
      answers.withLock { $0[program] = answer }
    }
    plugin.versions = answer?.versions
    plugin.problem = answer?.problem
    return plugin
  }
}
