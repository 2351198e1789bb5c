public import LinuxSystem

/// What can go wrong between a request and its answer.
public enum NetlinkError: Error, Hashable, Sendable {
  /// A system call on the socket failed.
  case system(SystemCallError)
  /// The kernel refused the request.
  case refused(Refusal)
  /// The answer does not follow the protocol.
  case malformed(MalformedMessage)
  /// The datagram did not fit into the receive buffer, and the kernel cut it.
  case truncated(size: Int)
}

extension NetlinkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .system(let error): "\(error)"
    case .refused(let refusal): "the kernel refused: \(refusal)"
    case .malformed(let error): "the kernel's answer is malformed: \(error)"
    case .truncated(let size): "an answer of \(size) bytes did not fit into the buffer"
    }
  }

  /// Whether a right is missing.
  public var isDenial: Bool { reason?.isDenial ?? false }

  /// The number of the kernel, where there is one.
  public var reason: ErrorNumber? {
    switch self {
    case .system(let error): error.errno
    case .refused(let refusal): refusal.reason
    case .malformed, .truncated: nil
    }
  }
}
