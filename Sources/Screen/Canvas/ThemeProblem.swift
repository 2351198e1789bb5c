/// Something in a theme that its author should know.
public enum ThemeProblem: Hashable, Sendable, CustomStringConvertible {
  case unknownKey(String)
  case unknownRole(String)
  case unknownColour(String, role: String)
  case unknownAttribute(String, role: String)
  case unknownAppearance(String)
  case malformedColour(String)
  /// Neither the role nor one that it falls back to has a style; it looks like `text`.
  case missingRole(Role)
  case unknownParent(String)
  case inheritanceCycle([String])
  /// Foreground and background are less than 3:1 apart (WCAG 2.1); the ratio in tenths.
  case lowContrast(String, at: ColourDepth, tenths: Int)

  /// Whether the theme does what its author meant nevertheless.
  public var isWarning: Bool {
    if case .lowContrast = self { return true }
    return false
  }

  public var description: String {
    switch self {
    case .unknownKey(let name): "\(name) means nothing here"
    case .unknownRole(let name): "no role is named \(name)"
    case .unknownColour(let name, let role): "\(role): no colour is named \(name)"
    case .unknownAttribute(let name, let role): "\(role): no attribute is named \(name)"
    case .unknownAppearance(let word): "appearance \(word) is none of dark, light, any"
    case .malformedColour(let name): "palette: \(name) cannot be read"
    case .missingRole(let role): "\(role.name) has no style"
    case .unknownParent(let name): "it inherits from \(name), which is not there"
    case .inheritanceCycle(let names): "it inherits from itself: \(names.joined(separator: " → "))"
    case .lowContrast(let what, let depth, let tenths):
      "\(what), \(depth == .direct ? "exact" : "256") colours: a contrast of \(tenths / 10).\(tenths % 10) to 1 is hard to read"
    }
  }
}
