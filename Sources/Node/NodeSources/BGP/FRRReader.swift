import CNISpec
import LinuxSystem
import NetworkTypes

/// Asks bgpd of FRR over its vty socket, as one who may only look: `enable` is never sent.
///
/// A command ends with a NUL, its answer with three and a status (`lib/command.h`): 0 is success,
/// 1 a warning, anything else a command that the daemon does not know. One command is sent after
/// the answer to the other: bgpd may lose what comes together.
enum FRRReader {
  static func read(
    _ files: RootedFiles, _ path: String, milliseconds: Int
  ) throws(DaemonError) -> BGPAnswer {
    var conversation = try DaemonConversation(files, path, milliseconds: milliseconds)
    var answer = BGPAnswer(instance: BGPInstance(), peers: [])
    if let version = try ask("show version", &conversation) {
      answer.instance.version = self.version(version)
    }
    let summary = try json("show bgp vrf all summary json", &conversation)
    let neighbours = try json("show bgp vrf all neighbors json", &conversation)
    let summaries = FRRSummary(summary)
    answer.instance.routerID = summaries.routerID
    answer.instance.localAS = summaries.localAS
    answer.peers = FRRNeighbours.peers(neighbours, summaries)
    return answer
  }

  /// The number in `FRRouting 8.4.4 (r2) on Linux(6.18.0).`, nil for another text.
  static func version(_ text: [UInt8]) -> String? {
    let words = String(decoding: text.prefix(200), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace)
    guard words.count >= 2, words[0] == "FRRouting" else { return nil }
    return String(words[1])
  }

  static func json(
    _ command: String, _ conversation: inout DaemonConversation
  ) throws(DaemonError) -> JSONValue {
    guard let text = try ask(command, &conversation) else {
      throw .malformed(path: conversation.path, "it does not know `\(command)`")
    }
    do { return try JSONValue(parsing: text) } catch {
      throw .malformed(path: conversation.path, "the answer to `\(command)` is \(error)")
    }
  }

  /// The answer to a command; nil where the daemon does not know it.
  static func ask(
    _ command: String, _ conversation: inout DaemonConversation
  ) throws(DaemonError) -> [UInt8]? {
    try conversation.send(Array(command.utf8) + [0])
    while true {
      try conversation.receive()
      let bytes = conversation.bytes
      let end = bytes.count - 4
      // No text and no JSON has a NUL in it.
      guard end >= 0, bytes[end] == 0, bytes[end + 1] == 0, bytes[end + 2] == 0 else { continue }
      guard bytes[end + 3] <= 1 else { return nil }
      return Array(bytes[..<end])
    }
  }
}
