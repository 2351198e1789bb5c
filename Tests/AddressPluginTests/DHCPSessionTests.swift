import NetworkTypes
import Testing

@testable import CNIPlugins

/// The client against a server that the test plays, with the time that it says.
struct DHCPSessionTests {
  private static let second: Int64 = 1_000_000_000
  private static let mac: [UInt8] = [2, 0, 0, 0, 0, 1]
  private static let server: UInt32 = 0x0A05_0001
  private static let address: UInt32 = 0x0A05_0007

  private var session = DHCPSession(
    identifier: [0, 97], hardwareAddress: Self.mac, options: DHCPOptions())

  private func reply(
    _ type: DHCPMessageType, to request: DHCPMessage, address: UInt32 = Self.address,
    seconds: UInt8 = 100
  ) -> DHCPMessage {
    var reply = DHCPMessage(
      isReply: true, transaction: request.transaction, hardwareAddress: Self.mac)
    reply.yourAddress = address
    reply[.messageType] = [type.rawValue]
    reply[.serverIdentifier] = [10, 5, 0, 1]
    reply[.subnetMask] = [255, 255, 255, 0]
    reply[.leaseTime] = [0, 0, 0, seconds]
    return reply
  }

  /// The one message that is sent.
  private func sent(_ events: [DHCPSession.Event]) throws -> (DHCPMessage, UInt32?) {
    guard events.count == 1, case .send(let message, let target) = events[0] else {
      Issue.record("\(events)")
      throw CancellationError()
    }
    return (message, target)
  }

  /// A session with a lease since 0.
  private mutating func bind() throws {
    let (discover, _) = try sent(session.begin(at: 0, random: 7))
    let (request, _) = try sent(
      session.receive(reply(.offer, to: discover), at: 0, random: 8))
    let events = session.receive(reply(.acknowledge, to: request), at: 0, random: 9)
    guard case .bound = events.first else { throw CancellationError() }
  }

  @Test mutating func getsALease() throws {
    let (discover, target) = try sent(session.begin(at: 0, random: 7))
    #expect(target == nil && discover.type == .discover && discover.transaction == 7)
    #expect(discover[.clientIdentifier] == [0, 97] && discover[.parameterList] == [3, 1])
    let (request, second) = try sent(
      session.receive(reply(.offer, to: discover), at: Self.second, random: 8))
    #expect(second == nil && request.type == .request && request.transaction == 7)
    #expect(request.number(.requestedAddress) == Self.address)
    #expect(request.number(.serverIdentifier) == Self.server && request.clientAddress == 0)
    let events = session.receive(
      reply(.acknowledge, to: request), at: 2 * Self.second, random: 9)
    #expect(events.count == 1 && session.state == .bound)
    // Counted from the request, not from the answer.
    #expect(session.deadline == 51 * Self.second)
    #expect(session.lease?.address.description == "10.5.0.7/24")
  }

