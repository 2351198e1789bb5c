/// A style for every role.
public struct Theme: Hashable, Sendable {
  /// The backgrounds that a theme is made for.
  public enum Appearance: String, Hashable, Sendable {
    case dark, light, any
  }

  public let name: String
  public let appearance: Appearance
  /// What is wrong; a theme with problems is usable all the same.
  public let problems: [ThemeProblem]
  /// By `Role.rawValue`; the foreground and background of `text` are filled in.
  private let styles: [Style]
  private let selection: Style

  /// - Parameter parents: Finds the source of a theme that another one inherits from, by name.
  public init(source: ThemeSource, parents: (String) -> ThemeSource? = { _ in nil }) {
    var problems: [ThemeProblem] = []
    let merged = Self.merge(source, parents: parents, problems: &problems)
    var resolver = StyleResolver(source: merged)
    name = source.name
    appearance = merged.appearance.flatMap(Appearance.init) ?? .any
    if let word = merged.appearance, Appearance(rawValue: word) == nil {
      problems.append(.unknownAppearance(word))
    }
    styles = resolver.styles()
    selection = resolver.style(of: .selection)
    problems += resolver.problems
    problems += Self.contrasts(of: styles, selection: selection)
    self.problems = problems
  }

  /// How a cell looks.
  ///
  /// A selected one keeps its foreground if that is not the one of `text`.
  public func style(for role: Role, isSelected: Bool = false) -> Style {
    let style = styles[Int(role.rawValue)]
    guard isSelected else { return style }
    return Self.combine(style, selection, base: styles[Int(Role.text.rawValue)])
  }

  /// What a terminal of the depth is asked for.
  ///
  /// Nothing is marked by colour alone: a background that cannot be told from that of `text`
  /// becomes reverse, and a foreground that cannot be told from its background is that of `text`.
  public func resolved(
    _ role: Role, isSelected: Bool = false, at depth: ColourDepth
  ) -> ResolvedStyle {
    let base = styles[Int(Role.text.rawValue)]
    let plain = base.resolved(at: depth)
    let style = style(for: role, isSelected: isSelected)
    var resolved = style.resolved(at: depth)
    if style.background != base.background, resolved.background == plain.background {
      resolved.attributes.insert(.reverse)
    }
    if resolved.foreground == resolved.background, resolved.foreground != .terminalDefault {
      resolved.foreground = plain.foreground
    }
    return resolved
  }

  private static func combine(_ style: Style, _ selection: Style, base: Style) -> Style {
    var combined = style
    combined.attributes.formUnion(selection.attributes)
    if let background = selection.background { combined.background = background }
    // A role that stands out by its colour keeps it; plain text takes that of the selection.
    if let foreground = selection.foreground, style.foreground == base.foreground {
      combined.foreground = foreground
    }
    return combined
  }

  /// One source out of a theme and those that it inherits from; the nearest wins.
  private static func merge(
    _ source: ThemeSource, parents: (String) -> ThemeSource?, problems: inout [ThemeProblem]
  ) -> ThemeSource {
    var merged = source
    var seen = [source.name]
    var next = source.inherits
    while let name = next {
      guard !seen.contains(name) else {
        problems.append(.inheritanceCycle(seen + [name]))
        break
      }
      guard let parent = parents(name) else {
        problems.append(.unknownParent(name))
        break
      }
      seen.append(name)
      merged.palette.merge(parent.palette) { own, _ in own }
      merged.roles.merge(parent.roles) { own, _ in own }
      merged.appearance = merged.appearance ?? parent.appearance
      next = parent.inherits
    }
    return merged
  }

  /// Pairs of colours that are both known and hard to read, each for the first role that has it.
  private static func contrasts(of styles: [Style], selection: Style) -> [ThemeProblem] {
    let base = styles[Int(Role.text.rawValue)]
    // What is decoration need not be read.
    let read = Role.allCases.filter { $0 != .border && $0 != .scrollbar }
    var problems: [ThemeProblem] = []
    var seen: Set<[RGB]> = []
    for role in read {
      let style = styles[Int(role.rawValue)]
      let selected = combine(style, selection, base: base)
      for (style, what) in [(style, role.name), (selected, "\(role.name) on selection")] {
        for depth in [ColourDepth.palette256, .direct] {
          guard let front = style.foreground?.exact(at: depth),
            let back = style.background?.exact(at: depth)
          else { continue }
          let ratio = RGB.contrast(front, back)
          guard ratio < 3, seen.insert([front, back]).inserted else { continue }
          problems.append(.lowContrast(what, at: depth, tenths: Int(ratio * 10)))
        }
      }
    }
    return problems
  }
}

/// Turns the names of a theme source into colours and remembers what is wrong.
private struct StyleResolver {
  let source: ThemeSource
  var problems: [ThemeProblem] = []
  private var palette: [String: Colour] = [:]
  private var base = Style()

  init(source: ThemeSource) {
    self.source = source
    problems += source.unknownKeys.map { .unknownKey($0) }
    for (name, entry) in source.palette.sorted(by: { $0.key < $1.key }) {
      problems += entry.unknownKeys.map { .unknownKey("palette.\(name).\($0)") }
      if let colour = entry.colour {
        palette[name] = colour
      } else {
        problems.append(.malformedColour(name))
      }
    }
  }

  mutating func styles() -> [Style] {
    let known = Set(Role.allCases.flatMap(\.namesWithFallbacks))
    for name in source.roles.keys.sorted() {
      if !known.contains(name) { problems.append(.unknownRole(name)) }
      check(name)
    }
    base = style(of: .text)
    return Role.allCases.map { role in
      var style = style(of: role)
      if !role.namesWithFallbacks.contains(where: { source.roles[$0] != nil }) {
        problems.append(.missingRole(role))
      }
      style.foreground = style.foreground ?? base.foreground
      style.background = style.background ?? base.background
      return style
    }
  }

  /// The style of a role alone, without what it takes from `text`.
  func style(of role: Role) -> Style {
    for name in role.namesWithFallbacks {
      if let entry = source.roles[name] {
        let attributes = entry.attributes.compactMap(Attributes.init(name:))
        return Style(
          foreground: entry.fg.flatMap(colour), background: entry.bg.flatMap(colour),
          attributes: Attributes(attributes))
      }
    }
    return Style()
  }

  private func colour(_ name: String) -> Colour? { palette[name] ?? Colour(name) }

  private mutating func check(_ name: String) {
    guard let entry = source.roles[name] else { return }
    problems += entry.unknownKeys.map { .unknownKey("roles.\(name).\($0)") }
    for word in [entry.fg, entry.bg].compactMap(\.self) where colour(word) == nil {
      problems.append(.unknownColour(word, role: name))
    }
    for word in entry.attributes where Attributes(name: word) == nil {
      problems.append(.unknownAttribute(word, role: name))
    }
  }
}
