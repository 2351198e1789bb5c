/// The lines of one answer of BIRD's control socket.
///
/// `CODE-text` has more lines behind it, `CODE text` is the last one, ` text` has the code of the
/// line before; `+text` comes by itself. Same in BIRD 1.6, 2 and 3 (`nest/cli.c`).
struct BIRDReply {
  struct Line {
    /// 0000 to 0999 is an end, 1000 to 1999 data, 2000 headings, 8000 and up errors.
    var code: Int
    /// The text, with the blanks before it.
    var text: Slice<UnsafeRawBufferPointer>
  }

  /// Where the next line starts, and whether the answer is whole; for an answer that comes in
  /// pieces, so that no byte is looked at twice.
  struct Progress {
    fileprivate(set) var start = 0
    fileprivate(set) var scanned = 0
    fileprivate(set) var isComplete = false
  }

  /// Looks through what came since the last call.
  static func scan(_ bytes: [UInt8], _ progress: inout Progress) {
    bytes.withUnsafeBytes { buffer in
      var position = progress.scanned
      while position < buffer.count {
        guard buffer[position] == UInt8(ascii: "\n") else {
          position += 1
          continue
        }
        let line = buffer[progress.start..<position]
        progress.start = position + 1
        position += 1
        if let code = code(line), code.isLast {
          progress.isComplete = true
          break
        }
      }
      progress.scanned = position
    }
  }

  private static func code(_ line: Slice<UnsafeRawBufferPointer>) -> (number: Int, isLast: Bool)? {
    guard line.count >= 5 else { return nil }
    var number = 0
    for offset in 0..<4 {
      let digit = line[line.startIndex + offset]
      guard (48...57).contains(digit) else { return nil }
      number = number * 10 + Int(digit - 48)
    }
    switch line[line.startIndex + 4] {
    case UInt8(ascii: " "): return (number, true)
    case UInt8(ascii: "-"): return (number, false)
    default: return nil
    }
  }

  /// Calls `body` for each line of an answer; lines that come by themselves are left out.
  static func forEachLine(_ bytes: [UInt8], _ body: (Line) -> Void) {
    bytes.withUnsafeBytes { buffer in
      var start = 0
      var last = 0
      while start < buffer.count {
        let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) ?? buffer.count
        var line = buffer[start..<end]
        start = end + 1
        if let (number, _) = code(line) {
          last = number
          line = line.dropFirst(5)
        } else if line.first == UInt8(ascii: " ") {
          line = line.dropFirst()
        } else {
          continue
        }
        body(Line(code: last, text: line))
      }
    }
  }
}

extension Slice<UnsafeRawBufferPointer> {
  /// Without blanks at either end.
  var trimmed: Self {
    var (start, end) = (startIndex, endIndex)
    while start < end, base[start] == 32 { start += 1 }
    while start < end, base[end - 1] == 32 { end -= 1 }
    return base[start..<end]
  }

  var string: String { String(decoding: self, as: UTF8.self) }

  /// What is before and behind the first colon, trimmed; nil for a line without one.
  var keyAndValue: (key: String, value: Self)? {
    guard let colon = firstIndex(of: UInt8(ascii: ":")), colon - startIndex <= 40 else {
      return nil
    }
    return (base[startIndex..<colon].trimmed.string, base[(colon + 1)..<endIndex].trimmed)
  }

  /// The words between blanks.
  var words: [String] {
    split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
  }
}
