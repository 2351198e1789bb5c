/// The client of one interface (RFC 2131, section 4.4): what to send next, and what an answer
/// means.
///
/// It does no I/O and reads no clock, so that a test can be the server and the time.
struct DHCPSession: Sendable {
  /// Where it stands; those that wait for an answer have a transaction.
  enum State: Hashable, Sendable {
    /// Nothing more is to be done.
    case ended
    case selecting
    /// An offer was taken: of this address, by this server.
    case requesting(address: UInt32, server: UInt32)
    case bound
    /// Only the server that gave the lease is asked.
    case renewing
    case rebinding
  }

  enum Event: Hashable, Sendable {
    /// A message is to be sent: to one server, by an interface that has its address, or to all.
    case send(DHCPMessage, to: UInt32?)
    /// A lease is new, or lasts longer now.
    case bound(DHCPLease)
    /// The lease has ended, or the server took it back; the address must not be used any more.
    case lost(String)
    /// No lease could be had.
    case failed(String)
  }

  /// How long it waits, in nanoseconds.
  struct Patience: Hashable, Sendable {
    static let second: Int64 = 1_000_000_000
    /// The first resends come after this time, four of them; then the time doubles.
    var first = 2 * second
    var slow = 4 * second
    var longest = 62 * second
    /// After this time a new client gives up.
    var total = 208 * second
  }

  let identifier: [UInt8]
  let hardwareAddress: [UInt8]
  let options: DHCPOptions
  let wantsBroadcast: Bool
  var patience = Patience()

  private(set) var state = State.ended
  private(set) var lease: DHCPLease?
  /// When `proceed` has to be called at the latest; nil if never.
  private(set) var deadline: Int64?
  private var transaction: UInt32 = 0
  private var attempt = 0
  private var began: Int64 = 0
  private var sent: Int64 = 0

  init(
    identifier: [UInt8], hardwareAddress: [UInt8], options: DHCPOptions,
    wantsBroadcast: Bool = false
  ) {
    self.identifier = identifier
    self.hardwareAddress = hardwareAddress
    self.options = options
    self.wantsBroadcast = wantsBroadcast
  }

  /// Whether answers are waited for.
  var isWaiting: Bool { state != .ended && state != .bound }

  // MARK: Beginning

  /// Asks for a lease.
  mutating func begin(at now: Int64, random: UInt32) -> [Event] {
    enter(.selecting, at: now, random: random)
    return [send(at: now)]
  }

  /// Goes on with a lease from before.
  mutating func resume(_ lease: DHCPLease, at now: Int64, random: UInt32) -> [Event] {
    self.lease = lease
    state = .bound
    deadline = lease.times?.renewal
    return proceed(at: now, random: random)
  }

  /// Gives the lease back.
  mutating func release(random: UInt32) -> [Event] {
    defer {
      state = .ended
      lease = nil
      deadline = nil
    }
    guard let lease else { return [] }
    var message = base(.release, transaction: random)
    message.clientAddress = lease.message.yourAddress
    message[.serverIdentifier] = Self.word(lease.server)
    return [.send(message, to: lease.server)]
  }

  private mutating func enter(_ state: State, at now: Int64, random: UInt32) {
    self.state = state
    transaction = random
    attempt = 0
    began = now
  }

  // MARK: Time

  /// Does what the time asks for; nothing before the deadline.
  mutating func proceed(at now: Int64, random: UInt32) -> [Event] {
    guard let deadline, now >= deadline else { return [] }
    if let times = lease?.times, now >= times.end {
      self = ended()
      return [.lost("the lease has ended")]
    }
    switch state {
    case .ended: return []
    case .bound: enter(.renewing, at: now, random: random)
    case .renewing: break
    case .rebinding: break
    case .selecting, .requesting:
      if lease == nil, now - began >= patience.total {
        self = ended()
        return [.failed("no more tries")]
      }
      // A server that offered and then is silent may be gone.
      if case .requesting = state, attempt >= 4 {
        let start = began
        enter(.selecting, at: now, random: random)
        began = start
      }
    }
    if state == .renewing, let times = lease?.times, now >= times.rebinding {
      enter(.rebinding, at: now, random: random)
    }
    return [send(at: now)]
  }

  /// Has the next message sent soon: the interface went down or away while answers were awaited.
  mutating func hasten(at now: Int64) {
    if isWaiting, let deadline { self.deadline = min(deadline, now + patience.first / 2) }
  }

