import CNISpec
import NetworkTypes
import TestSupport
import Testing

@testable import NodeSources

/// Answers of real daemons, kept as bytes.
enum Answers {
  static let folder = tests + "/BGPTests/Fixtures/"

  static func bytes(_ name: String) throws -> [UInt8] { Array(try readFile(folder + name).utf8) }

  static func names(_ kind: String) -> [String] {
    entries(folder + kind).sorted().map { "\(kind)/\($0)" }
  }

  static var bird: [String] { names("bird1") + names("bird2") + names("bird3") }
  static var frr: [String] { names("frr") }

  /// The clock of a daemon at the time of the recordings.
  static let now = BIRDNumbers.time("2026-11-22 15:35:00")

  static func birdPeers(_ name: String) throws -> [BGPPeer] {
    BIRDProtocols(try bytes(name), now: now).peers
  }

  /// As inside of a VRF, where the readers find them.
  static func frrPeers(_ name: String) throws -> [BGPPeer] {
    let document = try JSONValue(parsing: bytes(name))
    return FRRNeighbours.peers(.object([JSONMember("default", document)]), FRRSummary(.null))
  }
}

/// A session in a few lines, with everything that is known.
private func lines(_ peer: BGPPeer) -> String {
  var words: [String] = []
  func add(_ name: String, _ value: (some CustomStringConvertible)?) {
    if let value { words.append("\(name) \(value)") }
  }
  let peerName =
    peer.address.map { "\($0)" } ?? peer.range.map { "\($0)" } ?? "?"
  words.append(
    "\(peerName) \(peer.state?.word ?? "unknown")\(peer.isAdminDown ? " adminDown" : "")"
      + (peer.isPassive ? " passive" : ""))
  add("name", peer.name)
  add("interface", peer.interface)
  add("port", peer.port)
  add("kind", peer.kind == .unknown ? nil : peer.kind.rawValue)
  add("as", peer.peerAS)
  add("localAS", peer.localAS)
  add("internal", peer.isInternal)
  add("router", peer.routerID)
  add("local", peer.localAddress)
  add("since", peer.sinceSeconds)
  if let hold = peer.holdTime {
    words.append("hold \(peer.holdLeft.map { "\($0)" } ?? "-")/\(hold)")
  }
  add("keepalive", peer.keepalive)
  add("bfd", peer.bfd)
  add("authenticated", peer.isAuthenticated)
  add("flaps", peer.flaps)
  add(
    "restart", peer.restart.map { "\($0.role.rawValue) \($0.secondsLeft.map { "\($0)" } ?? "-")" })
  var text = words.joined(separator: ", ")
  if let reason = peer.reason {
    text +=
      "\n    reason \(reason.side.rawValue) \(reason.code.map { "\($0)" } ?? "-")/"
      + "\(reason.subcode.map { "\($0)" } ?? "-") \(reason.text)"
      + (reason.message.map { " \"\($0)\"" } ?? "") + (reason.isCurrent ? "" : " (over)")
  }
  for family in peer.families {
    func number(_ value: UInt64?) -> String { value.map { "\($0)" } ?? "-" }
    text +=
      "\n    \(family.name) \(family.isNegotiated.map { $0 ? "agreed" : "missing" } ?? "-")"
      + " received \(number(family.received)) accepted \(number(family.accepted))"
      + " advertised \(number(family.advertised)) preferred \(number(family.preferred))"
      + (family.limit.map { " limit \($0)\(family.isLimitReached ? " reached" : "")" } ?? "")
  }
  return "  " + text + "\n"
}

struct ParserTests {
  /// Every recorded session in the one form, to be compared by eye once and by this test later.
  @Test func makesOneFormOfAll() throws {
    var text = ""
    for name in Answers.bird + Answers.names("answers").filter({ $0.contains("protocols") }) {
      text += name + "\n" + (try Answers.birdPeers(name)).map(lines).joined()
    }
    for name in Answers.frr + ["answers/frr-bfd-down.json"] {
      text += name + "\n" + (try Answers.frrPeers(name)).map(lines).joined()
    }
    let summary = FRRSummary(try JSONValue(parsing: Answers.bytes("answers/frr-summary.json")))
    let all = FRRNeighbours.peers(
      try JSONValue(parsing: Answers.bytes("answers/frr-neighbours.json")), summary)
    text += "answers/frr-neighbours.json\n" + all.map(lines).joined()
    #expect(summary.localAS == 64512)
    #expect(summary.routerID == IPAddress("10.99.0.2"))
    #expect(text == (try golden("BGPTests/Fixtures/normal-form.txt", recording: text)))
  }

