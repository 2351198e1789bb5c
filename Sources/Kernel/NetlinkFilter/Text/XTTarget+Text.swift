import NetworkTypes

extension XTTarget {
  /// As `iptables-save` writes it behind `-j`.
  func text(_ family: FilterFamily) -> String {
    switch self {
    case .mark(let value, let mask):
      "MARK --set-xmark 0x\(String(value, radix: 16))/0x\(String(mask, radix: 16))"
    case .destinationNAT(let range): "DNAT" + range.text("--to-destination")
    case .sourceNAT(let range): "SNAT" + range.text("--to-source")
    case .masquerade(let range): "MASQUERADE" + range.text("--to-ports")
    case .redirect(let range): "REDIRECT" + range.text("--to-ports")
    case .reject(let with): "REJECT --reject-with " + Self.rejection(with, family)
    case .log(let level, let flags, let prefix): Self.log(level, flags, prefix)
    case .notrack: "CT --notrack"
    case .segmentSize(let size):
      "TCPMSS " + (size == .max ? "--clamp-mss-to-pmtu" : "--set-mss \(size)")
    case .connectionMark(let mode, let mark, let mask, let packetMask):
      Self.connectionMark(mode, mark, mask, packetMask)
    case .other(let name, let revision, let info):
      name + (info.unpadded.isEmpty ? "" : " [rev \(revision)" + info.unpadded.hex + "]")
    }
  }

  private static func rejection(_ with: UInt32, _ family: FilterFamily) -> String {
    let words =
      family == .ipv6
      ? [
        "icmp6-no-route", "icmp6-adm-prohibited", "icmp6-policy-fail", "icmp6-addr-unreachable",
        "icmp6-port-unreachable", "icmp6-echo-reply", "tcp-reset", "icmp6-reject-route",
      ]
      : [
        "icmp-net-unreachable", "icmp-host-unreachable", "icmp-proto-unreachable",
        "icmp-port-unreachable", "icmp-echo-reply", "icmp-net-prohibited",
        "icmp-host-prohibited", "tcp-reset", "icmp-admin-prohibited",
      ]
    return words.indices.contains(Int(with)) ? words[Int(with)] : "unknown:\(with)"
  }

  private static func log(_ level: UInt8, _ flags: UInt8, _ prefix: String) -> String {
    var words = ["LOG"]
    if !prefix.isEmpty { words.append("--log-prefix \(IPTablesText.quoted(prefix))") }
    if level != 4 { words.append("--log-level \(level)") }
    let options: [(UInt8, String)] = [
      (1, "--log-tcp-sequence"), (2, "--log-tcp-options"), (4, "--log-ip-options"),
      (8, "--log-uid"), (32, "--log-macdecode"),
    ]
    for (bit, word) in options where flags & bit != 0 { words.append(word) }
    return words.joined(separator: " ")
  }

  private static func connectionMark(
    _ mode: UInt8, _ mark: UInt32, _ mask: UInt32, _ packetMask: UInt32
  ) -> String {
    func hex(_ number: UInt32) -> String { "0x" + String(number, radix: 16) }
    switch mode {
    case 0: return "CONNMARK --set-xmark \(hex(mark))/\(hex(mask))"
    default:
      return "CONNMARK " + (mode == 1 ? "--save-mark" : "--restore-mark")
        + " --nfmask \(hex(packetMask)) --ctmask \(hex(mask))"
    }
  }
}

extension XTRange {
  /// - Parameter option: `--to-destination`, or `--to-ports` where it is ports alone.
  fileprivate func text(_ option: String) -> String {
    var target = ""
    if let addresses {
      let first = addresses.lowerBound
      let hasBrackets = first.family == .ipv6 && ports != nil
      target = hasBrackets ? "[\(first)" : "\(first)"
      if addresses.upperBound != first { target += "-\(addresses.upperBound)" }
      if hasBrackets { target += "]" }
    }
    if let ports {
      target += (addresses == nil ? "" : ":") + "\(ports.lowerBound)"
      if ports.upperBound != ports.lowerBound { target += "-\(ports.upperBound)" }
      if let basePort { target += "/\(basePort)" }
    }
    var text = target.isEmpty ? "" : " \(option) \(target)"
    if flags.contains(.random) { text += " --random" }
    if flags.contains(.fullyRandom) { text += " --random-fully" }
    if flags.contains(.persistent) { text += " --persistent" }
    return text
  }
}
