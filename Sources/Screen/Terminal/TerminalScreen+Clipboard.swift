extension TerminalScreen {
  /// Puts text on the clipboard of whoever sits at the terminal, also over ssh (xterm's OSC 52).
  ///
  /// Terminals that do not allow it ignore it; more than 48 KiB are left out, as many take no more.
  public func copy(_ text: String) {
    emit("\u{1B}]52;c;\(Self.base64(text.utf8.prefix(49_152)))\u{7}")
  }

  /// RFC 4648, section 4.
  private static func base64(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var result = ""
    var (bits, count): (UInt32, Int) = (0, 0)
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        result.append(digits[Int(bits >> UInt32(count) & 63)])
      }
    }
    if count > 0 { result.append(digits[Int(bits << UInt32(6 - count) & 63)]) }
    while result.utf8.count % 4 != 0 { result.append("=") }
    return result
  }
}
