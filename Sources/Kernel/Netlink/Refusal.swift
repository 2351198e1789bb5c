public import LinuxSystem

/// The error inside `NLMSG_ERROR` or `NLMSG_DONE`: the kernel's number and its words.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  public let reason: ErrorNumber
  /// The extended acknowledgement (`NLMSGERR_ATTR_MSG`), where the kernel sent one.
  public let text: String?

  public init(reason: ErrorNumber, text: String?) {
    self.reason = reason
    self.text = text
  }

  public var description: String { text.map { "\(reason) (\($0))" } ?? "\(reason)" }

  /// The refusal in a message that ends an answer; nil if the code is 0.
  public init?(_ message: borrowing Message) throws(MalformedMessage) {
    guard let code: Int32 = message.payload.integer(at: 0) else {
      // Old kernels send NLMSG_DONE without a payload.
      if message.header.type == .done { return nil }
      throw .truncated(what: "nlmsgerr", needs: 4, has: message.payload.byteCount)
    }
    // NLMSG_DONE may count entries in its code; only negative ones are errors.
    if code == 0 || (code > 0 && message.header.type == .done) { return nil }
    reason = ErrorNumber(rawValue: 0 &- code)  // `&-`: nothing from outside may trap
    text = try Self.text(in: message)
  }

  private static func text(in message: borrowing Message) throws(MalformedMessage) -> String? {
    // NLMSG_DONE: the code, attributes. NLMSG_ERROR: the code, the header of the request, its
    // payload unless that is left out, attributes.
    guard message.header.flags.contains(.hasAttributes) else { return nil }
    var skipped = 4
    if message.header.type == .error {
      guard let requestLength: UInt32 = message.payload.integer(at: 4) else {
        throw .truncated(what: "nlmsgerr", needs: 8, has: message.payload.byteCount)
      }
      let isCapped = message.header.flags.contains(.capped)
      skipped += isCapped ? MessageHeader.byteCount : aligned(Int(requestLength))
    }
    guard skipped <= message.payload.byteCount else {
      throw .badLength(
        what: "request in nlmsgerr", length: skipped, available: message.payload.byteCount)
    }
    var found: String?
    var attributes = AttributeReader(message.payload.extracting(droppingFirst: skipped))
    while let attribute = try attributes.next() {
      if attribute.type == 1 { found = attribute.string }  // NLMSGERR_ATTR_MSG
    }
    return found
  }
}