  @Test mutating func takesNoNoticeOfOthers() throws {
    let (discover, _) = try sent(session.begin(at: 0, random: 7))
    var wrong = [DHCPMessage](repeating: reply(.offer, to: discover), count: 5)
    wrong[0].transaction = 8
    wrong[1].hardwareAddress[5] = 9
    wrong[2].isReply = false
    wrong[3][.serverIdentifier] = nil
    wrong[4].yourAddress = 0
    wrong.append(reply(.acknowledge, to: discover))
    wrong.append(reply(.refuse, to: discover))
    for message in wrong { #expect(session.receive(message, at: 1, random: 1).isEmpty) }
    #expect(session.state == .selecting)
  }

  @Test mutating func givesUpOnASilentServer() throws {
    var events = session.begin(at: 0, random: 7)
    var times: [Int64] = []
    while case .send = events.first {
      let deadline = try #require(session.deadline)
      times.append(deadline / Self.second)
      #expect(session.proceed(at: deadline - 1, random: 1).isEmpty)
      events = session.proceed(at: deadline, random: 1)
    }
    #expect(events == [.failed("no more tries")])
    #expect(times == [2, 4, 6, 8, 12, 20, 36, 68, 130, 192, 208])
    #expect(session.state == .ended && session.deadline == nil)
  }

  @Test mutating func asksAnewWhereTheServerOfAnOfferIsGone() throws {
    let (discover, _) = try sent(session.begin(at: 0, random: 7))
    _ = session.receive(reply(.offer, to: discover), at: 0, random: 8)
    var types: [DHCPMessageType?] = []
    for _ in 0..<5 {
      let (message, _) = try sent(session.proceed(at: try #require(session.deadline), random: 11))
      types.append(message.type)
    }
    #expect(types == [.request, .request, .request, .discover, .discover])
  }

  @Test mutating func renews() throws {
    try bind()
    #expect(session.proceed(at: 49 * Self.second, random: 1).isEmpty)
    let (request, target) = try sent(session.proceed(at: 50 * Self.second, random: 21))
    #expect(target == Self.server && request.clientAddress == Self.address)
    #expect(request.number(.requestedAddress) == nil && request.number(.serverIdentifier) == nil)
    let events = session.receive(
      reply(.acknowledge, to: request), at: 51 * Self.second, random: 22)
    #expect(events.count == 1 && session.state == .bound)
    #expect(session.deadline == 100 * Self.second)
  }

  @Test mutating func asksAllWhereItsServerIsSilentAndEndsWithTheLease() throws {
    try bind()
    var targets: [UInt32?] = []
    var events: [DHCPSession.Event] = []
    var last: Int64 = 0
    while let deadline = session.deadline {
      #expect(deadline >= last)
      last = deadline
      events = session.proceed(at: deadline, random: 5)
      if case .send(_, let target) = events.first { targets.append(target) }
      #expect(targets.count < 100)
    }
    #expect(targets.first == Self.server && targets.contains(nil))
    #expect(targets.drop { $0 != nil }.allSatisfy { $0 == nil })
    #expect(events == [.lost("the lease has ended")] && last == 100 * Self.second)
  }

  @Test mutating func triesForTheSameAddressWhenRefused() throws {
    try bind()
    let (request, _) = try sent(session.proceed(at: 50 * Self.second, random: 21))
    #expect(session.receive(reply(.refuse, to: request), at: 50 * Self.second, random: 22).isEmpty)
    #expect(session.state == .selecting)
    let (discover, _) = try sent(session.proceed(at: try #require(session.deadline), random: 23))
    #expect(discover.type == .discover && discover.number(.requestedAddress) == Self.address)
    let (second, _) = try sent(
      session.receive(reply(.offer, to: discover), at: 52 * Self.second, random: 24))
    var same = session
    let kept = same.receive(reply(.acknowledge, to: second), at: 52 * Self.second, random: 25)
    #expect(kept.count == 1 && same.state == .bound)
    // Another address is of no use to an interface that has the old one.
    let other = reply(.acknowledge, to: second, address: Self.address + 1)
    let events = session.receive(other, at: 52 * Self.second, random: 25)
    #expect(events.count == 2 && session.state == .ended)
    guard case .send(let release, _) = events[0], case .lost = events[1] else {
      Issue.record("\(events)")
      return
    }
    #expect(release.type == .release && release.clientAddress == Self.address + 1)
  }

  @Test mutating func aServerThatAlwaysRefusesIsAskedForATime() throws {
    var events = session.begin(at: 0, random: 7)
    var now: Int64 = 0
    var count = 0
    while case .send(let message, _) = events.first {
      count += 1
      let type: DHCPMessageType = message.type == .discover ? .offer : .refuse
      events = session.receive(reply(type, to: message), at: now, random: 8)
      if events.isEmpty {
        now = try #require(session.deadline)
        events = session.proceed(at: now, random: 9)
      }
      try #require(count < 1000)
    }
    #expect(events == [.failed("no more tries")])
    #expect((100...500).contains(count))
  }

  @Test mutating func givesBack() throws {
    #expect(session.release(random: 1).isEmpty)
    try bind()
    let (release, target) = try sent(session.release(random: 31))
    #expect(target == Self.server && release.type == .release)
    #expect(
      release.clientAddress == Self.address && release.number(.serverIdentifier) == Self.server)
    #expect(session.state == .ended && session.lease == nil && session.deadline == nil)
  }

  @Test(arguments: [(10, 0), (60, 1), (90, 1), (101, 2)])
  mutating func goesOnAfterABreak(_ seconds: Int64, outcome: Int) throws {
    try bind()
    let lease = try #require(session.lease)
    var later = DHCPSession(
      identifier: [0, 97], hardwareAddress: Self.mac, options: DHCPOptions())
    let events = later.resume(lease, at: seconds * Self.second, random: 3)
    switch outcome {
    case 0: #expect(events.isEmpty && later.state == .bound)
    case 1: #expect(try sent(events).0.type == .request)
    default: #expect(events == [.lost("the lease has ended")])
    }
  }
}
