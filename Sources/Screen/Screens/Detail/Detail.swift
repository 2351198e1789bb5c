import Canvas
import NodeModel

/// All that is known of a row, in groups.
struct Detail {
  struct Field {
    var name: String
    var text: String
    var role: Role = .text
  }

  struct Group {
    var title: String
    var fields: [Field] = []

    init(_ title: String, _ fields: [Field] = []) {
      self.title = title
      self.fields = fields
    }

    mutating func add(_ name: String, _ text: String?, _ role: Role = .text) {
      if let text { fields.append(Field(name: name, text: text, role: role)) }
    }
  }

  var title: String
  var groups: [Group] = []
  /// The link whose traffic is drawn.
  var traffic: LinkID?

  init(_ title: String) { self.title = title }

  mutating func add(_ group: Group) {
    if !group.fields.isEmpty { groups.append(group) }
  }

  /// Adds all fields of a value of the model: those of its own, and a group for each part.
  ///
  /// - Parameter leaving: Parts that are shown elsewhere, with more.
  mutating func add(
    _ value: some Described, names: DeviceNames, title: String, leaving: Set<String> = []
  ) {
    var own = Group(title)
    var parts: [Group] = []
    for field in FieldTexts.of(value, names: names) where !field.text.isEmpty {
      guard let dot = field.path.firstIndex(of: ".") else {
        if !leaving.contains(field.path) { own.add(field.path, field.text) }
        continue
      }
      let part = String(field.path[..<dot])
      if leaving.contains(part) { continue }
      let name = String(field.path[field.path.index(after: dot)...])
      if let place = parts.firstIndex(where: { $0.title == part }) {
        parts[place].add(name, field.text)
      } else {
        parts.append(Group(part, [Field(name: name, text: field.text)]))
      }
    }
    add(own)
    for part in parts { add(part) }
  }

  /// The whole detail as text, for the clipboard.
  var text: String {
    ([title]
      + groups.flatMap { group in
        ["", group.title] + group.fields.map { "  \($0.name): \($0.text)" }
      }).joined(separator: "\n")
  }
}
