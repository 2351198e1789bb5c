import Glibc
import LinuxSystem
import Yams

/// What an operator likes, from `config.yaml`.
///
/// Options of the command line win over the file, and a later folder is not asked where an
/// earlier one has a file. An unknown key is told and not fatal: the file may be for a newer
/// version.
struct Configuration: Decodable, Hashable {
  var theme: String?
  /// `auto`, `never`, `8`, `16`, `256` or `direct`.
  var color: String?
  var ascii: Bool?
  var mouse: Bool?
  /// Seconds between two readings of counters.
  var refresh: Double?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case theme, color, ascii, mouse, refresh
  }

  /// Reads a named file, or the first that is there; says which keys it does not know.
  ///
  /// - Throws: A failure where the named file cannot be read, or a file is malformed.
  static func read(_ file: String?) throws -> Configuration {
    guard let (path, bytes) = try find(file), !bytes.allSatisfy({ blank.contains($0) }) else {
      return Configuration()
    }
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      guard let node = try Yams.compose(yaml: text) else { return Configuration() }
      let known = CodingKeys.allCases.map(\.rawValue)
      for key in node.mapping?.keys.compactMap(\.string) ?? [] where !known.contains(key) {
        complain("\(path): the key \(key) is not known and has no effect")
      }
      return try YAMLDecoder().decode(Configuration.self, from: text)
    } catch {
      throw CommandFailure("\(path) is malformed: \(malformation(error))", ExitStatus.usage)
    }
  }

  /// Space, tab and the ends of lines.
  private static let blank: [UInt8] = [9, 10, 13, 32]

  /// A file that was not asked for and cannot be read is told and not fatal: `HOME` may be that
  /// of another user.
  private static func find(_ file: String?) throws -> (path: String, bytes: [UInt8])? {
    if let file {
      do {
        return (file, try readNamedFile(file))
      } catch {
        throw CommandFailure("\(error)", ExitStatus.usage)
      }
    }
    for folder in ConfigurationFolder.all {
      do {
        if let bytes = try folder.read("config.yaml") {
          return ("\(folder.path)/config.yaml", bytes)
        }
      } catch {
        complain("\(error)")
      }
    }
    return nil
  }
}

/// The environment of the process.
enum Environment {
  static let all: [String: String] = {
    var result: [String: String] = [:]
    for variable in ProcessVariables.all {
      let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
    }
    return result
  }()
}
