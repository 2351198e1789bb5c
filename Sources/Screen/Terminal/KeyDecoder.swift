internal import CNcurses
internal import Canvas

/// What ncurses says about one key.
enum RawKey: Hashable {
  /// A scalar that was typed.
  case scalar(UInt32)
  /// A number of ncurses.
  case code(UInt32)
}

/// Turns what ncurses says into keys.
///
/// It does no I/O: it is given a function that reads.
enum KeyDecoder {
  /// The key that begins with `first`; nil for what means nothing.
  ///
  /// - Parameter next: What is already there behind `first`, if anything.
  static func key(_ first: RawKey, next: () -> RawKey?) -> Key? {
    switch first {
    case .code(let code): special(code)
    case .scalar(0x1B): afterEscape(next: next)
    case .scalar(let value): plain(value)
    }
  }

  private static func plain(_ value: UInt32) -> Key? {
    switch value {
    case 0: return .control(" ")
    case 9: return .tab
    case 10, 13: return .enter
    case 0x1B: return .escape
    case 1...26: return Unicode.Scalar(value + 96).map { .control(Character($0)) }
    case 28...31: return Unicode.Scalar(value + 64).map { .control(Character($0)) }
    case 127: return .backspace
    // C1 controls are no text.
    case 128..<160: return nil
    default: return Unicode.Scalar(value).map { .character(Character($0)) }
    }
  }

  /// An escape alone, a character with alt, the mouse, or a sequence that terminfo does not know,
  /// which is swallowed: its characters must not act as keys.
  private static func afterEscape(next: () -> RawKey?) -> Key? {
    guard let second = next() else { return .escape }
    switch second {
    case .code(let code): return special(code)
    case .scalar(UInt32(ascii: "[")), .scalar(UInt32(ascii: "O")): return sequence(next: next)
    case .scalar(let value):
      // Escape and then Ctrl-C, both typed before they were read: the second must not be lost.
      switch plain(value) {
      case .character(let character): return .alternate(character)
      case .backspace: return .alternate("\u{7F}")
      case let key: return key ?? .escape
      }
    }
  }

  /// The rest of a control sequence: ECMA-48 5.4, parameters and intermediates and one final byte.
  private static func sequence(next: () -> RawKey?) -> Key? {
    var text: [UInt32] = []
    while text.count < 64, case .scalar(let value)? = next() {
      text.append(value)
      if !(0x20..<0x40).contains(value) { break }
    }
    guard let final = text.last.flatMap(Unicode.Scalar.init) else { return nil }
    if text.first == UInt32(ascii: "<"), final == "M" {
      let numbers = text.dropFirst().dropLast()
        .split(separator: UInt32(ascii: ";"), omittingEmptySubsequences: false).map(number)
      guard numbers.count == 3 else { return nil }
      return mouse(button: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1)
    }
    if text.count == 1, final == "M" {
      // The oldest form: a button and a position in one character each.
      var values: [Int] = []
      while values.count < 3, case .scalar(let value)? = next() { values.append(Int(value) - 32) }
      guard values.count == 3 else { return nil }
      return mouse(button: values[0], column: values[1] - 1, row: values[2] - 1)
    }
    return nil
  }

  /// Digits, as far as they make sense on a screen.
  private static func number(_ digits: ArraySlice<UInt32>) -> Int {
    digits.reduce(0) { sum, digit in
      (0x30..<0x3A).contains(digit) ? min(sum * 10 + Int(digit) - 0x30, 99_999) : sum
    }
  }

  /// A report of the mouse; nil for releases, movements and further buttons.
  private static func mouse(button: Int, column: Int, row: Int) -> Key? {
    guard column >= 0, row >= 0 else { return nil }
    // 4, 8 and 16 are keys that were held.
    switch button & ~0b1_1100 {
    case 0: return .mouse(Mouse(column: column, row: row, kind: .press))
    case 64: return .mouse(Mouse(column: column, row: row, kind: .wheelUp))
    case 65: return .mouse(Mouse(column: column, row: row, kind: .wheelDown))
    default: return nil
    }
  }

  private static func special(_ code: UInt32) -> Key? {
    switch code {
    case ncw_key_up: .up
    case ncw_key_down: .down
    case ncw_key_left: .left
    case ncw_key_right: .right
    case ncw_key_home: .home
    case ncw_key_end: .end
    case ncw_key_page_up: .pageUp
    case ncw_key_page_down: .pageDown
    case ncw_key_enter: .enter
    case ncw_key_back_tab: .backTab
    case ncw_key_backspace: .backspace
    case ncw_key_delete: .delete
    case ncw_key_insert: .insert
    case (ncw_key_f0 + 1)...(ncw_key_f0 + 63): .function(Int(code - ncw_key_f0))
    default: nil
    }
  }

  /// Sequences that many terminals send and few descriptions have.
  static let extraSequences: [(sequence: String, code: UInt32)] = [
    ("\u{1B}[A", ncw_key_up), ("\u{1B}[B", ncw_key_down), ("\u{1B}[C", ncw_key_right),
    ("\u{1B}[D", ncw_key_left), ("\u{1B}OA", ncw_key_up), ("\u{1B}OB", ncw_key_down),
    ("\u{1B}OC", ncw_key_right), ("\u{1B}OD", ncw_key_left), ("\u{1B}[H", ncw_key_home),
    ("\u{1B}[F", ncw_key_end), ("\u{1B}OH", ncw_key_home), ("\u{1B}OF", ncw_key_end),
    ("\u{1B}[1~", ncw_key_home), ("\u{1B}[4~", ncw_key_end), ("\u{1B}[7~", ncw_key_home),
    ("\u{1B}[8~", ncw_key_end), ("\u{1B}[2~", ncw_key_insert), ("\u{1B}[3~", ncw_key_delete),
    ("\u{1B}[5~", ncw_key_page_up), ("\u{1B}[6~", ncw_key_page_down),
    ("\u{1B}[Z", ncw_key_back_tab), ("\u{1B}OM", ncw_key_enter), ("\u{1B}OP", ncw_key_f0 + 1),
    ("\u{1B}OQ", ncw_key_f0 + 2), ("\u{1B}OR", ncw_key_f0 + 3), ("\u{1B}OS", ncw_key_f0 + 4),
    ("\u{1B}[11~", ncw_key_f0 + 1), ("\u{1B}[12~", ncw_key_f0 + 2),
    ("\u{1B}[13~", ncw_key_f0 + 3), ("\u{1B}[14~", ncw_key_f0 + 4),
    ("\u{1B}[15~", ncw_key_f0 + 5), ("\u{1B}[17~", ncw_key_f0 + 6),
    ("\u{1B}[18~", ncw_key_f0 + 7), ("\u{1B}[19~", ncw_key_f0 + 8),
    ("\u{1B}[20~", ncw_key_f0 + 9), ("\u{1B}[21~", ncw_key_f0 + 10),
    ("\u{1B}[23~", ncw_key_f0 + 11), ("\u{1B}[24~", ncw_key_f0 + 12),
  ]
}

extension UInt32 {
  fileprivate init(ascii scalar: Unicode.Scalar) { self = scalar.value }
}
