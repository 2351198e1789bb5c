import CNIPlan
public import CNISpec
public import LinuxSystem
public import Netlink
public import NetlinkRoute
import NetworkTypes

/// What an operation asks and tells one network namespace.
///
/// Its socket stays inside, so the thread that uses it never changes its namespace.
public final class KernelSession {
  public let namespace: NetworkNamespace
  private let isOwn: Bool
  private var socket: NetlinkSocket
  let buffer: ReceiveBuffer
  /// The indices of links by name, for as long as nothing was renamed.
  private var indices: [String: Int32] = [:]

  /// The namespace of the calling thread.
  public init(buffer: ReceiveBuffer) throws(CNIError) {
    do {
      namespace = try NetworkNamespace.current()
      socket = try NetlinkSocket(.route)
    } catch {
      throw CNIError(.other, "cannot ask the kernel about its links: \(error)")
    }
    self.buffer = buffer
    isOwn = true
  }

  /// The namespace that a file names.
  public init(path: String, buffer: ReceiveBuffer) throws(CNIError) {
    do {
      let opened = try NetworkNamespace(path: path)
      socket = try opened.run { try NetlinkSocket(.route) }
      namespace = opened
    } catch {
      throw CNIError(.other, "failed to open netns \(JSONValue.string(path)): \(error)")
    }
    self.buffer = buffer
    isOwn = false
  }

  public func perform(_ message: MessageEncoder) throws(NetlinkError) {
    try socket.perform(message, buffer: buffer)
  }

  public func dump<Request: DumpRequest>(_ request: Request) throws(NetlinkError)
    -> Table<Request.Entry>
  {
    try socket.dump(request, buffer: buffer)
  }

  /// A socket for generic netlink in the namespace.
  func genericSocket() throws -> NetlinkSocket {
    isOwn ? try NetlinkSocket(.generic) : try namespace.run { try NetlinkSocket(.generic) }
  }

  /// Runs `body` on a thread in the namespace.
  public func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    isOwn ? try body() : try namespace.run(body)
  }

  // MARK: Links

  /// Everything about a link; nil if it is not there.
  public func message(_ name: String) throws(NetlinkError) -> LinkMessage? {
    try get(LinkRequest(name: name, extendedMask: .skipStatistics))
  }

  public func message(_ index: Int32) throws(NetlinkError) -> LinkMessage? {
    try get(LinkRequest(index: index, extendedMask: .skipStatistics))
  }

  func get(_ request: RouteRequest) throws(NetlinkError) -> RouteMessage? {
    try socket.get(
      request.message(), answer: RouteRequest.answer, as: RouteMessage.self, buffer: buffer)
  }

  private func get(_ request: LinkRequest) throws(NetlinkError) -> LinkMessage? {
    do {
      let found = try socket.get(
        request.message(), answer: LinkRequest.answer, as: LinkMessage.self, buffer: buffer)
      if let found { indices[found.name] = found.index }
      return found
    } catch {
      if error.reason == .noSuchDevice { return nil }
      throw error
    }
  }

  /// The index of a link; a name that is not there is the kernel's error.
  public func index(_ name: String) throws(NetlinkError) -> Int32 {
    if let known = indices[name] { return known }
    guard let found = try message(name) else {
      throw .refused(Refusal(reason: .noSuchDevice, text: nil))
    }
    return found.index
  }

  /// After a link was renamed, moved or deleted.
  public func forget(_ name: String) { indices[name] = nil }

  // MARK: Settings

  /// - Returns: False where the kernel has no such setting.
  @discardableResult
  public func setSysctl(_ key: String, _ value: String) throws -> Bool {
    try run { try Sysctl.write(key, value) }
  }

  public func sysctl(_ key: String) throws -> String? { try run { try Sysctl.read(key) } }
}
