import NetworkTypes

/// Why a session of BIRD is down, from `Last error`.
enum BIRDReason {
  /// - Parameters:
  ///   - error: `Received: Bad peer AS`: who, and what.
  ///   - message: `Message`: the text of the peer's operator, or of `disable`.
  static func reason(
    error: String?, message: String?, peer: BGPPeer, protocolState: String
  ) -> BGPReason? {
    guard let error else { return silentReason(message, peer, protocolState) }
    let parts = error.split(separator: ":", maxSplits: 1)
    let words = parts.count == 2 ? parts[1].drop { $0 == " " } : Substring(error)
    let (code, subcode) = codes(words)
    let text =
      code.map { BGPNotification.text(code: $0, subcode: subcode ?? 0) } ?? String(words)
    let side: BGPReason.Side =
      switch parts.first {
      case "Received": .peer
      case "Socket": .socket
      case "Automatic shutdown": .policy
      default: .local
      }
    let isNotification = parts.first == "Received" || parts.first == "BGP Error"
    return BGPReason(
      side, code: isNotification ? code : nil, subcode: isNotification ? subcode : nil,
      text: isNotification ? text : String(words), message: side == .peer ? message : nil,
      isCurrent: isCurrent(peer.state, protocolState))
  }

  /// An error stays where the session has gone on: a `No route to host` of `Connect` is of an
  /// earlier attempt.
  private static func isCurrent(_ state: BGPState?, _ protocolState: String) -> Bool {
    protocolState == "down" || protocolState == "stop" || state == .idle || state == .active
  }

  /// What it means that there is no error.
  private static func silentReason(
    _ message: String?, _ peer: BGPPeer, _ protocolState: String
  ) -> BGPReason? {
    if protocolState == "down" {
      return BGPReason(.policy, text: "administratively down", message: message)
    }
    if peer.state == .idle, protocolState == "start", peer.address != nil {
      return BGPReason(
        .local, text: "no local subnet has the neighbour, or its local address is missing")
    }
    return nil
  }

  /// The code and subcode of BIRD's words (`bgp_msg_table`), nil for words of its own.
  static func codes(_ words: some StringProtocol) -> (code: UInt8?, subcode: UInt8?) {
    let text = words.lowercased()
    if let code = known[text] { return (UInt8(code >> 8), UInt8(code & 0xFF)) }
    // `Unknown error 6.10`.
    let prefix = "unknown error "
    if text.hasPrefix(prefix) {
      let numbers = text.dropFirst(prefix.count).split(separator: ".").map { UInt8($0) }
      if numbers.count == 2 { return (numbers[0], numbers[1]) }
    }
    return (nil, nil)
  }

  private static let known: [String: UInt16] = {
    // Where BIRD has other words than RFC 4271.
    var codes: [String: UInt16] = [
      "invalid message header": 0x0100, "invalid open message": 0x0200,
      "required capability missing": 0x0207, "no supported afi/safi": 0x0208,
      "invalid update message": 0x0300, "unrecognized well-known attribute": 0x0302,
      "missing mandatory attribute": 0x0303, "invalid attribute flags": 0x0304,
      "invalid attribute length": 0x0305, "invalid origin attribute": 0x0306,
      "invalid next_hop attribute": 0x0308, "optional attribute error": 0x0309,
      "invalid network field": 0x030A, "malformed as_path": 0x030B,
      "unexpected message": 0x0500, "unexpected message in opensent state": 0x0501,
      "unexpected message in openconfirm state": 0x0502,
      "unexpected message in established state": 0x0503, "hard reset": 0x0609,
      "bfd session down": 0x060A, "invalid route-refresh message": 0x0700,
    ]
    for (code, text) in BGPNotification.texts { codes[text.lowercased()] = code }
    return codes
  }()
}
