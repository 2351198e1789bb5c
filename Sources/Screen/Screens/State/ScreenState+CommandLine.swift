import Canvas
import NodeModel

/// The commands that can be typed behind a colon.
struct CommandNames {
  static let all: [(name: String, arguments: String, help: String)] = [
    ("view", "NAME", "show a view; its name alone does too"),
    ("sort", "[COLUMN [desc]]", "sort; alone: no order"),
    ("filter", "[TEXT]", "only rows with these words"),
    ("faults", "", "only what is wrong, or all"),
    ("columns", "[+NAME|-NAME ...]", "show, hide columns"),
    ("netns", "POD|NAME|host|all", "its routes"),
    ("theme", "[NAME]", "other colours"),
    ("refresh", "SECONDS", "read counters so often"),
    ("pause", "", "pause, or go on"),
    ("export", "FILE.json|.csv", "write what is shown"),
    ("copy", "", "copy a command for the row"),
    ("help", "", "keys and commands"),
    ("quit", "", "end"),
  ]

  let state: ScreenState
  let data: ScreenData

  /// What may stand where the last word of `line` is typed, sorted.
  func choices(_ line: String) -> [String] {
    var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let typed = (words.popLast() ?? "").lowercased()
    words.removeAll(where: \.isEmpty)
    let all: [String]
    switch words.first {
    case nil: all = ViewKind.allCases.map(\.rawValue) + Self.all.map(\.name)
    case "view"?: all = ViewKind.allCases.map(\.rawValue)
    case "columns"? where state.view.isTable:
      all = state.source(data).columns.flatMap { ["+" + $0.name, "-" + $0.name] }
    case "filter"? where state.view.isTable:
      all = state.source(data).columns.map { $0.name + ":" }
    case "sort"? where words.count == 1:
      all = state.source(data).columns.map(\.name)
    case "sort"?: all = ["asc", "desc"]
    case "theme"?: all = state.themes
    case "refresh"?: all = ["0.5", "1", "2", "5", "10"]
    case "export"?:
      all = ExportFormat.allCases.filter { $0.fits(state.view) }
        .map { "\(state.view.rawValue).\($0.rawValue)" }
    case "netns"?:
      all =
        ["host", "all"]
        + data.snapshot.namespaces.filter { !$0.isHost }.map { data.index.title(of: $0.id) }
    default: all = []
    }
    return all.filter { $0.lowercased().hasPrefix(typed) }
  }
}

extension ScreenState {
  /// Runs a line that was typed behind the colon.
  mutating func run(_ line: String, _ data: ScreenData) -> [Command] {
    let words = line.split(separator: " ").map(String.init)
    guard let first = words.first?.lowercased() else { return [] }
    let arguments = Array(words.dropFirst())
    if let kind = ViewKind(rawValue: first) {
      show(kind)
      return []
    }
    let names = CommandNames.all.map(\.name) + ViewKind.allCases.map(\.rawValue)
    let matches =
      names.filter { $0 == first }.isEmpty ? names.filter { $0.hasPrefix(first) } : [first]
    switch matches.first {
    case nil:
      show("no command \"\(first)\"; Tab shows all", isError: true)
      return []
    case let name? where matches.count == 1:
      if let kind = ViewKind(rawValue: name) {
        show(kind)
        return []
      }
      return run(name, arguments, data)
    default:
      show("\"\(first)\" may be \(matches.joined(separator: " or "))", isError: true)
      return []
    }
  }

  private mutating func run(_ name: String, _ arguments: [String], _ data: ScreenData) -> [Command]
  {
    let argument = arguments.first
    if !view.isTable, ["sort", "filter", "columns", "copy"].contains(name) {
      show("\(name) is for tables, not for the overview", isError: true)
      return []
    }
    switch name {
    case "view": runView(argument)
    case "columns": runColumns(arguments, data)
    case "quit": return [.quit]
    case "help": return perform(.help, data)
    case "pause": return perform(.pause, data)
    case "copy": return perform(.copyCommand, data)
    case "sort": runSort(arguments, data)
    case "faults": return perform(.faults, data)
    case "filter": current.filterText = arguments.joined(separator: " ")
    case "netns": runNamespace(argument ?? "host", data)
    case "theme":
      guard let argument else { return perform(.nextTheme, data) }
      guard themes.isEmpty || themes.contains(argument) else {
        show(
          "no theme \"\(argument)\"; there are \(themes.joined(separator: " "))", isError: true)
        return []
      }
      return setTheme(argument)
    case "refresh":
      guard let seconds = argument.flatMap(Double.init), seconds >= 0.1, seconds <= 3600 else {
        show("refresh takes seconds from 0.1 to 3600", isError: true)
        return []
      }
      return setRefresh(Int(seconds * 1000))
    case "export": return runExport(arguments.joined(separator: " "))
    default: break
    }
    return []
  }

