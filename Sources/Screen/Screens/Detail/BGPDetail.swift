import Canvas
import NetworkTypes
import NodeModel

extension BGPSource {
  func detail(of row: Int) -> Detail {
    let session = session(row)
    let peer = session.peer
    var detail = Detail(session.title)
    var group = Detail.Group("Why")
    if session.isFault || peer.reason?.isCurrent == true {
      group.add("now", session.reasonText ?? "nothing is known", .down)
    }
    if let reason = peer.reason, !reason.isCurrent { group.add("before", reason.line, .mutedText) }
    group.add("connection", session.tcp?.evidence.text, .warning)
    group.add("restart", peer.restart.map(Self.text), .warning)
    detail.add(group)
    detail.add(families(peer))
    detail.add(Self.moments(timeline(row)))
    detail.add(
      session, names: DeviceNames(), title: "Session", leaving: ["families", "reason", "restart"])
    if let speaker = data.snapshot.bgp?.speakers.first(where: { $0.id == session.speaker }) {
      detail.add(speaker, names: DeviceNames(), title: "Speaker")
    }
    return detail
  }

  /// A line for each family.
  private func families(_ peer: BGPPeer) -> Detail.Group {
    var group = Detail.Group("Routes")
    for family in peer.families {
      var words: [String] = []
      if family.isNegotiated == false { words.append("not agreed on") }
      for (name, count) in [
        ("received", family.received), ("accepted", family.accepted),
        ("in use", family.preferred), ("advertised", family.advertised), ("limit", family.limit),
      ] {
        if let count { words.append("\(name) \(Quantity.grouped(count))") }
      }
      if family.isLimitReached { words.append("limit reached") }
      let isOdd = family.isNegotiated == false || family.isLimitReached
      group.add(
        family.name, words.isEmpty ? "-" : words.joined(separator: ", "), isOdd ? .warning : .text)
    }
    return group
  }

  /// The changes of state that were seen, the newest first.
  private static func moments(_ moments: [SessionHistory.Moment]) -> Detail.Group {
    var group = Detail.Group("Seen")
    for moment in moments.suffix(20).reversed() {
      let states = "\(moment.before ?? "new") -> \(moment.after ?? "gone")"
      group.add(
        Clock.time(moment.at), moment.reason.map { "\(states)  \($0)" } ?? states,
        moment.after == "established" ? .up : moment.isFlap ? .down : .text)
    }
    return group
  }

  func command(for row: Int) -> String? {
    let session = session(row)
    guard let namespace = data.index.namespace(session.speaker.netns) else { return nil }
    let source = session.speaker.source
    switch session.daemon {
    case "bird" where !session.isKernelOnly:
      let name = session.peer.name.map { " \(EquivalentCommand.quoted($0))" } ?? ""
      return "birdc -r -s \(EquivalentCommand.quoted(source)) show protocols all\(name)"
    case "frr" where !session.isKernelOnly:
      let folder = source.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
      let vrf = session.peer.vrf.map { "vrf \($0) " } ?? ""
      return "vtysh --vty_socket \(EquivalentCommand.quoted(folder)) -c "
        + EquivalentCommand.quoted("show bgp \(vrf)neighbors \(session.title)")
    default:
      return data.equivalent.tool("ss", in: namespace).map {
        "\($0) -tnie '( sport = :179 or dport = :179 )'"
      }
    }
  }
}
