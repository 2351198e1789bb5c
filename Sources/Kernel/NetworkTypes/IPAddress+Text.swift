extension IPAddress: CustomStringConvertible {
  /// The longest text of an address in bytes, as `INET6_ADDRSTRLEN` without its NUL.
  public static let maximumTextLength = 45

  /// The canonical text: dotted decimal, or RFC 5952 as `inet_ntop` writes it.
  public var description: String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.maximumTextLength) { buffer in
      let count = writeText(to: buffer.baseAddress!)
      return String(decoding: UnsafeBufferPointer(rebasing: buffer[..<count]), as: UTF8.self)
    }
  }

  /// Writes the canonical text without a NUL.
  ///
  /// - Parameter start: Room for `maximumTextLength` bytes.
  /// - Returns: How many bytes were written.
  @inlinable public func writeText(to start: UnsafeMutablePointer<UInt8>) -> Int {
    switch family {
    case .ipv4: Self.writeDotted(UInt32(truncatingIfNeeded: low), to: start)
    case .ipv6: writeIPv6(to: start)
    }
  }

  @inlinable static func writeDotted(_ number: UInt32, to start: UnsafeMutablePointer<UInt8>) -> Int
  {
    var position = writeDecimal(UInt8(truncatingIfNeeded: number >> 24), to: start)
    for part in 1...3 {
      start[position] = UInt8(ascii: ".")
      position += 1
      let byte = UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * part))
      position += writeDecimal(byte, to: start + position)
    }
    return position
  }

  @inlinable static func writeDecimal(_ number: UInt8, to start: UnsafeMutablePointer<UInt8>)
    -> Int
  {
    var count = 0
    if number >= 100 {
      start[count] = 48 &+ number / 100
      count += 1
    }
    if number >= 10 {
      start[count] = 48 &+ number / 10 % 10
      count += 1
    }
    start[count] = 48 &+ number % 10
    return count + 1
  }

  @usableFromInline func group(_ index: Int) -> UInt16 {
    let half = index < 4 ? high : low
    return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (index & 3)))
  }

  @usableFromInline func writeIPv6(to start: UnsafeMutablePointer<UInt8>) -> Int {
    let run = longestZeroRun()
    // ::a.b.c.d and ::ffff:a.b.c.d, as inet_ntop has them.
    let isEmbedded =
      run.start == 0
      && (run.length == 6 || (run.length == 5 && group(5) == 0xFFFF))
    var position = 0
    var index = 0
    while index < 8 {
      if index == run.start {
        start[position] = UInt8(ascii: ":")
        position += 1
        index += run.length
        if index == 8 {
          start[position] = UInt8(ascii: ":")
          position += 1
        }
        continue
      }
      if index > 0 {
        start[position] = UInt8(ascii: ":")
        position += 1
      }
      if index == 6 && isEmbedded {
        return position + Self.writeDotted(UInt32(truncatingIfNeeded: low), to: start + position)
      }
      position += Self.writeHexadecimal(group(index), to: start + position)
      index += 1
    }
    return position
  }

  private static func writeHexadecimal(_ number: UInt16, to start: UnsafeMutablePointer<UInt8>)
    -> Int
  {
    let digits = number >= 0x1000 ? 4 : number >= 0x100 ? 3 : number >= 0x10 ? 2 : 1
    for position in 0..<digits {
      let digit = UInt8(truncatingIfNeeded: number >> UInt16(4 * (digits - 1 - position)) & 0xF)
      start[position] = digit < 10 ? 48 &+ digit : 87 &+ digit
    }
    return digits
  }

  /// The longest run of two or more zero groups, the first of several; start -1 if there is none.
  private func longestZeroRun() -> (start: Int, length: Int) {
    var best = (start: -1, length: 1)
    var current = (start: -1, length: 0)
    for index in 0..<8 {
      if group(index) == 0 {
        current = current.start < 0 ? (index, 1) : (current.start, current.length + 1)
        if current.length > best.length { best = current }
      } else {
        current.start = -1
      }
    }
    return best.start < 0 ? (-1, 0) : best
  }
}
