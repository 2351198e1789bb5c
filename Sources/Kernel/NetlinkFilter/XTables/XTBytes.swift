import Netlink
import NetworkTypes

/// The bytes of a match or a target of iptables (`struct xt_*`), which the kernel pads to a
/// multiple of eight; nil where they end before a field.
struct XTBytes {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func byte(_ offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }
  func host16(_ offset: Int) -> UInt16? { bytes.span.bytes.integer(at: offset) }
  func host32(_ offset: Int) -> UInt32? { bytes.span.bytes.integer(at: offset) }
  func host64(_ offset: Int) -> UInt64? { bytes.span.bytes.integer(at: offset) }
  func big16(_ offset: Int) -> UInt16? { host16(offset).map { UInt16(bigEndian: $0) } }

  /// A text of at most `limit` bytes, up to its NUL.
  func text(_ offset: Int, _ limit: Int) -> String? {
    guard offset < bytes.count else { return nil }
    let end = min(offset + limit, bytes.count)
    return String(decoding: bytes[offset..<end].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// An address out of a `union nf_inet_addr`, or in four bytes.
  func address(_ offset: Int, _ family: FilterFamily) -> IPAddress? {
    let length = family == .ipv6 ? 16 : 4
    guard offset >= 0, offset + length <= bytes.count else { return nil }
    return IPAddress(networkOrder: Array(bytes[offset..<(offset + length)]).span.bytes)
  }
}
