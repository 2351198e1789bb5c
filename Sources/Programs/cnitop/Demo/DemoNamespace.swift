import Glibc
import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes

/// A namespace of the demo node: bound to a file, with a socket that lives in it.
final class DemoNamespace {
  let name: String
  let path: String
  let handle: NetworkNamespace
  private var socket: NetlinkSocket
  private let buffer: ReceiveBuffer

  /// Makes a new namespace and binds it to a file.
  init(_ name: String, folder: String, buffer: ReceiveBuffer) throws {
    let path = "\(folder)/\(name)"
    self.name = name
    self.path = path
    self.buffer = buffer
    handle = try NetworkNamespace.empty()
    let file = try systemCall("open") { open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o444) }
    close(file)
    let own = "/proc/self/fd/\(handle.descriptor.rawValue)"
    try systemCall("mount") { mount(own, path, "none", UInt(MS_BIND), nil) }
    socket = try handle.run { try NetlinkSocket(.route) }
    try perform(ChangeLink.up(1))
  }

  /// Takes the binding away; the namespace ends with the last socket and process in it.
  static func remove(path: String) {
    umount2(path, CInt(MNT_DETACH))
    unlink(path)
  }

  var descriptor: CInt { handle.descriptor.rawValue }

  func perform(_ message: MessageEncoder) throws { try socket.perform(message, buffer: buffer) }

  /// The index of a link.
  func index(_ link: String) throws -> Int32 {
    let request = LinkRequest(name: link)
    guard
      let found = try socket.get(
        request.message(), answer: LinkRequest.answer, as: LinkMessage.self, buffer: buffer)
    else { throw SystemCallError("RTM_GETLINK", .noSuchDevice) }
    return found.index
  }

  func macAddress(_ link: String) throws -> MACAddress? {
    let request = LinkRequest(name: link)
    return try socket.get(
      request.message(), answer: LinkRequest.answer, as: LinkMessage.self, buffer: buffer)?
      .macAddress
  }

  // MARK: What the demo does in namespaces

  func up(_ link: String) throws { try perform(ChangeLink.up(index(link))) }

  func setUp(_ link: String, _ isUp: Bool) throws {
    var change = ChangeLink(index: try index(link))
    change.isUp = isUp
    try perform(change.message())
  }

  func add(_ prefix: IPPrefix, to link: String) throws {
    try perform(ChangeAddress(.add, prefix, on: index(link)).message())
  }

  func route(
    _ destination: IPPrefix, via gateway: IPAddress? = nil, on link: String,
    flags: RouteFlags = []
  ) throws {
    var route = ChangeRoute(.add, destination)
    route.gateway = gateway
    route.device = try index(link)
    route.flags = flags
    route.protocol = .boot
    if gateway == nil { route.scope = .link }
    try perform(route.message())
  }

  /// What flannel writes for each other node: who has the gateway's address, and behind which
  /// address of the underlay that one is.
  func tunnelEnd(
    _ gateway: IPAddress, macAddress: MACAddress, behind remote: IPAddress, on link: String
  ) throws {
    let device = try index(link)
    try perform(ChangeNeighbour(.add, neighbour: gateway, macAddress, on: device).message())
    try perform(
      ChangeNeighbour(.add, fdb: macAddress, remote: remote, flags: .self, on: device).message())
  }
}

extension ChangeLink {
  static func up(_ index: Int32) -> MessageEncoder {
    var change = ChangeLink(index: index)
    change.isUp = true
    return change.message()
  }
}