  private func ended() -> DHCPSession {
    var session = self
    session.state = .ended
    session.lease = nil
    session.deadline = nil
    return session
  }

  // MARK: Sending

  private mutating func send(at now: Int64) -> Event {
    let wait =
      attempt < 4
      ? patience.first : min(patience.slow << Int64(min(attempt - 4, 20)), patience.longest)
    attempt += 1
    sent = now
    var next = now + wait
    // One message may get lost; then it is half of what is left (section 4.4.5).
    let isSlow = attempt > 2
    switch state {
    case .renewing:
      if let times = lease?.times {
        let half = isSlow ? now + (times.rebinding - now) / 2 : next
        next = min(max(next, half), times.rebinding)
      }
    case .rebinding:
      if let times = lease?.times {
        let half = isSlow ? now + (times.end - now) / 2 : next
        next = min(max(next, half), times.end)
      }
    default:
      next = min(next, max(began + patience.total, now))
      if let times = lease?.times { next = min(next, times.end) }
    }
    deadline = max(next, now + patience.first / 8)
    return .send(message(at: now), to: state == .renewing ? lease?.server : nil)
  }

  private func message(at now: Int64) -> DHCPMessage {
    let type: DHCPMessageType = state == .selecting ? .discover : .request
    var message = base(type, transaction: transaction)
    message.seconds = UInt16(clamping: (now - began) / Patience.second)
    message.wantsBroadcast = wantsBroadcast
    switch state {
    case .requesting(let address, let server):
      message[.requestedAddress] = Self.word(address)
      message[.serverIdentifier] = Self.word(server)
    case .renewing, .rebinding:
      // The interface has the address by now: answers can come to it.
      message.clientAddress = lease?.message.yourAddress ?? 0
      message.wantsBroadcast = false
    case .selecting:
      if let lease { message[.requestedAddress] = Self.word(lease.message.yourAddress) }
    case .ended, .bound: break
    }
    if !options.requested.isEmpty {
      message[.parameterList] = options.requested.map(\.rawValue)
    }
    for option in options.provided { message[option.code] = option.value }
    return message
  }

  private func base(_ type: DHCPMessageType, transaction: UInt32) -> DHCPMessage {
    var message = DHCPMessage(
      isReply: false, transaction: transaction, hardwareAddress: hardwareAddress)
    message[.messageType] = [type.rawValue]
    message[.clientIdentifier] = identifier
    return message
  }

  private static func word(_ number: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number)
    return bytes
  }

  // MARK: Receiving

  /// What a message means; those for others, and those that nobody waits for, mean nothing.
  mutating func receive(_ message: DHCPMessage, at now: Int64, random: UInt32) -> [Event] {
    guard isWaiting, message.isReply, message.transaction == transaction,
      message.hardwareAddress == hardwareAddress
    else { return [] }
    switch (state, message.type) {
    case (.selecting, .offer?):
      guard let server = message.number(.serverIdentifier), message.yourAddress != 0 else {
        return []
      }
      state = .requesting(address: message.yourAddress, server: server)
      attempt = 0
      return [send(at: now)]
    case (.requesting, .acknowledge?), (.renewing, .acknowledge?), (.rebinding, .acknowledge?):
      return accept(message)
    case (.requesting, .refuse?), (.renewing, .refuse?), (.rebinding, .refuse?):
      return refuse(message, at: now, random: random)
    default: return []
    }
  }

  private mutating func accept(_ message: DHCPMessage) -> [Event] {
    guard message.yourAddress != 0 else { return [] }
    let new: DHCPLease
    do { new = try DHCPLease(message, at: sent) } catch {
      // One that cannot be used is no better than none.
      if lease == nil {
        self = ended()
        return [.failed("\(error)")]
      }
      return []
    }
    if let old = lease, old.address != new.address {
      let reason = "the server gives \(new.address) in place of \(old.address)"
      lease = new
      return release(random: transaction) + [.lost(reason)]
    }
    lease = new
    state = .bound
    deadline = new.times?.renewal
    return [.bound(new)]
  }

  /// The server does not know the lease any more: perhaps it gives the same address anew.
  private mutating func refuse(
    _ message: DHCPMessage, at now: Int64, random: UInt32
  ) -> [Event] {
    let start = began
    let wasNew = lease == nil
    enter(.selecting, at: now, random: random)
    if wasNew { began = start }
    // Not at once: a server that always refuses would be asked without end.
    deadline = now + patience.first / 2
    return []
  }
}
