/// Bold and the like, which every terminal has in some form.
public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Self(rawValue: 1)
  public static let dim = Self(rawValue: 2)
  public static let underline = Self(rawValue: 4)
  public static let reverse = Self(rawValue: 8)
  public static let italic = Self(rawValue: 16)

  /// The names in theme files.
  public static let names: [(name: String, attribute: Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
    ("italic", .italic),
  ]

  init?(name: String) {
    guard let known = Self.names.first(where: { $0.name == name }) else { return nil }
    self = known.attribute
  }
}

/// How a role looks.
public struct Style: Hashable, Sendable {
  /// Nil is the foreground of `text`.
  public var foreground: Colour?
  /// Nil is the background of `text`, or that of the selection on a selected row.
  public var background: Colour?
  public var attributes: Attributes

  public init(
    foreground: Colour? = nil, background: Colour? = nil, attributes: Attributes = []
  ) {
    (self.foreground, self.background) = (foreground, background)
    self.attributes = attributes
  }

  /// What a terminal of the depth is asked for.
  ///
  /// On eight colours, bright foregrounds become bold and dark grey becomes dim.
  public func resolved(at depth: ColourDepth) -> ResolvedStyle {
    var style = ResolvedStyle(
      foreground: foreground?.resolved(at: depth) ?? .terminalDefault,
      background: background?.resolved(at: depth) ?? .terminalDefault, attributes: attributes)
    if depth == .ansi8 {
      if case .index(let index) = style.foreground, index >= 8 {
        style.foreground = index == 8 ? .terminalDefault : .index(index - 8)
        style.attributes.insert(index == 8 ? .dim : .bold)
      }
      if case .index(let index) = style.background, index >= 8 {
        style.background = index == 8 ? .terminalDefault : .index(index - 8)
      }
    }
    return style
  }
}

/// A style as a terminal is asked for it.
public struct ResolvedStyle: Hashable, Sendable {
  public var foreground: ResolvedColour
  public var background: ResolvedColour
  public var attributes: Attributes

  public init(
    foreground: ResolvedColour = .terminalDefault, background: ResolvedColour = .terminalDefault,
    attributes: Attributes = []
  ) {
    (self.foreground, self.background) = (foreground, background)
    self.attributes = attributes
  }
}
