// Written by Tests/Tools/built-in-themes from themes/*.yaml; edit those.

extension Theme {
  /// The themes that are in the program, by name: the texts of their YAML files.
  public static let builtIn: [String: String] = [
    "dark": #"""
    # Soft colours on near black; other dark themes bring their own palette.
    name: dark
    inherits: default
    appearance: dark
    palette:
      foreground: { rgb: "#D8DEE4", c256: 253, ansi: white }
      background: { rgb: "#121417", c256: 233, ansi: black }
      muted: { rgb: "#8B949E", c256: 246, ansi: white }
      accent: { rgb: "#6CB6FF", c256: 75, ansi: bright-cyan }
      blue: { rgb: "#6CB6FF", c256: 75, ansi: bright-blue }
      green: { rgb: "#6BC46D", c256: 77, ansi: green }
      yellow: { rgb: "#DAAA3F", c256: 179, ansi: yellow }
      red: { rgb: "#F47067", c256: 203, ansi: bright-red }
      magenta: { rgb: "#DCBDFB", c256: 183, ansi: bright-magenta }
      cyan: { rgb: "#76D7E0", c256: 116, ansi: cyan }
      selected: { rgb: "#2B3640", c256: 237, ansi: blue }
    roles:
      text.muted: { fg: muted }
      border: { fg: muted }
      tree: { fg: muted }
      selection: { bg: selected, attributes: [bold] }
      state.unknown: { fg: muted }
      diff.removed: { fg: red, attributes: [underline] }
      stale: { fg: yellow }

    """#,
    "default": #"""
    # The colours of the terminal: right on dark, light and transparent backgrounds.
    # Every other theme inherits from this one: most of them only replace its palette.
    name: default
    appearance: any
    palette:
      foreground: default
      background: default
      muted: default
      accent: cyan
      blue: blue
      green: green
      yellow: yellow
      red: red
      magenta: magenta
      cyan: cyan
    roles:
      text: { fg: foreground, bg: background }
      text.muted: { fg: muted, attributes: [dim] }
      accent: { fg: accent, attributes: [bold] }
      title: { attributes: [bold] }
      border: { fg: muted, attributes: [dim] }
      header: { attributes: [bold] }
      header.stale: { fg: yellow, attributes: [bold, reverse] }
      tab: { fg: muted }
      tab.active: { fg: accent, attributes: [bold, reverse] }
      key: { fg: accent, attributes: [bold] }
      key.help: { fg: muted }
      table.header: { attributes: [bold, underline] }
      table.header.sorted: { fg: accent, attributes: [bold, underline] }
      selection: { attributes: [reverse] }
      scrollbar: { fg: muted }
      match: { attributes: [bold, underline] }
      state.up: { fg: green }
      state.down: { fg: red, attributes: [bold] }
      state.warning: { fg: yellow, attributes: [bold] }
      state.unknown: { fg: muted, attributes: [dim] }
      address: { fg: cyan }
      name: { attributes: [bold] }
      kind: { fg: magenta }
      number: { fg: foreground }
      rate: { fg: foreground }
      rate.rx: { fg: green }
      rate.tx: { fg: blue }
      gauge: { fg: accent }
      sparkline: { fg: accent }
      tree: { fg: muted, attributes: [dim] }
      diff.added: { fg: green }
      diff.removed: { fg: red, attributes: [dim] }
      diff.changed: { fg: yellow, attributes: [bold] }
      prompt: { fg: foreground }
      error: { fg: red, attributes: [bold] }
      notice: { fg: accent }
      stale: { fg: yellow, attributes: [dim] }

    """#,
    "deuteranopia": #"""
    # Blue for good, orange for bad (Okabe and Ito): red and green need not be told apart.
    name: deuteranopia
    inherits: dark
    appearance: dark
    palette:
      foreground: { rgb: "#E4E4E4", c256: 254, ansi: white }
      background: { rgb: "#121212", c256: 233, ansi: black }
      muted: { rgb: "#9E9E9E", c256: 247, ansi: white }
      accent: { rgb: "#F0E442", c256: 227, ansi: bright-yellow }
      blue: { rgb: "#8FB8F0", c256: 111, ansi: bright-blue }
      green: { rgb: "#56B4E9", c256: 74, ansi: bright-cyan }
      yellow: { rgb: "#F0E442", c256: 227, ansi: bright-yellow }
      red: { rgb: "#E69F00", c256: 178, ansi: yellow }
      magenta: { rgb: "#D7A6C5", c256: 182, ansi: bright-magenta }
      cyan: { rgb: "#9AD3E0", c256: 116, ansi: cyan }
      selected: { rgb: "#2F3B4A", c256: 237, ansi: blue }
    roles:
      state.down: { fg: red, attributes: [bold, underline] }
      error: { fg: red, attributes: [bold, reverse] }

    """#,
    "dracula": #"""
    # Zeno Rocha's Dracula.
    name: dracula
    inherits: dark
    appearance: dark
    palette:
      foreground: { rgb: "#F8F8F2", c256: 255, ansi: white }
      background: { rgb: "#282A36", c256: 236, ansi: black }
      muted: { rgb: "#A3AED0", c256: 146, ansi: white }
      accent: { rgb: "#BD93F9", c256: 141, ansi: bright-magenta }
      blue: { rgb: "#8BE9FD", c256: 117, ansi: bright-blue }
      green: { rgb: "#50FA7B", c256: 84, ansi: bright-green }
      yellow: { rgb: "#F1FA8C", c256: 228, ansi: bright-yellow }
      red: { rgb: "#FF6E6E", c256: 210, ansi: bright-red }
      magenta: { rgb: "#FF79C6", c256: 212, ansi: bright-magenta }
      cyan: { rgb: "#8BE9FD", c256: 117, ansi: bright-cyan }
      selected: { rgb: "#44475A", c256: 239, ansi: blue }

    """#,
    "gruvbox-dark": #"""
    # The dark, medium palette of Pavel Pertsev's gruvbox.
    name: gruvbox-dark
    inherits: dark
    appearance: dark
    palette:
      foreground: { rgb: "#EBDBB2", c256: 223, ansi: white }
      background: { rgb: "#282828", c256: 235, ansi: black }
      muted: { rgb: "#A89984", c256: 246, ansi: white }
      accent: { rgb: "#FABD2F", c256: 214, ansi: bright-yellow }
      blue: { rgb: "#83A598", c256: 109, ansi: bright-blue }
      green: { rgb: "#B8BB26", c256: 142, ansi: green }
      yellow: { rgb: "#FABD2F", c256: 214, ansi: yellow }
      red: { rgb: "#FB6A55", c256: 203, ansi: bright-red }
      magenta: { rgb: "#D3869B", c256: 175, ansi: bright-magenta }
      cyan: { rgb: "#8EC07C", c256: 108, ansi: cyan }
      selected: { rgb: "#3C3836", c256: 237, ansi: blue }

    """#,
    "high-contrast": #"""
    # The strongest colours on black; every state differs by an attribute too.
    name: high-contrast
    inherits: default
    appearance: dark
    palette:
      foreground: { rgb: "#FFFFFF", c256: 231, ansi: bright-white }
      background: { rgb: "#000000", c256: 16, ansi: black }
      muted: { rgb: "#D0D0D0", c256: 252, ansi: white }
      accent: { rgb: "#00FFFF", c256: 51, ansi: bright-cyan }
      blue: { rgb: "#8FC7FF", c256: 117, ansi: bright-cyan }
      green: { rgb: "#5FFF5F", c256: 83, ansi: bright-green }
      yellow: { rgb: "#FFFF00", c256: 226, ansi: bright-yellow }
      red: { rgb: "#FF8080", c256: 210, ansi: bright-red }
      magenta: { rgb: "#FFAFFF", c256: 219, ansi: bright-magenta }
      cyan: { rgb: "#5FFFFF", c256: 87, ansi: bright-cyan }
    roles:
      text.muted: { fg: muted }
      border: { fg: foreground }
      tree: { fg: foreground }
      state.down: { fg: red, attributes: [bold, reverse] }
      state.warning: { fg: yellow, attributes: [bold, underline] }
      state.unknown: { fg: muted, attributes: [underline] }
      diff.removed: { fg: red, attributes: [underline] }
      stale: { fg: yellow, attributes: [underline] }

    """#,
    "light": #"""
    # Dark ink on white, for terminals whose own yellow and cyan are too pale there.
    name: light
    inherits: default
    appearance: light
    palette:
      foreground: { rgb: "#1F2328", c256: 235, ansi: black }
      background: { rgb: "#FFFFFF", c256: 231, ansi: bright-white }
      muted: { rgb: "#59636E", c256: 241, ansi: black }
      accent: { rgb: "#0550AE", c256: 25, ansi: blue }
      blue: { rgb: "#0550AE", c256: 25, ansi: blue }
      green: { rgb: "#116329", c256: 22, ansi: green }
      yellow: { rgb: "#7D4E00", c256: 94, ansi: black }
      red: { rgb: "#A40E26", c256: 124, ansi: red }
      magenta: { rgb: "#6639BA", c256: 55, ansi: magenta }
      cyan: { rgb: "#0A5E6B", c256: 23, ansi: blue }
      selected: { rgb: "#DDE9F7", c256: 189, ansi: white }
    roles:
      text.muted: { fg: muted }
      border: { fg: muted }
      tree: { fg: muted }
      selection: { bg: selected, attributes: [bold] }
      state.unknown: { fg: muted }
      diff.removed: { fg: red, attributes: [underline] }
      stale: { fg: yellow }

    """#,
    "monochrome": #"""
    # No colours at all, only bold, dim, underline and reverse: much as NO_COLOR looks.
    name: monochrome
    inherits: default
    appearance: any
    palette:
      accent: default
      blue: default
      green: default
      yellow: default
      red: default
      magenta: default
      cyan: default
    roles:
      state.down: { attributes: [bold, reverse] }
      state.warning: { attributes: [bold, underline] }
      diff.added: { attributes: [bold] }
      diff.removed: { attributes: [dim, underline] }
      diff.changed: { attributes: [underline] }
      error: { attributes: [bold, reverse] }
      stale: { attributes: [dim, underline] }

    """#,
    "nord": #"""
    # The palette of Arctic Ice Studio's Nord.
    name: nord
    inherits: dark
    appearance: dark
    palette:
      foreground: { rgb: "#D8DEE9", c256: 253, ansi: white }
      background: { rgb: "#2E3440", c256: 236, ansi: black }
      muted: { rgb: "#97A3B8", c256: 248, ansi: white }
      accent: { rgb: "#88C0D0", c256: 110, ansi: cyan }
      blue: { rgb: "#81A1C1", c256: 109, ansi: bright-blue }
      green: { rgb: "#A3BE8C", c256: 144, ansi: green }
      yellow: { rgb: "#EBCB8B", c256: 222, ansi: yellow }
      red: { rgb: "#E08790", c256: 174, ansi: bright-red }
      magenta: { rgb: "#C9A0C0", c256: 182, ansi: bright-magenta }
      cyan: { rgb: "#8FBCBB", c256: 109, ansi: cyan }
      selected: { rgb: "#3B4252", c256: 238, ansi: blue }

    """#,
    "solarized-light": #"""
    # Ethan Schoonover's Solarized on its light base; text and hues a step darker for contrast.
    name: solarized-light
    inherits: light
    appearance: light
    palette:
      foreground: { rgb: "#40555C", c256: 239, ansi: black }
      background: { rgb: "#FDF6E3", c256: 230, ansi: bright-white }
      muted: { rgb: "#586E75", c256: 242, ansi: black }
      accent: { rgb: "#1A6FA8", c256: 25, ansi: blue }
      blue: { rgb: "#1A6FA8", c256: 25, ansi: blue }
      green: { rgb: "#5A6800", c256: 58, ansi: green }
      yellow: { rgb: "#8A6800", c256: 94, ansi: black }
      red: { rgb: "#C22522", c256: 160, ansi: red }
      magenta: { rgb: "#B02A70", c256: 125, ansi: magenta }
      cyan: { rgb: "#157169", c256: 23, ansi: blue }
      selected: { rgb: "#EEE8D5", c256: 254, ansi: white }

    """#,
  ]
}
