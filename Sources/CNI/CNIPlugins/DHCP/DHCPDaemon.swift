import CNISpec
import Glibc
import LinuxSystem

/// Gets leases for plugins, renews them, and gives them back.
///
/// One thread, which waits for connections, for answers of servers and for the time. A lease is in
/// a file before the plugin hears of it, so that a daemon that was killed goes on with it.
final class DHCPDaemon {
  private let settings: DHCPSettings
  private let poller: Poller
  private let listener: OwnedDescriptor
  private let files: DHCPLeaseFiles
  private var clients: [DHCPClient.Key: DHCPClient] = [:]
  private var connections: [UInt64: Connection] = [:]
  /// Which client's answers a token is for.
  private var tokens: [UInt64: DHCPClient.Key] = [:]
  private var lastToken: UInt64 = 1

  /// A plugin that asks.
  private final class Connection {
    let socket: OwnedDescriptor
    var received: [UInt8] = []
    var hasAsked = false
    init(_ socket: consuming OwnedDescriptor) { self.socket = socket }
  }

  private enum Token {
    static let listener: UInt64 = 0
    static let end: UInt64 = 1
  }

  /// - Returns: The status to end with.
  static func main(_ arguments: [String]) -> CInt {
    guard arguments.first == "daemon" else {
      log("unknown argument \(arguments.first ?? "")\n\(DHCPSettings.usage)")
      return 2
    }
    let settings: DHCPSettings
    do { settings = try DHCPSettings(Array(arguments.dropFirst())) } catch {
      log("\(error)\n\(DHCPSettings.usage)")
      return 2
    }
    do {
      let end = try EndSignals()
      let daemon = try DHCPDaemon(settings)
      try daemon.run(until: end.rawDescriptor)
      daemon.cleanUp()
      return 0
    } catch {
      log("\(error)")
      return 1
    }
  }

  private init(_ settings: DHCPSettings) throws {
    self.settings = settings
    poller = try Poller()
    let path = settings.hostPrefix + settings.socketPath
    listener = try DHCPListener.open(path)
    files = DHCPLeaseFiles(folder: path + ".leases")
    try poller.add(listener.rawValue, token: Token.listener)
    if !settings.pidFile.isEmpty {
      try WrittenFile.replace(settings.pidFile, with: Array("\(getpid())".utf8), mode: 0o644)
    }
    restore()
  }

  /// Leases stay: a daemon that comes after goes on with them.
  private func cleanUp() {
    if DHCPListener.inherited == nil { unlink(settings.hostPrefix + settings.socketPath) }
    if !settings.pidFile.isEmpty { unlink(settings.pidFile) }
  }

  private func run(until end: CInt) throws {
    try poller.add(end, token: Token.end)
    while true {
      let now = Clock.sinceBoot()
      let next = clients.values.compactMap(\.session.deadline).min()
      // Rounded up, so that the time has come when the wait is over.
      let wait = next.map { Int(clamping: max($0 - now, 0) / 1_000_000 + 1) }
      for token in try poller.wait(milliseconds: wait.map { min($0, 3_600_000) }) {
        if token == Token.end { return }
        if token == Token.listener {
          acceptOne()
        } else if let key = tokens[token] {
          receive(for: key)
        } else if let connection = connections[token] {
          read(connection, token)
        }
      }
      let time = Clock.sinceBoot()
      for client in Array(clients.values) {
        guard let deadline = client.session.deadline, deadline <= time else { continue }
        perform(client.session.proceed(at: time, random: Self.random()), for: client)
      }
    }
  }

  private static func random() -> UInt32 { UInt32.random(in: 1...UInt32.max) }

