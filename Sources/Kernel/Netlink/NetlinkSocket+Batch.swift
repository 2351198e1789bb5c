internal import CLinux
import Glibc
import LinuxSystem

/// What the kernel refused of a batch.
public struct BatchRefusal: Hashable, Sendable {
  /// The position of the request; nil where the batch as a whole was refused.
  public let position: Int?
  public let refusal: Refusal
}

extension NetlinkSocket {
  /// Sends requests that the kernel takes all or none of, and returns what it refused: nothing
  /// means that all was done.
  ///
  /// The kernel works while `send` runs and answers each request that it refuses, so the whole
  /// answer waits when `send` returns. For families with batches, as `NETLINK_NETFILTER`.
  ///
  /// - Parameters:
  ///   - messages: At least one.
  ///   - begin: Opens the batch (`NFNL_MSG_BATCH_BEGIN`).
  ///   - end: Closes and commits it (`NFNL_MSG_BATCH_END`).
  public mutating func performBatch(
    _ messages: [MessageEncoder], begin: MessageEncoder, end: MessageEncoder,
    buffer: ReceiveBuffer
  ) throws(NetlinkError) -> [BatchRefusal] {
    var bytes: [UInt8] = []
    let first = reserveSequences(messages.count + 2, buffer: buffer)
    for (position, message) in ([begin] + messages + [end]).enumerated() {
      var message = message
      message.setSequence(first &+ UInt32(truncatingIfNeeded: position))
      message.insertFlags(.request)
      // Refusals come unasked; one acknowledgement tells that the kernel went through it all.
      if position == messages.count { message.insertFlags(.acknowledge) }
      bytes += message.bytes
    }
    try send(bytes)
    var refusals: [BatchRefusal] = []
    var isComplete = false
    while let count = try receiveWaiting(buffer) {
      do {
        var answers = MessageReader(buffer.datagram(count))
        while let answer = try answers.next() {
          guard answer.header.type == .error else { continue }
          let position = Int(answer.header.sequence &- first) - 1
          guard (-1...messages.count).contains(position) else { continue }
          if position == messages.count - 1 { isComplete = true }
          if let refusal = try Refusal(answer) {
            let isRequest = messages.indices.contains(position)
            refusals.append(BatchRefusal(position: isRequest ? position : nil, refusal: refusal))
          }
        }
      } catch {
        throw .malformed(error)
      }
    }
    finish()
    guard isComplete || !refusals.isEmpty else {
      throw .system(SystemCallError("recv", .wouldBlock))
    }
    return refusals
  }

  /// A datagram that has come already; nil if there is none.
  private func receiveWaiting(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Int? {
    do throws(SystemCallError) {
      let size = try buffer.receiveAnswer(from: descriptor.rawValue, flags: CInt(MSG_DONTWAIT))
      return min(size, buffer.capacity)
    } catch {
      if error.errno == .wouldBlock { return nil }
      throw .system(error)
    }
  }

  /// Sends bytes as one datagram, with a send buffer that holds them.
  private func send(_ bytes: [UInt8]) throws(NetlinkError) {
    let fd = descriptor.rawValue
    // 208 KiB are the usual limit of a socket; a batch of thousands of requests is larger.
    if bytes.count > 1 << 16 {
      try? Self.setOption(fd, SOL_SOCKET, SO_SNDBUFFORCE, CInt(clamping: bytes.count * 2))
    }
    do {
      try systemCall("send") { Glibc.send(fd, bytes, bytes.count, 0) }
    } catch {
      throw .system(error)
    }
  }
}
