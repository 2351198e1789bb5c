/// A key or another event of the terminal, without the numbers of any library.
public enum Key: Hashable, Sendable {
  case character(Character)
  /// A letter with the control key: `.control("c")`. Tab, enter and escape have their own cases.
  case control(Character)
  /// A character with the alt or meta key.
  case alternate(Character)
  case up, down, left, right
  case home, end, pageUp, pageDown
  case enter, escape, tab, backTab
  case backspace, delete, insert
  case function(Int)
  case mouse(Mouse)
  /// The terminal has another size.
  case resize
}

/// An event of the mouse on a cell.
public struct Mouse: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case press, doublePress, wheelUp, wheelDown
  }

  public var column: Int
  public var row: Int
  public var kind: Kind

  public init(column: Int, row: Int, kind: Kind) {
    self.column = column
    self.row = row
    self.kind = kind
  }
}
