public import CNISpec
import Glibc
import LinuxSystem

/// A plugin that is more than that: its program also takes arguments, as `dhcp daemon` does.
public protocol ProgramPlugin: Plugin {
  /// - Parameter arguments: Those behind the name; never none.
  /// - Returns: The status to end with.
  func main(_ arguments: [String]) -> CInt
}

/// The frame of a plugin's executable: variables and standard input in, a result or an error on
/// standard output, and 0 or 1 to end with.
///
/// One executable is every plugin, by the name that it is started under.
public struct PluginProgram: Sendable {
  private let context: PluginContext

  public init(_ context: PluginContext) { self.context = context }

  /// The largest configuration that is read, in bytes.
  static let inputLimit = 16 << 20

  /// - Parameter arguments: With the name of the program first.
  public func main(_ arguments: [String]) -> CInt {
    var rest = arguments[...]
    let name = rest.popFirst()?.split(separator: "/").last.map(String.init) ?? ""
    var plugin = context.plugin(name)
    if plugin == nil, let word = rest.popFirst() { plugin = context.plugin(word) }
    guard let plugin else {
      let names = context.plugins.map(\.type).sorted().joined(separator: " ")
      context.note(
        "usage: \(name) PLUGIN, or a link to \(name) with the name of a plugin: \(names)")
      return 2
    }
    if !rest.isEmpty, let program = plugin as? any ProgramPlugin {
      return program.main(Array(rest))
    }
    return answer(as: plugin)
  }

  private func answer(as plugin: any Plugin) -> CInt {
    guard ProcessVariables.value("CNI_COMMAND")?.isEmpty == false else {
      let versions = plugin.versions.map { "\($0)" }.joined(separator: ", ")
      context.note(
        "CNI \(plugin.type) plugin of cnitop\nCNI protocol versions supported: \(versions)")
      return 0
    }
    var version: CNIVersion?
    do {
      let answer = try self.answer(as: plugin, version: &version)
      return answer.map { write($0) } ?? true ? 0 : 1
    } catch {
      _ = write(error.json(version: version))
      return 1
    }
  }

  private func answer(as plugin: any Plugin, version: inout CNIVersion?) throws(CNIError)
    -> JSONValue?
  {
    let environment = try CNIEnvironment { ProcessVariables.value($0) }
    if environment.command == .version { return CNIVersion.answer(supporting: plugin.versions) }
    let call = try PluginCall(
      environment, standardInput: try readInput(), supporting: plugin.versions)
    version = call.configuration.version
    return try plugin.serve(call, context)?.json(version: call.configuration.version)
  }

  private func readInput() throws(CNIError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = 1 << 14
    while true {
      var failure: CInt = 0
      let part = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        let result = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        if result < 0 { failure = errno } else { count = result }
      }
      if failure == EINTR { continue }
      guard failure == 0 else {
        throw CNIError(
          .inputOutput, "error reading from stdin: \(ErrorNumber(rawValue: failure))")
      }
      if part.isEmpty { return bytes }
      bytes += part
      guard bytes.count <= Self.inputLimit else {
        throw CNIError(.decoding, "the network config is larger than 16 MiB")
      }
      chunk = 1 << 16
    }
  }

  private func write(_ document: JSONValue) -> Bool {
    let bytes = document.bytes(indentation: 4) + [UInt8(ascii: "\n")]
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress! + written, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }
}

extension Plugin {
  /// Does what a runtime asks for, after the checks that hold for every plugin.
  public func serve(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult? {
    let concerns = call.command == .add || call.command == .delete
    if concerns, !call.environment.allowsOwnNamespace, let path = call.netns,
      // One that cannot be opened is for the plugin to judge: DEL has to do without it.
      let named = try? NetworkNamespace(path: path),
      let own = try? NetworkNamespace.current(), named.inode == own.inode
    {
      throw CNIError(
        .invalidNamespace, "plugin's netns and netns from CNI_NETNS should not be the same")
    }
    return try run(call, context)
  }
}
