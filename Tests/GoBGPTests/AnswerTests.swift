import Glibc
import NIOCore
import SwiftProtobuf
import TestSupport
import Testing

@testable import GoBGP

/// Messages that a daemon sent, against what its own client printed of them.
@Suite struct AnswerTests {
  static let folder = "Tests/GoBGPTests/Fixtures"
  static let names = entries(folder).filter { $0.hasSuffix(".pb") }.map { String($0.dropLast(3)) }

  static func bytes(_ name: String) throws -> [UInt8] {
    let file = open("\(folder)/\(name)", O_RDONLY)
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    let count = read(file, &buffer, buffer.count)
    return Array(buffer[..<max(count, 0)])
  }

  private static let states = [
    "IDLE": GoBGPPeer.SessionState.idle, "CONNECT": .connect, "ACTIVE": .active,
    "OPENSENT": .openSent, "OPENCONFIRM": .openConfirm, "ESTABLISHED": .established,
  ]

  @Test func fixturesAreThere() { #expect(Self.names.count >= 13) }

  @Test(arguments: names)
  func peerIsAsItsClientPrintsIt(_ name: String) throws {
    let answer: Gobgp_ListPeerResponse = try GoBGPDaemon.decode(
      ByteBuffer(bytes: Self.bytes(name + ".pb")))
    let peer = GoBGPPeer(answer.peer, .v3)
    let json = try #require(JSON(contentsOf: "\(Self.folder)/\(name).json")["peer"])
    let (conf, state, timers) = (json["conf"], json["state"], json["timers"]?["state"])
    #expect(peer.address == (state?["neighbor_address"] ?? conf?["neighbor_address"])?.text)
    #expect(Int(peer.peerASN) == (state?["peer_asn"] ?? conf?["peer_asn"])?.integer)
    #expect(Int(peer.localASN) == conf?["local_asn"]?.integer ?? 0)
    #expect(peer.sessionState == state?["session_state"]?.text.flatMap { Self.states[$0] })
    let admin: GoBGPPeer.AdminState? =
      switch state?["admin_state"]?.text {
      case nil: .up
      case "DOWN": .down
      case "PFX_CT": .prefixLimit
      default: nil
      }
    #expect(peer.adminState == admin)
    #expect(peer.isPassive == (json["transport"]?["passive_mode"] == true))
    #expect((peer.establishedAt != nil) == (timers?["uptime"] != nil))
    #expect((peer.downAt != nil) == (timers?["downtime"] != nil))
    func number(_ value: JSON?) -> UInt64 { value?.text.flatMap { UInt64($0) } ?? 0 }
    #expect(peer.negotiatedHoldTimeSeconds == number(timers?["negotiated_hold_time"]))
    let messages = state?["messages"]
    #expect(peer.notificationsSent == number(messages?["sent"]?["notification"]))
    #expect(peer.notificationsReceived == number(messages?["received"]?["notification"]))
    let families = (json["afi_safis"]?.elements ?? []).compactMap { $0["state"] }
      .filter { $0["family"] != nil }
    #expect(peer.families.map(\.received) == families.map { number($0["received"]) })
    #expect(peer.families.map(\.accepted) == families.map { number($0["accepted"]) })
    #expect(
      peer.families.map { $0.afi == 2 } == families.map { $0["family"]?["afi"] == "AFI_IP6" })
  }

  /// The two numberings of one word.
  @Test(arguments: [
    (GoBGPVersion.v3, UInt32(0), GoBGPPeer.AdminState.up), (.v2, 1, .down), (.v3, 2, .prefixLimit),
    (.v4, 1, .up), (.v4, 2, .down), (.v4, 3, .prefixLimit),
  ])
  func administrativeStateByVersion(
    _ version: GoBGPVersion, _ number: UInt32, _ expected: GoBGPPeer.AdminState
  ) {
    var peer = Gobgp_Peer()
    peer.state.adminState = number
    #expect(GoBGPPeer(peer, version).adminState == expected)
    peer.state.adminState = 0
    #expect(GoBGPPeer(peer, .v4).adminState == nil, "not given")
    peer.state.adminState = 99
    #expect(GoBGPPeer(peer, .v4).adminState == nil)
  }

  /// Only version 4 says why a session ended.
  @Test func reasonOfVersion4() {
    var peer = Gobgp_Peer()
    #expect(GoBGPPeer(peer, .v3).disconnectReason == nil)
    peer.state.disconnectReason = 2
    peer.state.disconnectMessage = "hold timer expired"
    #expect(GoBGPPeer(peer, .v4).disconnectReason == .holdTimerExpired)
    #expect(GoBGPPeer(peer, .v4).disconnectMessage == "hold timer expired")
    peer.state.disconnectReason = 77
    #expect(GoBGPPeer(peer, .v4).disconnectReason == nil)
  }

  /// A password is in the first field of two messages.
  @Test func passwordsAreDropped() throws {
    let secret: [UInt8] = Array("hunter2".utf8)
    let field: [UInt8] = [0x0A, UInt8(secret.count)] + secret
    let conf: [UInt8] = [0x12, UInt8(field.count)] + field
    let state: [UInt8] = [0x2A, UInt8(field.count)] + field
    let message: [UInt8] = [0x0A, UInt8(conf.count + state.count)] + conf + state
    let answer: Gobgp_ListPeerResponse = try GoBGPDaemon.decode(ByteBuffer(bytes: message))
    #expect(!"\(answer)\(GoBGPPeer(answer.peer, .v4))".contains("hunter2"))
    let again: [UInt8] = try answer.serializedBytes()
    #expect(!String(decoding: again, as: UTF8.self).contains("hunter2"))
  }

  @Test func damagedMessagesAreErrorsOrValues() throws {
    var random = SplitMix(seed: 11)
    for name in Self.names {
      let bytes = try Self.bytes(name + ".pb")
      for _ in 0..<200 {
        var damaged = bytes
        if Bool.random(using: &random) {
          damaged.removeLast(Int.random(in: 1...bytes.count, using: &random))
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) where !damaged.isEmpty {
          damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
        let answer: Gobgp_ListPeerResponse? = try? GoBGPDaemon.decode(ByteBuffer(bytes: damaged))
        if let answer { _ = GoBGPPeer(answer.peer, .v3) }
      }
    }
  }
}