  private mutating func runView(_ name: String?) {
    let kinds = ViewKind.allCases.filter { name.map($0.rawValue.hasPrefix) ?? false }
    guard let kind = kinds.first, kinds.count == 1 else {
      let known = ViewKind.allCases.map(\.rawValue).joined(separator: " ")
      return show(
        name.map { "no view \"\($0)\"; there are \(known)" } ?? "view needs one of \(known)",
        isError: true)
    }
    show(kind)
  }

  /// `+name` shows a column however narrow the screen is, `-name` hides it, nothing is as before.
  private mutating func runColumns(_ arguments: [String], _ data: ScreenData) {
    let columns = source(data).columns
    var chosen = arguments.isEmpty ? [:] : current.columns
    for argument in arguments {
      let sign = argument.first
      let name = String(sign == "+" || sign == "-" ? argument.dropFirst() : argument[...])
        .lowercased()
      guard let place = place(of: name, in: columns) else { return }
      // The first column says what a row is, and carries the tree.
      guard sign != "-" || place != 0 else {
        return show("the column \(name) cannot be hidden", isError: true)
      }
      chosen[columns[place].name] = sign != "-"
    }
    current.columns = chosen
  }

  private mutating func runSort(_ arguments: [String], _ data: ScreenData) {
    guard let name = arguments.first?.lowercased() else { return sort(by: nil, data) }
    guard let column = place(of: name, in: source(data).columns) else { return }
    let words = arguments.dropFirst().map { $0.lowercased() }
    let orders = words.compactMap { Self.isDescending($0) }
    guard words.count <= 1, orders.count == words.count else {
      return show(
        "sort takes a column, and asc or desc; not \"\(words.joined(separator: " "))\"",
        isError: true)
    }
    sort(by: column, descending: orders.first, data)
  }

  /// Whether a word is the beginning of `desc` or of `asc`; nil for neither.
  private static func isDescending(_ word: String) -> Bool? {
    "descending".hasPrefix(word) ? true : "ascending".hasPrefix(word) ? false : nil
  }

  /// The place of the column that has a name, or a title that begins so; says that there is none.
  private mutating func place(of name: String, in columns: [TableColumn]) -> Int? {
    if let place = columns.firstIndex(where: { $0.name == name }) { return place }
    if !name.isEmpty,
      let place = columns.firstIndex(where: { $0.layout.title.lowercased().hasPrefix(name) })
    {
      return place
    }
    let known = columns.map(\.name).joined(separator: " ")
    show("no column \"\(name)\"; there are \(known)", isError: true)
    return nil
  }

  private mutating func runNamespace(_ name: String, _ data: ScreenData) {
    if name == "all" || name == "host" {
      show(.routes)
      current.namespaces = name == "all" ? .all : .host
      return resetRows()
    }
    let found = data.snapshot.namespaces.first { namespace in
      data.index.title(of: namespace.id) == name || NodeIndex.shortName(namespace) == name
        || namespace.id.description == name || "\(namespace.id.inode)" == name
    }
    guard let found else {
      return show("no namespace \"\(name)\"; Tab shows all", isError: true)
    }
    showRoutes(of: found.id, data)
  }

  private mutating func runExport(_ file: String) -> [Command] {
    guard !file.isEmpty else {
      show("export needs a file: export \(view.rawValue).json", isError: true)
      return []
    }
    guard let format = ExportFormat.allCases.first(where: { file.hasSuffix("." + $0.rawValue) })
    else {
      show("\"\(file)\" must end with .json or .csv", isError: true)
      return []
    }
    guard format.fits(view) else {
      let what = view.isTable ? "\(view.rawValue) have" : "the overview has"
      show("\(what) no CSV: name the file .json", isError: true)
      return []
    }
    return [.export(view: view, format: format, file: file)]
  }
}
