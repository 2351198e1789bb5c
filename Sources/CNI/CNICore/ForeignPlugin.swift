public import CNISpec
import Glibc
import LinuxSystem

/// A plugin that is a program of somebody else.
public struct ForeignPlugin: Hashable, Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Finds it as libcni does: in the first folder that has a file of that name.
  public init(_ type: String, searching folders: [String]) throws(CNIError) {
    guard CNINames.isValidType(type) else {
      throw CNIError(.other, "invalid plugin name: \(type)")
    }
    for folder in folders where !folder.isEmpty {
      let candidate = "\(folder)/\(type)"
      var status = stat()
      if stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
        path = candidate
        return
      }
    }
    throw CNIError(
      .other,
      "failed to find plugin \(JSONValue.string(type)) in path [\(folders.joined(separator: " "))]")
  }

  /// Calls it and reads what it says; only ADD has a result.
  @discardableResult
  public func run(_ call: PluginCall) throws(CNIError) -> CNIResult? {
    let output = try execute(call.environment, input: call.configuration.document.bytes())
    guard call.command == .add else { return nil }
    do { return try CNIResult(parsing: output) } catch {
      throw CNIError(.decoding, "plugin \(path) answered no result: \(error)")
    }
  }

  /// Runs the program with the variables of a call.
  ///
  /// - Returns: Its standard output; its standard error is ours.
  public func execute(_ environment: CNIEnvironment, input: [UInt8]) throws(CNIError) -> [UInt8] {
    let end: ProgramEnd
    do {
      end = try Subprogram.run(
        path, environment: environment.variables.map { "\($0.name)=\($0.value)" }, input: input)
    } catch {
      throw CNIError(.other, "cannot run plugin \(path): \(error)")
    }
    guard end.isSuccess else { throw failure(of: end) }
    return end.output
  }

  private func failure(of end: ProgramEnd) -> CNIError {
    if let document = try? JSONValue(parsing: end.output), let error = CNIError(document) {
      return error
    }
    let text = String(decoding: end.output.prefix(400), as: UTF8.self)
    return CNIError(
      .other,
      "netplugin failed with \(end)"
        + (text.isEmpty ? " and no error message" : ": \(JSONValue.string(text))"))
  }
}
