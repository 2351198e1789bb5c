/// A line of text that is typed and edited, with a history.
public struct TextField: Hashable, Sendable {
  /// What a key did.
  public enum Outcome: Hashable, Sendable {
    /// The text is another one.
    case changed
    /// Only the cursor moved.
    case moved
    /// The key means nothing here, such as enter, escape and tab: the owner decides.
    case ignored
  }

  public private(set) var characters: [Character]
  /// Between 0 and the number of characters.
  public private(set) var cursor: Int
  /// What was entered before, the newest last.
  public private(set) var history: [String] = []

  /// How far the history is gone back: 0 is the line that is being typed.
  private var age = 0
  private var draft = ""

  /// More is not taken: a paste of a whole file must not stall the screen.
  public static let maximumLength = 1024

  public init(_ text: String = "") {
    characters = Array(text.prefix(Self.maximumLength))
    cursor = characters.count
  }

  /// The text; setting it puts the cursor at its end.
  public var text: String {
    get { String(characters) }
    set {
      characters = Array(newValue.prefix(Self.maximumLength))
      cursor = characters.count
    }
  }

  public var isEmpty: Bool { characters.isEmpty }

  /// Empties the field and keeps its text in the history.
  public mutating func enter() -> String {
    let entered = text
    if !entered.isEmpty, history.last != entered { history.append(entered) }
    if history.count > 100 { history.removeFirst() }
    text = ""
    age = 0
    return entered
  }

  public mutating func handle(_ key: Key) -> Outcome {
    switch key {
    case .character(let character): return insert(character)
    case .backspace, .control("h"): return remove(from: cursor - 1, to: cursor)
    case .delete, .control("d"): return remove(from: cursor, to: cursor + 1)
    case .control("u"): return remove(from: 0, to: cursor)
    case .control("k"): return remove(from: cursor, to: characters.count)
    case .control("w"), .alternate("\u{7F}"): return remove(from: startOfWord, to: cursor)
    case .left, .control("b"): return move(to: cursor - 1)
    case .right, .control("f"): return move(to: cursor + 1)
    case .home, .control("a"): return move(to: 0)
    case .end, .control("e"): return move(to: characters.count)
    case .up, .control("p"): return recall(age + 1)
    case .down, .control("n"): return recall(age - 1)
    default: return .ignored
    }
  }

  private mutating func insert(_ character: Character) -> Outcome {
    guard characters.count < Self.maximumLength else { return .moved }
    characters.insert(character, at: cursor)
    cursor += 1
    return .changed
  }

  private mutating func remove(from start: Int, to end: Int) -> Outcome {
    let range = max(start, 0)..<min(max(end, 0), characters.count)
    guard !range.isEmpty else { return .moved }
    characters.removeSubrange(range)
    cursor = range.lowerBound
    return .changed
  }

  private mutating func move(to position: Int) -> Outcome {
    cursor = min(max(position, 0), characters.count)
    return .moved
  }

  private mutating func recall(_ wanted: Int) -> Outcome {
    guard wanted >= 0, wanted <= history.count else { return .moved }
    if age == 0 { draft = text }
    age = wanted
    text = wanted == 0 ? draft : history[history.count - wanted]
    return .changed
  }

  /// Where the word before the cursor starts, blanks behind it included.
  private var startOfWord: Int {
    var position = cursor
    while position > 0, characters[position - 1] == " " { position -= 1 }
    while position > 0, characters[position - 1] != " " { position -= 1 }
    return position
  }
}

extension Surface {
  /// Writes a prompt and the part of a text field around its cursor, and shows the cursor there.
  public mutating func write(
    _ field: TextField, prompt: String, in range: Range<Int>, row: Int, role: Role = .prompt
  ) {
    fill(row: row, columns: range, role: role)
    let start = min(
      write(prompt, column: range.lowerBound, row: row, role: .key, limits: range),
      range.upperBound)
    let room = range.upperBound - start
    guard room > 1 else { return }
    // The cursor takes a column too.
    var before = 0
    var first = field.cursor
    while first > 0 {
      let width = field.characters[first - 1].columns
      if before + width > room - 1 { break }
      before += width
      first -= 1
    }
    write(
      String(field.characters[first...]), column: start, row: row, role: role,
      limits: start..<range.upperBound)
    cursor = Position(column: start + before, row: row)
    isCursorVisible = true
  }
}
