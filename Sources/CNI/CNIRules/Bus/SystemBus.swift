import CNISpec
import Glibc
import LinuxSystem

/// A connection to the system's message bus, for calls one after another.
struct SystemBus: ~Copyable {
  private let socket: OwnedDescriptor
  private var received: [UInt8] = []
  private var serial: UInt32 = 0

  /// What a call came to that did not succeed.
  enum Failure: Error, Hashable, CustomStringConvertible {
    case system(SystemCallError)
    /// The bus does not let us in.
    case refused(String)
    case closed
    case silent
    case malformed(BusMessage.Malformed)
    /// What the other side says.
    case error(name: String, text: String)

    var description: String {
      switch self {
      case .system(let error): "\(error)"
      case .refused(let line): "the message bus refuses this user: \(line)"
      case .closed: "the message bus closed the connection"
      case .silent: "no answer within \(SystemBus.patience / 1000) seconds"
      case .malformed(let reason): "the message bus sent no message: \(reason)"
      case .error(let name, let text): text.isEmpty ? name : text
      }
    }
  }

  /// In milliseconds.
  private static let patience: CInt = 25_000

  /// Nil where no bus runs.
  static func connect() throws(Failure) -> SystemBus? {
    for path in paths() {
      let socket: OwnedDescriptor
      do { socket = try UnixSocket.connect(path) } catch {
        guard error.errno == .noSuchFile || error.errno.rawValue == ECONNREFUSED else {
          throw .system(error)
        }
        continue
      }
      return try SystemBus(socket)
    }
    return nil
  }

  /// The files of an address such as `unix:path=/run/bus,guid=…;unix:path=…`.
  private static func paths() -> [String] {
    guard let address = ProcessVariables.value("DBUS_SYSTEM_BUS_ADDRESS"), !address.isEmpty else {
      return ["/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket"]
    }
    return address.split(separator: ";").compactMap { entry in
      guard entry.hasPrefix("unix:") else { return nil }
      let path = entry.dropFirst(5).split(separator: ",").first { $0.hasPrefix("path=") }
      return path.map { String($0.dropFirst(5)) }
    }
  }

  private init(_ socket: consuming OwnedDescriptor) throws(Failure) {
    self.socket = socket
    // The user is told by the socket; the name is that of the number.
    let user = "\(geteuid())".utf8.map { byte in String(byte, radix: 16) }.joined()
    try send([0] + Array("AUTH EXTERNAL \(user)\r\n".utf8))
    let line = try receiveLine()
    guard line.hasPrefix("OK ") else { throw .refused(line) }
    try send(Array("BEGIN\r\n".utf8))
    _ = try call(Self.bus("Hello"))
  }

  static func bus(_ member: String, _ arguments: [String] = []) -> BusCall {
    BusCall(
      destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus",
      interface: "org.freedesktop.DBus", member: member, arguments: arguments)
  }

  /// Calls a method and waits for what it says.
  mutating func call(_ call: BusCall) throws(Failure) -> BusMessage.Value? {
    serial += 1
    try send(call.bytes(serial: serial))
    while true {
      let message = try receive()
      guard message.replySerial == serial else { continue }
      if message.kind == .answer { return message.value }
      guard message.kind == .error else { continue }
      var text = ""
      if case .text(let words) = message.value { text = words }
      throw .error(name: message.errorName ?? "an error without a name", text: text)
    }
  }

  // MARK: Bytes

  private func send(_ bytes: [UInt8]) throws(Failure) {
    do { try UnixSocket.send(bytes, on: socket) } catch { throw .system(error) }
  }

  private mutating func receiveLine() throws(Failure) -> String {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        let line = received[..<end].filter { $0 >= 32 && $0 < 127 }
        received.removeFirst(end + 1)
        return String(decoding: line, as: UTF8.self)
      }
      guard received.count < 4096 else { throw .refused("a line without an end") }
      try receiveMore()
    }
  }

  private mutating func receive() throws(Failure) -> BusMessage {
    do {
      while received.count < BusMessage.startLength { try receiveMore() }
      let length = try BusMessage.length(of: received)
      while received.count < length { try receiveMore() }
      let message = try BusMessage(parsing: Array(received[..<length]))
      received.removeFirst(length)
      return message
    } catch let error as BusMessage.Malformed {
      throw .malformed(error)
    } catch let error as Failure {
      throw error
    } catch {
      throw .closed
    }
  }

  private mutating func receiveMore() throws(Failure) {
    var entry = pollfd(fd: socket.rawValue, events: Int16(POLLIN), revents: 0)
    do {
      let count = try systemCall("poll") { poll(&entry, 1, Self.patience) }
      guard count > 0 else { throw Failure.silent }
      let part = try UnixSocket.receive(on: socket) ?? []
      guard !part.isEmpty else { throw Failure.closed }
      received += part
    } catch let error as SystemCallError {
      throw .system(error)
    } catch let error as Failure {
      throw error
    } catch {
      throw .closed
    }
  }
}
