/// A theme file as it is written: names of colours, not colours.
///
/// The program decodes it from YAML:
///
/// ```yaml
/// name: example
/// inherits: default          # optional: what is not said here is said there
/// appearance: dark           # dark, light or any
/// palette:
///   frost: "#88C0D0"
///   red: { rgb: "#BF616A", c256: 131, ansi: red }
/// roles:
///   title: { fg: frost, attributes: [bold] }
///   state.down: { fg: red, bg: default, attributes: [reverse] }
///   name: frost              # a foreground alone
/// ```
public struct ThemeSource: Decodable, Hashable, Sendable {
  public var name: String
  public var inherits: String?
  public var appearance: String?
  public var palette: [String: ColourSource]
  public var roles: [String: StyleSource]
  /// What the file says and nobody reads, perhaps a slip.
  public var unknownKeys: [String] = []

  public init(
    name: String, inherits: String? = nil, appearance: String? = nil,
    palette: [String: ColourSource] = [:], roles: [String: StyleSource] = [:]
  ) {
    self.name = name
    self.inherits = inherits
    self.appearance = appearance
    self.palette = palette
    self.roles = roles
  }

  private enum CodingKeys: String, CodingKey {
    case name, inherits, appearance, palette, roles
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    inherits = try container.decodeIfPresent(String.self, forKey: .inherits)
    appearance = try container.decodeIfPresent(String.self, forKey: .appearance)
    palette = try container.decodeIfPresent([String: ColourSource].self, forKey: .palette) ?? [:]
    roles = try container.decodeIfPresent([String: StyleSource].self, forKey: .roles) ?? [:]
    unknownKeys = try decoder.unknownKeys(
      besides: ["name", "inherits", "appearance", "palette", "roles"])
  }
}

/// A colour of a palette: `"#88C0D0"`, `red`, `default`, or one for each depth.
public struct ColourSource: Decodable, Hashable, Sendable {
  public var rgb: String?
  public var c256: Int?
  public var ansi: String?
  public var unknownKeys: [String] = []

  public init(rgb: String? = nil, c256: Int? = nil, ansi: String? = nil) {
    (self.rgb, self.c256, self.ansi) = (rgb, c256, ansi)
  }

  private enum CodingKeys: String, CodingKey {
    case rgb, c256, ansi
  }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      let isExact = text.hasPrefix("#")
      self.init(rgb: isExact ? text : nil, ansi: isExact ? nil : text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      rgb: try container.decodeIfPresent(String.self, forKey: .rgb),
      c256: try container.decodeIfPresent(Int.self, forKey: .c256),
      ansi: try container.decodeIfPresent(String.self, forKey: .ansi))
    unknownKeys = try decoder.unknownKeys(besides: ["rgb", "c256", "ansi"])
  }

  /// The colour, or nil if a part of it cannot be read.
  var colour: Colour? {
    var colour = Colour.terminalDefault
    if let ansi {
      guard let named = Colour(ansi) else { return nil }
      colour.ansi = named.ansi
    }
    if let rgb {
      guard let exact = RGB(rgb) else { return nil }
      colour.rgb = exact
    }
    if let c256 {
      guard let index = UInt8(exactly: c256) else { return nil }
      colour.index256 = index
    }
    return colour
  }
}

/// The look of a role: colours by their name in the palette, by an ANSI name, or exact.
public struct StyleSource: Decodable, Hashable, Sendable {
  public var fg: String?
  public var bg: String?
  public var attributes: [String]
  public var unknownKeys: [String] = []

  public init(fg: String? = nil, bg: String? = nil, attributes: [String] = []) {
    (self.fg, self.bg) = (fg, bg)
    self.attributes = attributes
  }

  private enum CodingKeys: String, CodingKey {
    case fg, bg, attributes
  }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(fg: text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      fg: try container.decodeIfPresent(String.self, forKey: .fg),
      bg: try container.decodeIfPresent(String.self, forKey: .bg),
      attributes: try container.decodeIfPresent([String].self, forKey: .attributes) ?? [])
    unknownKeys = try decoder.unknownKeys(besides: ["fg", "bg", "attributes"])
  }
}

private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  fileprivate func unknownKeys(besides known: Set<String>) throws -> [String] {
    try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).filter { !known.contains($0) }
      .sorted()
  }
}
