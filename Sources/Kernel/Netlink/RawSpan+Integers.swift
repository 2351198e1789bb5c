extension RawSpan {
  /// The integer at `offset`, in host order; nil where it would reach past the end.
  ///
  /// Every pattern of bits is a valid integer, so this is the one place that loads unchecked.
  @inlinable public func integer<I: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: I.Type = I.self
  ) -> I? {
    guard offset >= 0, offset <= byteCount &- MemoryLayout<I>.size else { return nil }
    return unsafeLoadUnaligned(fromByteOffset: offset, as: I.self)
  }

  /// A copy of the bytes, for a value that must outlive the buffer.
  public var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

/// `length` rounded up to the next multiple of four (`NLMSG_ALIGN`, `NLA_ALIGN`).
@inlinable public func aligned(_ length: Int) -> Int { (length &+ 3) & ~3 }
