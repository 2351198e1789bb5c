import CNIPlan
public import CNISpec
import LinuxSystem
import Netlink
public import NetlinkRoute

extension KernelSession {
  /// The queueing disciplines of a link.
  public func qdiscs(_ device: Int32) throws(CNIError) -> [QdiscMessage] {
    do { return try dump(QdiscDump()).entries.filter { $0.device == device } } catch {
      throw CNIError(.other, "cannot list the queueing disciplines of link \(device): \(error)")
    }
  }

  /// Deletes a link; that it is not there is no failure.
  public func remove(link name: String) throws(CNIError) {
    do { try deleteLink(name) } catch {
      throw CNIError(.other, "failed to delete \(JSONValue.string(name)): \(error)")
    }
  }

  func add(_ limit: RateLimit) throws(NetlinkError) {
    let bucket = TokenBucket(
      rate: limit.rate, buffer: limit.bufferTicks, limit: limit.queueBytes)
    try perform(ChangeQdisc(.add, .tokenBucket(bucket), on: index(limit.device)).message())
  }

  func redirect(_ from: String, _ to: String) throws(NetlinkError) {
    let device = try index(from)
    try perform(ChangeQdisc(.add, .ingress, on: device).message())
    try perform(AddRedirection(from: device, to: index(to)).message())
  }

  /// Takes away what limits a link; that nothing does, or that it is gone, is no failure.
  func removeLimits(_ name: String) throws(NetlinkError) {
    guard let found = try message(name) else { return }
    let kinds = try dump(QdiscDump()).entries.filter { $0.device == found.index }.map(\.kind)
    if kinds.contains("tbf") {
      let bucket = TokenBucket(rate: 0, buffer: 0, limit: 0)
      try perform(ChangeQdisc(.delete, .tokenBucket(bucket), on: found.index).message())
    }
    if kinds.contains("ingress") {
      try perform(ChangeQdisc(.delete, .ingress, on: found.index).message())
    }
  }
}
