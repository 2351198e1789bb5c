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

  /// Where configuration is looked for, the most personal folder first.
  static var folders: [String] {
    let environment = Environment.all
    var folders: [String] = []
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      folders.append("\(folder)/cnitop")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      folders.append("\(home)/.config/cnitop")
    }
    return folders + ["/etc/cnitop"]
  }

  /// Reads a named file, or the first that is there.
  ///
  /// - Throws: A failure where the named file cannot be read, or a file is malformed.
  static func read(_ file: String?) throws -> Configuration {
    let files = RootedFiles()
    for path in file.map({ [$0] }) ?? folders.map({ "\($0)/config.yaml" }) {
      let bytes: [UInt8]
      do {
        bytes = try files.read(path, limit: 1 << 20)
      } catch {
        if file == nil, case .absent = error { continue }
        throw CommandFailure("\(error)", file == nil ? ExitStatus.unreadable : ExitStatus.usage)
      }
      if bytes.allSatisfy({ $0 <= 32 }) { return Configuration() }
      do {
        return try YAMLDecoder().decode(
          Configuration.self, from: String(decoding: bytes, as: UTF8.self))
      } catch {
        let reason = "\(error)".split(separator: "\n").joined(separator: " ")
        throw CommandFailure("\(path) is malformed: \(reason)", ExitStatus.usage)
      }
    }
    return Configuration()
  }
}

/// The environment of the process.
enum Environment {
  static let all: [String: String] = {
    var result: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return result
  }()
}
