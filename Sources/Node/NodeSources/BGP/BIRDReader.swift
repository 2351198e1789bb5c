import LinuxSystem
import NetworkTypes

/// Asks BIRD over its control socket, without a right to change anything.
enum BIRDReader {
  static func read(
    _ files: RootedFiles, _ path: String, milliseconds: Int
  ) throws(DaemonError) -> BGPAnswer {
    var conversation = try DaemonConversation(files, path, milliseconds: milliseconds)
    let greeting = try reply(&conversation)
    guard String(decoding: greeting.prefix(10), as: UTF8.self) == "0001 BIRD " else {
      throw .malformed(path: path, "it does not greet like BIRD")
    }
    // From here on the daemon refuses whatever would change it.
    guard try ask("restrict", &conversation).starts(with: Array("0016".utf8)) else {
      throw .malformed(path: path, "it does not take `restrict`")
    }
    let status = BIRDStatus(try ask("show status", &conversation))
    var answer = BGPAnswer(instance: status.instance, peers: [])
    let protocols = try ask("show protocols all", &conversation)
    answer.peers = BIRDProtocols(protocols, now: status.now).peers
    answer.instance.localAS = answer.peers.lazy.compactMap(\.localAS).first
    if !answer.peers.isEmpty {
      addBFD(try ask("show bfd sessions", &conversation), to: &answer.peers)
    }
    if answer.instance.restart != nil {
      for index in answer.peers.indices where answer.peers[index].restart == nil {
        answer.peers[index].restart = answer.instance.restart
      }
    }
    return answer
  }

  static func ask(
    _ command: String, _ conversation: inout DaemonConversation
  ) throws(DaemonError) -> [UInt8] {
    try conversation.send(Array("\(command)\n".utf8))
    return try reply(&conversation)
  }

  private static func reply(
    _ conversation: inout DaemonConversation
  ) throws(DaemonError) -> [UInt8] {
    var progress = BIRDReply.Progress()
    while !progress.isComplete {
      try conversation.receive()
      BIRDReply.scan(conversation.bytes, &progress)
    }
    return conversation.bytes
  }

  /// Rows of `show bfd sessions`: `ADDRESS INTERFACE STATE …`, under a line for each instance.
  static func addBFD(_ bytes: [UInt8], to peers: inout [BGPPeer]) {
    var states: [IPAddress: String] = [:]
    BIRDReply.forEachLine(bytes) { line in
      guard line.code == 1020 else { return }
      let words = line.text.words
      guard words.count >= 3, let address = IPAddress(words[0]) else { return }
      states[address] = words[2].lowercased()
    }
    guard !states.isEmpty else { return }
    for index in peers.indices {
      if let address = peers[index].address, let state = states[address] {
        peers[index].bfd = state == "admindown" ? "adminDown" : state
      }
    }
  }
}
