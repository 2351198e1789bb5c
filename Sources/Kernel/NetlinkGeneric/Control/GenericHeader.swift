import Netlink

extension MessageEncoder {
  /// Appends `struct genlmsghdr`.
  mutating func appendGenericHeader(command: UInt8, version: UInt8) {
    append(command)
    append(version)
    append(UInt16(0))
  }
}

extension AttributeReader {
  /// The attributes behind `struct genlmsghdr`.
  @_lifetime(copy payload)
  init(genericPayload payload: RawSpan) throws(MalformedMessage) {
    guard payload.byteCount >= 4 else {
      throw .truncated(what: "genlmsghdr", needs: 4, has: payload.byteCount)
    }
    self.init(payload.extracting(droppingFirst: 4))
  }
}
