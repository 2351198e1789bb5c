internal import CNcurses
internal import Canvas

/// Attributes and a colour pair, as ncurses wants them.
struct Paint: Hashable {
  var attributes: UInt32
  var pair: CInt
}

/// The looks of a theme on this terminal, looked up once.
struct Painter {
  let depth: ColourDepth
  private var theme: Theme?
  /// By role, first all that are not selected, then all that are.
  private var paints: [Paint] = []
  private var pairs: [[CInt]: CInt] = [:]

  init(depth: ColourDepth) { self.depth = depth }

  /// Makes ready for a theme.
  ///
  /// - Returns: Whether it is another one, so that everything must be drawn anew.
  mutating func use(_ theme: Theme) -> Bool {
    if self.theme == theme { return false }
    self.theme = theme
    paints = [false, true].flatMap { isSelected in
      Role.allCases.map { role in
        paint(theme.resolved(role, isSelected: isSelected, at: depth))
      }
    }
    return true
  }

  func paint(_ role: Role, isSelected: Bool) -> Paint {
    paints[Int(role.rawValue) + (isSelected ? paints.count / 2 : 0)]
  }

  private mutating func paint(_ style: ResolvedStyle) -> Paint {
    let words: [(Attributes, UInt32)] = [
      (.bold, ncw_bold), (.dim, ncw_dim), (.underline, ncw_underline), (.reverse, ncw_reverse),
      (.italic, ncw_italic),
    ]
    let attributes = words.reduce(0) { $0 | (style.attributes.contains($1.0) ? $1.1 : 0) }
    return Paint(
      attributes: attributes, pair: pair(number(style.foreground), number(style.background)))
  }

  private mutating func pair(_ foreground: CInt, _ background: CInt) -> CInt {
    if depth == .none || (foreground == -1 && background == -1) { return 0 }
    if let known = pairs[[foreground, background]] { return known }
    let pair = max(ncw_alloc_pair(foreground, background), 0)
    pairs[[foreground, background]] = pair
    return pair
  }

  /// A colour as ncurses numbers it; -1 is the terminal's own.
  private func number(_ colour: ResolvedColour) -> CInt {
    switch colour {
    case .terminalDefault: return -1
    case .index(let index):
      if depth != .direct || index < 8 { return CInt(index) }
      return Self.direct(RGB(index: index).value)
    case .direct(let value): return Self.direct(value)
    }
  }

  /// On direct-colour terminals 0 to 7 are still the ANSI colours, so the darkest blues give way.
  private static func direct(_ value: UInt32) -> CInt { value < 8 ? 8 : CInt(value & 0xFF_FFFF) }
}
