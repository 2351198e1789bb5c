import CNISpec
import LinuxSystem

/// Reads a file in the form of resolv.conf(5) for the result of a plugin.
enum ResolverFile {
  static func read(_ path: String) throws(CNIError) -> CNIResult.DNS {
    do { return parse(try RootedFiles().read(path, limit: 1 << 20)) } catch {
      guard case .absent = error else { throw CNIError(.inputOutput, "\(error)") }
      throw CNIError(.other, "open \(path): no such file or directory")
    }
  }

  /// The last `domain` counts; `search` and `options` are joined, as the reference does.
  static func parse(_ bytes: [UInt8]) -> CNIResult.DNS {
    var dns = CNIResult.DNS()
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let words = line.split { $0 == 32 || (9...13).contains($0) }.map {
        String(decoding: $0, as: UTF8.self)
      }
      guard words.count >= 2 else { continue }
      switch words[0] {
      case "nameserver": dns.nameservers.append(words[1])
      case "domain": dns.domain = words[1]
      case "search": dns.search += words[1...]
      case "options": dns.options += words[1...]
      default: break
      }
    }
    return dns
  }
}