  static func log(_ text: String) {
    let bytes = Array("dhcp: \(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }

  private func nextToken() -> UInt64 {
    lastToken += 1
    return lastToken
  }
}

// MARK: Leases

extension DHCPDaemon {
  private func restore() {
    for document in files.read() {
      guard let (client, lease) = DHCPClient.read(document, settings) else { continue }
      clients[client.key] = client
      Self.log("\(client.key.text): going on with \(lease.address)")
      perform(
        client.session.resume(lease, at: Clock.sinceBoot(), random: Self.random()), for: client)
    }
  }

  private func receive(for key: DHCPClient.Key) {
    guard let client = clients[key] else { return }
    do {
      while let message = try client.interface?.receive() {
        perform(
          client.session.receive(message, at: Clock.sinceBoot(), random: Self.random()),
          for: client)
      }
    } catch {
      // The interface went down or away; the next message will tell which.
      Self.log("\(key.text): \(error)")
      close(client)
      client.session.hasten(at: Clock.sinceBoot())
    }
  }

  private func perform(_ events: [DHCPSession.Event], for client: DHCPClient) {
    for event in events {
      switch event {
      case .send(let message, let server): send(message, to: server, client)
      case .bound(let lease):
        Self.log("\(client.key.text): leased \(lease.address)")
        keep(client, lease)
      case .lost(let reason):
        Self.log("\(client.key.text): \(reason); taking \(client.key.ifname) down")
        do { try client.open().takeDown() } catch { Self.log("\(client.key.text): \(error)") }
        forget(client, CNIError(.other, reason))
      case .failed(let reason): forget(client, CNIError(.other, reason))
      }
    }
    if !client.session.isWaiting { close(client) }
  }

  private func send(_ message: DHCPMessage, to server: UInt32?, _ client: DHCPClient) {
    do {
      let isNew = client.interface == nil
      let interface = try client.open()
      if isNew { try listen(to: interface, client.key) }
      try interface.send(message, to: server)
    } catch let error as CNIError {
      // No interface, no container: nobody uses the address any more.
      Self.log("\(client.key.text): \(error); its lease is not renewed any more")
      forget(client, error)
    } catch {
      Self.log("\(client.key.text): cannot send: \(error)")
    }
  }

  private func listen(to interface: DHCPInterface, _ key: DHCPClient.Key) throws {
    let token = nextToken()
    tokens[token] = key
    try poller.add(interface.rawDescriptor, token: token)
  }

  private func close(_ client: DHCPClient) {
    guard let interface = client.interface else { return }
    poller.remove(interface.rawDescriptor)
    client.interface = nil
    for (token, key) in tokens where key == client.key { tokens[token] = nil }
  }

  private func keep(_ client: DHCPClient, _ lease: DHCPLease) {
    do { try files.write(client) } catch { Self.log("\(client.key.text): \(error)") }
    let answer = Result { try DHCPProtocol.answer(lease.result(priority: client.priority)) }
    for token in client.waiting { reply(token, (try? answer.get()) ?? []) }
    client.waiting = []
  }

  private func forget(_ client: DHCPClient, _ error: CNIError) {
    close(client)
    if clients[client.key] === client {
      clients[client.key] = nil
      files.remove(client.key)
    }
    for token in client.waiting { reply(token, DHCPProtocol.answer(error)) }
    client.waiting = []
  }

  /// Gives a lease back; a server that does not hear of it waits for its end.
  private func release(_ client: DHCPClient, because reason: String) {
    Self.log("\(client.key.text): \(reason)")
    perform(client.session.release(random: Self.random()), for: client)
    forget(client, CNIError(.other, "the lease was given back meanwhile"))
  }
}

// MARK: Plugins

extension DHCPDaemon {
  private func acceptOne() {
    do {
      let connection = Connection(try UnixSocket.accept(listener.rawValue))
      let token = nextToken()
      try poller.add(connection.socket.rawValue, token: token)
      connections[token] = connection
    } catch {
      // Gone already, or no descriptors left: others may be given up meanwhile.
      if error.errno == .wouldBlock { return }
      Self.log("cannot accept a connection: \(error)")
      usleep(10_000)
    }
  }

  private func read(_ connection: Connection, _ token: UInt64) {
    let part: [UInt8]?
    do { part = try UnixSocket.receive(on: connection.socket) } catch { part = [] }
    guard let part else { return }
    if part.isEmpty {
      hangUp(token)
      return
    }
    connection.received += part
    guard !connection.hasAsked else { return }
    if connection.received.count > DHCPProtocol.limit {
      reply(token, DHCPProtocol.answer(CNIError(.decoding, "the request is too long")))
      return
    }
    guard let end = connection.received.firstIndex(of: UInt8(ascii: "\n")) else { return }
    connection.hasAsked = true
    do {
      try answer(try DHCPProtocol.call(Array(connection.received[..<end])), token)
    } catch let error as CNIError {
      reply(token, DHCPProtocol.answer(error))
    } catch {
      reply(token, DHCPProtocol.answer(CNIError(.other, "\(error)")))
    }
  }

  private func reply(_ token: UInt64, _ bytes: [UInt8]) {
    guard let connection = connections[token] else { return }
    try? UnixSocket.send(bytes, on: connection.socket)
    poller.remove(connection.socket.rawValue)
    connections[token] = nil
  }

  /// Nobody waits any more: a lease that is not there yet need not come.
  private func hangUp(_ token: UInt64) {
    if let connection = connections[token] { poller.remove(connection.socket.rawValue) }
    connections[token] = nil
    for client in Array(clients.values) where client.waiting.contains(token) {
      client.waiting.removeAll { $0 == token }
      if client.waiting.isEmpty, client.session.lease == nil {
        release(client, because: "the plugin that asked is gone")
      }
    }
  }

  private func answer(_ call: PluginCall, _ token: UInt64) throws {
    let key = DHCPClient.Key(call)
    switch call.command {
    case .add: try acquire(key, call, token)
    case .check:
      guard let lease = clients[key]?.session.lease else {
        throw CNIError(.other, "no lease for \(key.text)")
      }
      if let result = try call.configuration.prevResult,
        !result.ips.contains(where: { $0.address == lease.address })
      {
        throw CNIError(.other, "the lease for \(key.text) is of \(lease.address)")
      }
      reply(token, try DHCPProtocol.answer(nil))
    case .delete:
      if let client = clients[key] { release(client, because: "releasing lease") }
      reply(token, try DHCPProtocol.answer(nil))
    case .garbageCollect:
      let valid = try call.configuration.validAttachments ?? []
      for client in Array(clients.values)
      where client.key.network == key.network
        && !valid.contains(
          .init(containerID: client.key.containerID, ifname: client.key.ifname))
      {
        release(client, because: "collected")
      }
      reply(token, try DHCPProtocol.answer(nil))
    case .status, .version: reply(token, try DHCPProtocol.answer(nil))
    }
  }

  private func acquire(_ key: DHCPClient.Key, _ call: PluginCall, _ token: UInt64) throws {
    guard let ipam = try call.configuration.ipam else {
      throw CNIError(.other, "IPAM config missing 'ipam' key")
    }
    let options = try DHCPOptions(ipam, arguments: call.environment.argumentText)
    let priority: Int64
    do { priority = try ipam.integer("priority") ?? 0 } catch { throw CNIError(error) }
    let path = settings.hostPrefix + (call.netns ?? "")
    let interface = try DHCPInterface(key.ifname, in: path)
    if let client = clients[key] {
      if client.inode == interface.inode {
        if let lease = client.session.lease {
          reply(token, try DHCPProtocol.answer(lease.result(priority: priority)))
        } else {
          client.waiting.append(token)
        }
        return
      }
      release(client, because: "attached anew in another namespace")
    }
    var session = DHCPSession(
      identifier: key.identifier, hardwareAddress: interface.hardwareAddress, options: options,
      wantsBroadcast: settings.wantsBroadcast)
    session.patience = settings.patience
    let client = DHCPClient(
      key, netns: path, inode: interface.inode, priority: priority, session: session,
      interface: interface)
    try listen(to: interface, key)
    client.waiting = [token]
    clients[key] = client
    Self.log("\(key.text): acquiring lease")
    perform(client.session.begin(at: Clock.sinceBoot(), random: Self.random()), for: client)
  }
}
