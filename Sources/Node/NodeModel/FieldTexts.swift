/// The fields of a value as paths and texts for a person, in their order: `detail.vni` and `42`.
///
/// A list of plain values is one text; a list of objects has its positions in the paths.
public struct FieldTexts: FieldSink {
  public struct Field: Hashable, Sendable {
    public let path: String
    public let text: String
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  private struct Level {
    var path: String
    /// How many entries a list has got; nil for an object.
    var count: Int?
    var texts: [String] = []
  }

  public private(set) var fields: [Field] = []
  private var levels: [Level] = [Level(path: "")]

  public init() {}

  /// All fields of a value.
  public static func of(_ value: some Described, names: DeviceNames) -> [Field] {
    var texts = FieldTexts()
    value.describe(to: &texts, names: names)
    return texts.fields
  }

  private var pendingKey: String?

  public mutating func key(_ key: String) { pendingKey = key }

  public mutating func beginObject() { levels.append(Level(path: nextPath())) }
  public mutating func endObject() { levels.removeLast() }
  public mutating func beginList() { levels.append(Level(path: nextPath(), count: 0)) }

  public mutating func endList() {
    let list = levels.removeLast()
    let hasObjects = (list.count ?? 0) > list.texts.count
    if !hasObjects { add(path: list.path, text: list.texts.joined(separator: ", ")) }
  }

  public mutating func value(_ flag: Bool) { value(flag ? "yes" : "no") }
  public mutating func value(_ number: Int64) { value("\(number)") }
  public mutating func value(_ number: UInt64) { value("\(number)") }

  public mutating func value(_ text: String) {
    let isInList = pendingKey == nil && levels[levels.count - 1].count != nil
    let path = nextPath()
    if isInList {
      levels[levels.count - 1].texts.append(text)
    } else {
      add(path: path, text: text)
    }
  }

  private mutating func add(path: String, text: String) {
    fields.append(Field(path: path, text: text))
  }

  /// The path of what comes next: behind a key, or the next position of a list.
  private mutating func nextPath() -> String {
    let level = levels.count - 1
    defer { pendingKey = nil }
    var step = pendingKey ?? ""
    if pendingKey == nil, let count = levels[level].count {
      levels[level].count = count + 1
      step = "\(count)"
    }
    if levels[level].path.isEmpty { return step }
    return step.isEmpty ? levels[level].path : levels[level].path + "." + step
  }
}
