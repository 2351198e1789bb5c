import Glibc
import Netlink

/// The entries of the last answer to a dump, to tell an equal one without decoding either.
///
/// A namespace is read again because something changed in it, or may have; most of its tables
/// are what they were. While an answer goes on like the last one, its entries are compared and
/// passed by; from the first that is different on, they are decoded, and before it those that
/// were passed.
struct RememberedAnswer {
  private enum State {
    /// Equal up to `position`.
    case alike
    /// Decoded, and remembered.
    case different
    /// Decoded; too many to remember.
    case forgotten
  }

  /// Each entry with the number of its bytes before it, as an `Int`.
  private var bytes: [UInt8] = []
  private var position = 0
  /// The first answer is like none.
  private var state = State.different

  /// As many bytes fill a few datagrams; an answer that is longer seldom comes twice.
  static let limit = 1 << 17

  init() {}

  /// Takes the next entry, and hands what has to be decoded to `decode`.
  @inline(__always)
  mutating func take(
    _ payload: RawSpan, _ decode: (RawSpan) throws(MalformedMessage) -> Void
  ) throws(MalformedMessage) {
    if state == .alike {
      if isNext(payload) { return }
      try depart(decode)
    }
    if state == .different { remember(payload) }
    try decode(payload)
  }

  /// Ends the answer; the next one is compared with it.
  ///
  /// - Returns: Whether it was the last one again, so that nothing was decoded.
  mutating func end(_ decode: (RawSpan) throws(MalformedMessage) -> Void)
    throws(MalformedMessage) -> Bool
  {
    defer {
      position = 0
      // What was not remembered is not like anything, least of all like an answer without entries.
      state = state == .forgotten ? .different : .alike
    }
    if state != .alike { return false }
    if position == bytes.count { return true }
    try depart(decode)
    return false
  }

  /// Advances over the next entry of the last answer, if it is this one.
  private mutating func isNext(_ payload: RawSpan) -> Bool {
    let count = payload.byteCount
    let end = position + MemoryLayout<Int>.size + count
    guard end <= bytes.count else { return false }
    let isSame = bytes.withUnsafeBytes { known in
      payload.withUnsafeBytes { new in
        let start = known.baseAddress! + position
        return start.loadUnaligned(as: Int.self) == count
          && (count == 0
            || memcmp(start + MemoryLayout<Int>.size, new.baseAddress!, count) == 0)
      }
    }
    if isSame { position = end }
    return isSame
  }

  /// Forgets what does not come again, and decodes what did.
  @inline(never)
  private mutating func depart(_ decode: (RawSpan) throws(MalformedMessage) -> Void)
    throws(MalformedMessage)
  {
    bytes.removeSubrange(position...)
    state = .different
    var rest = bytes.span.bytes
    while let count: Int = rest.integer(at: 0) {
      rest = rest.extracting(droppingFirst: MemoryLayout<Int>.size)
      try decode(rest.extracting(first: count))
      rest = rest.extracting(droppingFirst: count)
    }
  }

  // Not in line: a loop over a million entries remembers only the first few.
  @inline(never)
  private mutating func remember(_ payload: RawSpan) {
    let count = payload.byteCount
    guard bytes.count + count <= Self.limit else {
      bytes = []
      state = .forgotten
      return
    }
    withUnsafeBytes(of: count) { bytes.append(contentsOf: $0) }
    payload.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}
