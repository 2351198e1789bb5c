/// Red, green and blue.
public struct RGB: Hashable, Sendable {
  public var red, green, blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// Reads `#RRGGBB` or `#RGB`.
  public init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "#"), !text.contains("+") else { return nil }
    let digits = text.dropFirst()
    guard let value = UInt32(digits, radix: 16) else { return nil }
    switch digits.utf8.count {
    case 6:
      (red, green, blue) = (UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    case 3:
      (red, green, blue) = (
        UInt8(value >> 8) * 17, UInt8(value >> 4 & 0xF) * 17, UInt8(value & 0xF) * 17
      )
    default: return nil
    }
  }

  /// `0xRRGGBB`.
  public var value: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

  /// How light it looks, 0 to 1 (WCAG 2.1, relative luminance).
  var luminance: Double {
    // The exact curve needs a power; this fit of it (error below 0.002) needs none.
    func linear(_ value: UInt8) -> Double {
      let share = Double(value) / 255
      return share * (share * (share * 0.305306011 + 0.682171111) + 0.012522878)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast of two colours, 1 to 21 (WCAG 2.1).
  public static func contrast(_ one: RGB, _ other: RGB) -> Double {
    let (a, b) = (one.luminance + 0.05, other.luminance + 0.05)
    return max(a, b) / min(a, b)
  }

  /// How far two colours are apart for the eye, roughly: red and blue count by how red they are.
  func distance(_ other: RGB) -> Int {
    let mean = (Int(red) + Int(other.red)) / 2
    let (r, g, b) = (
      Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue)
    )
    return (512 + mean) * r * r / 256 + 4 * g * g + (767 - mean) * b * b / 256
  }
}

/// A colour of a theme: what it is on terminals of each depth.
public struct Colour: Hashable, Sendable {
  /// The exact colour; nil if only the terminal knows it.
  public var rgb: RGB?
  /// The index on terminals with 256 colours; nil is the nearest to `rgb`.
  public var index256: UInt8?
  /// The index among the 16 ANSI colours; nil is the nearest to `rgb`.
  public var ansi: UInt8?

  public init(rgb: RGB? = nil, index256: UInt8? = nil, ansi: UInt8? = nil) {
    (self.rgb, self.index256, self.ansi) = (rgb, index256, ansi)
  }

  /// The colour that the terminal uses by itself.
  public static let terminalDefault = Colour()

  /// The names of the 16 ANSI colours, by index.
  public static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "brightBlack",
    "brightRed", "brightGreen", "brightYellow", "brightBlue", "brightMagenta", "brightCyan",
    "brightWhite",
  ]

  /// Reads `default`, the name of an ANSI colour (`brightBlue`, `bright-blue`, `grey`), or
  /// `#RRGGBB`.
  public init?(_ text: String) {
    if let rgb = RGB(text) {
      self.init(rgb: rgb)
      return
    }
    let plain = text.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    if plain == "default" {
      self = .terminalDefault
    } else if plain == "grey" || plain == "gray" {
      self.init(ansi: 8)
    } else if let index = Self.ansiNames.firstIndex(where: { $0.lowercased() == plain }) {
      self.init(ansi: UInt8(index))
    } else {
      return nil
    }
  }

  /// What it is exactly on a terminal of the depth, if that is known.
  func exact(at depth: ColourDepth) -> RGB? {
    switch resolved(at: depth) {
    case .direct(let value):
      RGB(red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
    case .index(let index) where index >= 16: Palette.rgb(of: index)
    default: nil
    }
  }

  /// What a terminal of the depth is asked for.
  public func resolved(at depth: ColourDepth) -> ResolvedColour {
    switch depth {
    case .none: return .terminalDefault
    case .ansi8, .ansi16:
      return (ansi ?? rgb.map(Palette.nearestANSI)).map { .index($0) } ?? .terminalDefault
    case .palette256:
      return (index256 ?? rgb.map(Palette.nearest256) ?? ansi).map { .index($0) }
        ?? .terminalDefault
    case .direct:
      if let rgb { return .direct(rgb.value) }
      return (index256 ?? ansi).map { .index($0) } ?? .terminalDefault
    }
  }
}

/// How many colours a terminal has.
public enum ColourDepth: Int, CaseIterable, Comparable, Hashable, Sendable {
  /// Attributes only.
  case none = 0
  case ansi8 = 8
  case ansi16 = 16
  case palette256 = 256
  /// Red, green and blue of eight bits each.
  case direct = 16_777_216

  public static func < (left: ColourDepth, right: ColourDepth) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A colour as a terminal is asked for it.
public enum ResolvedColour: Hashable, Sendable {
  case terminalDefault
  /// A place in the terminal's palette; below 16, or below 256 on terminals that have so many.
  case index(UInt8)
  /// `0xRRGGBB`.
  case direct(UInt32)
}

/// The colours that terminals have by number.
enum Palette {
  /// The 16 ANSI colours as xterm has them; others differ, which is why themes can name them.
  static let ansi: [RGB] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F,
    0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ].map(exact)

  /// The six steps of each side of the colour cube.
  private static let steps: [Int] = [0, 95, 135, 175, 215, 255]

  static func nearestANSI(_ colour: RGB) -> UInt8 {
    let indices = ansi.indices.min { ansi[$0].distance(colour) < ansi[$1].distance(colour) }
    return UInt8(indices ?? 0)
  }

  /// The nearest of the cube (16 to 231) and the greys (232 to 255): those two are the same
  /// everywhere, the first 16 are not.
  static func nearest256(_ colour: RGB) -> UInt8 {
    let (red, green, blue) = (step(colour.red), step(colour.green), step(colour.blue))
    let cube = RGB(
      red: UInt8(steps[red]), green: UInt8(steps[green]), blue: UInt8(steps[blue]))
    let mean = (Int(colour.red) + Int(colour.green) + Int(colour.blue)) / 3
    let place = min(max((mean - 3) / 10, 0), 23)
    let level = UInt8(8 + 10 * place)
    let grey = RGB(red: level, green: level, blue: level)
    if grey.distance(colour) < cube.distance(colour) { return UInt8(232 + place) }
    return UInt8(16 + 36 * red + 6 * green + blue)
  }

  /// The exact colour of an index of 16 or more; that of xterm below.
  static func rgb(of index: UInt8) -> RGB {
    switch index {
    case ..<16: return ansi[Int(index)]
    case ..<232:
      let place = Int(index) - 16
      return RGB(
        red: UInt8(steps[place / 36]), green: UInt8(steps[place / 6 % 6]),
        blue: UInt8(steps[place % 6]))
    default:
      let level = UInt8(8 + 10 * (Int(index) - 232))
      return RGB(red: level, green: level, blue: level)
    }
  }

  private static func step(_ value: UInt8) -> Int {
    steps.indices.min { abs(steps[$0] - Int(value)) < abs(steps[$1] - Int(value)) } ?? 0
  }

  private static func exact(_ value: UInt32) -> RGB {
    RGB(red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
  }
}
