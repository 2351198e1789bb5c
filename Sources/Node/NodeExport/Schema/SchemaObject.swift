/// One object of the documents, as `SchemaText` describes it.
struct SchemaObject {
  struct Field {
    var key: String
    var isRequired: Bool
    var type: String
    var text: String
  }

  var name: String
  /// Whether keys that are not listed are an error.
  var isClosed: Bool
  var text: String
  var fields: [Field] = []
  /// Other objects whose keys it has, too.
  var includes: [String] = []

  /// All objects, those with several names once for each.
  static func all(_ texts: [String] = SchemaText.all) -> [SchemaObject] {
    texts.flatMap { text in
      text.split(separator: "\n\n").flatMap { objects(in: joinedLines($0)) }
    }
  }

  /// The lines with those that go on joined to the line before.
  private static func joinedLines(_ paragraph: Substring) -> [String] {
    var lines: [String] = []
    for line in paragraph.split(separator: "\n") {
      if line.hasPrefix("    "), let last = lines.popLast() {
        lines.append(last + " " + line.drop { $0 == " " })
      } else {
        lines.append(String(line))
      }
    }
    return lines
  }

  private static func objects(in lines: [String]) -> [SchemaObject] {
    guard let head = lines.first?.split(separator: ":", maxSplits: 1) else { return [] }
    let words = head[0].split(separator: " ").dropFirst()
    let text = head.count > 1 ? String(head[1].drop { $0 == " " }) : ""
    return words.filter { $0 != "closed" }.map { name in
      var object = SchemaObject(
        name: String(name), isClosed: words.last == "closed", text: text)
      for line in lines.dropFirst() {
        let parts = line.split(separator: " ", maxSplits: 2)
        if parts[0] == "+" {
          object.includes.append(String(parts[1]))
        } else {
          object.fields.append(
            Field(
              key: String(parts[0].prefix { $0 != "!" }), isRequired: parts[0].hasSuffix("!"),
              type: String(parts[1]), text: parts.count > 2 ? String(parts[2]) : ""))
        }
      }
      return object
    }
  }
}
