public import Netlink
public import NetworkTypes

extension MessageType {
  /// A request for sockets of one family, and each answer (`SOCK_DIAG_BY_FAMILY`).
  public static let socketsByFamily = Self(rawValue: 20)
}

/// What a dump tells of each socket beside the fixed part (`1 << (INET_DIAG_* - 1)`).
///
/// Some of it comes without being asked for, MD5 keys to whoever has `CAP_NET_ADMIN` among it.
public struct SocketExtensions: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `INET_DIAG_INFO`: `TCPInfo`.
  public static let info = Self(rawValue: 1 << 1)
  /// `INET_DIAG_CONG`: the name of the congestion control.
  public static let congestion = Self(rawValue: 1 << 3)
  /// `INET_DIAG_SKMEMINFO`: buffers and drops.
  public static let memory = Self(rawValue: 1 << 6)
}

/// The sockets of one family and transport in a namespace (`struct inet_diag_req_v2`).
///
/// Anybody may ask. IPv6 sockets that carry IPv4 are among those of IPv6. A kernel without
/// `tcp_diag` or `udp_diag` refuses with `ENOENT`.
public struct SocketDump: DumpRequest {
  public typealias Entry = SocketMessage
  public static let types: (request: MessageType, entry: MessageType) = (
    .socketsByFamily, .socketsByFamily
  )
  public var family: AddressFamily
  public var `protocol`: SocketProtocol
  public var states: SocketStates
  public var extensions: SocketExtensions
  /// Only sockets that have this port at either end; nil for all.
  public var port: UInt16?

  public init(
    _ family: AddressFamily, _ protocol: SocketProtocol, states: SocketStates = .allButTimeWait,
    extensions: SocketExtensions = [], port: UInt16? = nil
  ) {
    self.family = family
    self.protocol = `protocol`
    self.states = states
    self.extensions = extensions
    self.port = port
  }

  public func encode(into message: inout MessageEncoder) {
    message.append(UInt8(family == .ipv4 ? 2 : 10))  // AF_INET, AF_INET6
    message.append(`protocol`.rawValue)
    message.append(extensions.rawValue)
    message.append(UInt8(0))
    message.append(states.rawValue)
    message.appendZeros(48)  // struct inet_diag_sockid: any
    if let port { message.attribute(1, bytes: Self.program(port: port)) }  // REQ_BYTECODE
  }

  /// The kernel's filter (`struct inet_diag_bc_op`): each step says how far to jump where it
  /// matches and where not; the end of the program accepts, four bytes past it refuse.
  private static func program(port: UInt16) -> [UInt8] {
    func step(_ code: UInt8, yes: UInt8, no: UInt16) -> [UInt8] {
      [code, yes] + withUnsafeBytes(of: no) { Array($0) }
    }
    let operand = step(0, yes: 0, no: port)  // The port is where `no` would be, in host order.
    return step(11, yes: 8, no: 12) + operand  // S_EQ
      + step(1, yes: 4, no: 12)  // JMP to the end
      + step(12, yes: 8, no: 12) + operand  // D_EQ
  }
}
