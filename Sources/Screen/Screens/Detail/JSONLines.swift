/// JSON with a line for each member, for people.
enum JSONLines {
  /// - Parameter text: Compact JSON; what is none comes back as it is, in some lines.
  static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    var depth = 0
    var isString = false
    var isEscaped = false
    func end() {
      if line.contains(where: { $0 != " " }) { lines.append(line) }
      line = String(repeating: "  ", count: max(depth, 0))
    }
    var previous: Character = " "
    for character in text {
      if isString {
        line.append(character)
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isString = false
        }
        continue
      }
      switch character {
      case "\"":
        isString = true
        line.append(character)
      case "{", "[":
        line.append(character)
        // However deep, it stays on the screen.
        depth = min(depth + 1, 20)
        end()
      case "}", "]":
        depth = max(depth - 1, 0)
        if previous == "{" || previous == "[" {
          line = lines.popLast() ?? ""
        } else {
          end()
        }
        line.append(character)
      case ",":
        line.append(character)
        end()
      case ":": line += ": "
      default: line.append(character)
      }
      previous = character
    }
    depth = 0
    end()
    return lines
  }
}
