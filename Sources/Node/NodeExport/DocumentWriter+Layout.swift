// Where things stand: commas, line breaks, indentation.
extension DocumentWriter {
  mutating func begin(isList: Bool) {
    let isInline = !isAfterKey
    if layout != .yaml {
      prepareValue()
    } else if !isAfterKey && !containers.isEmpty {
      separate()
      put(UInt8(ascii: "-"))
    }
    isAfterKey = false
    if layout != .yaml { put(UInt8(ascii: isList ? "[" : "{")) }
    containers.append(Container(isList: isList, isInline: isInline))
    isFirst = true
  }

  mutating func end(isList: Bool) {
    let container = containers.popLast()
    assert(container?.isList == isList, "the document was closed in another order than opened")
    switch layout {
    case .compact: put(UInt8(ascii: isList ? "]" : "}"))
    case .pretty:
      if !isFirst { breakLine(containers.count) }
      put(UInt8(ascii: isList ? "]" : "}"))
    case .yaml:
      if isFirst {
        if !containers.isEmpty { put(UInt8(ascii: " ")) }
        put(isList ? "[]" : "{}")
      }
    }
    isFirst = false
  }

  /// Writes what must stand before a key or an entry of a list.
  mutating func separate() {
    switch layout {
    case .compact:
      if !isFirst { put(UInt8(ascii: ",")) }
    case .pretty:
      if !isFirst { put(UInt8(ascii: ",")) }
      breakLine(containers.count)
    case .yaml:
      if isFirst, containers.last?.isInline == true {
        if containers.count > 1 { put(UInt8(ascii: " ")) }
      } else {
        breakLine(containers.count - 1)
      }
    }
    isFirst = false
  }

  /// Writes what must stand before a value: nothing behind a key, a separator in a list.
  mutating func prepareValue() {
    if isAfterKey {
      isAfterKey = false
    } else if containers.isEmpty {
      return
    } else {
      separate()
      if layout == .yaml { put(UInt8(ascii: "-")) }
    }
    if layout == .yaml { put(UInt8(ascii: " ")) }
  }

  private mutating func breakLine(_ depth: Int) {
    put(UInt8(ascii: "\n"))
    for _ in 0..<depth { put("  ") }
  }
}