  /// The name of a file of BIRD says the state of the protocol and of BGP, and the error.
  @Test(arguments: (Answers.names("bird1") + Answers.names("bird2")).filter { $0.contains("-") })
  func findsTheStateInTheName(_ name: String) throws {
    let words = name.split(separator: "/")[1].split(separator: "-", maxSplits: 1)
    guard ["start", "up", "down", "wait", "feed", "stop"].contains(words[0]) else { return }
    let peer = try #require(try Answers.birdPeers(name).first)
    let state = words[1].split(separator: ".")[0].split(separator: "_")[0]
    if words[0] == "down" {
      #expect(peer.state == .idle)
      #expect(peer.isAdminDown == !words[1].hasPrefix("automatic"))
    } else {
      guard let expected = BGPState(word: state) else { return }
      #expect(peer.state == expected)
    }
    if words[1].contains("_received_") { #expect(peer.reason?.side == .peer) }
    if words[1].contains("_bgp_error_") { #expect(peer.reason?.side == .local) }
    if words[1].contains("_socket_") { #expect(peer.reason?.side == .socket) }
    if words[1].contains("bad_peer_as") {
      #expect(peer.reason?.code == 2)
      #expect(peer.reason?.subcode == 2)
    }
    if words[1].contains("hold_timer") { #expect(peer.reason?.code == 4) }
    if peer.state == .established { #expect(peer.reason?.isCurrent != true) }
  }

  @Test func readsTheStatusOfBIRD() throws {
    let plain = BIRDStatus(try Answers.bytes("answers/bird2-status.raw"))
    #expect(plain.instance.version == "2.0.12")
    #expect(plain.instance.routerID == IPAddress("10.99.0.1"))
    #expect(plain.instance.uptimeSeconds == 300)
    #expect(plain.instance.restart == nil)
    let recovering = BIRDStatus(try Answers.bytes("answers/bird2-status-recovering.raw"))
    #expect(recovering.instance.restart == BGPPeer.Restart(.recovering, secondsLeft: 32))
    let old = BIRDStatus(try Answers.bytes("answers/bird1-status-recovering.raw"))
    #expect(old.instance.version == "1.6.8")
    #expect(old.instance.restart == BGPPeer.Restart(.recovering, secondsLeft: 236))
  }

  @Test func addsBFD() throws {
    var peer = BGPPeer()
    peer.address = IPAddress("10.99.0.6")
    var peers = [peer]
    BIRDReader.addBFD(try Answers.bytes("answers/bird2-bfd.raw"), to: &peers)
    #expect(peers[0].bfd == "up")
  }

  @Test(
    arguments: [
      ("a time of today", ["14:00:00"], 3600), ("with a fraction", ["14:59:59.9"], 1),
      ("a time of yesterday", ["16:00:00"], 82_800),
      ("a moment ahead of the other answer", ["15:00:02"], 0),
      ("a date alone", ["2026-11-20"], 226_800),
      ("a date with a time", ["2026-11-21", "15:00:00"], 86_400),
      ("a date behind 29 February", ["2024-02-29"], 86_194_800), ("no time", ["Established"], nil),
      ("no such day", ["2026-13-41"], nil), ("no words", [], nil),
    ] as [(String, [String], Int64?)])
  func readsTimes(_ what: String, words: [String], expected: Int64?) {
    let now = BIRDNumbers.time("2026-11-22 15:00:00")
    #expect(now == 1_795_359_600)
    #expect(BIRDNumbers.since(words, now: now) == expected)
  }

  @Test func readsListeningSockets() throws {
    let content = """
      Num       RefCount Protocol Flags    Type St Inode Path
      0000000000000000: 00000002 00000000 00010000 0001 01 29461 /run/bird/bird ctl
      0000000000000000: 00000002 00000000 00010000 0001 01 29462 @abstract
      0000000000000000: 00000003 00000000 00000000 0001 03 29463 /run/bird/bird.ctl
      0000000000000000: 00000002 00000000 00010000 0001 01 x /run/x
      0000000000000000: 00000002
      """
    let sockets = ListeningUnixSockets(Array(content.utf8))
    #expect(sockets.paths == [29461: "/run/bird/bird ctl"])
  }

  /// What any daemon says goes through all readers, damaged in many ways.
  @Test(.timeLimit(.minutes(10)), arguments: 0..<8)
  func survivesDamagedAnswers(_ seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let names = Answers.bird + Answers.frr + Answers.names("answers")
    for round in 0..<400 {
      var bytes = try Answers.bytes(names[(round * 8 + seed) % names.count])
      if bytes.count > 20_000 { bytes = Array(bytes[..<20_000]) }
      for _ in 0...Int(random.next() % 4) { random.mutate(&bytes) }
      Self.readAsEverything(bytes)
    }
    for bytes in [[], [0], [255], Array("1002-".utf8), Array("1006 \n1002-x BGP\n".utf8)] {
      Self.readAsEverything(bytes)
    }
  }

  private static func readAsEverything(_ bytes: [UInt8]) {
    var progress = BIRDReply.Progress()
    BIRDReply.scan(bytes, &progress)
    var peers = BIRDProtocols(bytes, now: Answers.now).peers
    BIRDReader.addBFD(bytes, to: &peers)
    _ = BIRDStatus(bytes)
    _ = ListeningUnixSockets(bytes)
    _ = FRRReader.version(bytes)
    guard let document = try? JSONValue(parsing: bytes) else { return }
    let wrapped = JSONValue.object([JSONMember("default", document)])
    for value in [document, wrapped] {
      _ = FRRNeighbours.peers(value, FRRSummary(value))
    }
  }
}
