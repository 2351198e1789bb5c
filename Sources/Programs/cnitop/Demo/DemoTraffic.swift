import Glibc
import LinuxSystem

/// Packets between pods, so that there are rates to look at.
///
/// A few flows of UDP with a rate that rises and falls; about a hundred packets a second cost
/// nothing that one would see.
final class DemoTraffic {
  private struct Flow {
    let socket: CInt
    let target: sockaddr_in
    /// Each how many ticks a packet goes, and how large it is in bytes.
    let period: Int
    let size: Int
  }

  private var flows: [Flow] = []
  private var sockets: [CInt] = []
  private var tick = 0
  private let payload = [UInt8](repeating: 0x2E, count: 1400)

  deinit { sockets.forEach { close($0) } }

  /// Lets a namespace take what is sent to it, without an answer that nobody reads.
  func receive(in namespace: borrowing NetworkNamespace) {
    guard let socket = try? namespace.run({ try Self.open(boundTo: Self.port) }) else { return }
    // The smallest buffer: nobody reads, and what is over is dropped by the kernel.
    var size: CInt = 1
    setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
    sockets.append(socket)
  }

  /// Sends from a namespace to an address.
  func send(
    from namespace: borrowing NetworkNamespace, to address: UInt32, period: Int, size: Int
  ) {
    guard let socket = try? namespace.run({ try Self.open(boundTo: nil) }) else { return }
    sockets.append(socket)
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = Self.port.bigEndian
    target.sin_addr.s_addr = address.bigEndian
    flows.append(Flow(socket: socket, target: target, period: period, size: size))
  }

  /// To be called each 20 ms.
  func step() {
    tick += 1
    for flow in flows where tick % flow.period == 0 {
      // A wave of 30 seconds: the sparkline has something to draw.
      let phase = Double(tick % 1500) / 1500
      let size = Int(Double(flow.size) * (0.55 + 0.45 * cos(phase * 2 * .pi)))
      withUnsafeBytes(of: flow.target) { target in
        _ = sendto(
          flow.socket, payload, max(size, 16), CInt(MSG_DONTWAIT),
          target.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(target.count))
      }
    }
  }

  private static let port: UInt16 = 9  // discard

  private static func open(boundTo port: UInt16?) throws -> CInt {
    let socket = try systemCall("socket") {
      Glibc.socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }
    guard let port else { return socket }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    try systemCall("bind") {
      withUnsafeBytes(of: &address) {
        bind(socket, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t($0.count))
      }
    }
    return socket
  }
}
