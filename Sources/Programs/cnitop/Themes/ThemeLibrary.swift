import Canvas
import Glibc
import LinuxSystem
import Yams

/// The themes that can be chosen: those of the program and those in configuration folders,
/// which replace others of the same name.
struct ThemeLibrary {
  private var sources: [String: ThemeSource] = [:]
  private var origins: [String: String] = [:]
  /// Files that are no theme: what, where and why, one line each.
  private(set) var failures: [String] = []

  /// `default` first, then by name.
  var names: [String] {
    sources.keys.sorted { ($0 == "default" ? 0 : 1, $0) < ($1 == "default" ? 0 : 1, $1) }
  }

  init() {
    for (name, text) in Theme.builtIn { add(text, from: "built in", named: name) }
    for folder in Configuration.folders.reversed() {
      let files = RootedFiles()
      for name in (try? files.list("\(folder)/themes", limit: 1000)) ?? []
      where name.hasSuffix(".yaml") {
        add(file: "\(folder)/themes/\(name)")
      }
    }
  }

  func theme(_ name: String) -> Theme? {
    sources[name].map { Theme(source: $0) { sources[$0] } }
  }

  func origin(of name: String) -> String { origins[name] ?? "" }

  /// Adds a theme from a file; its name, or nil if it is none.
  @discardableResult
  mutating func add(file: String, isChecked: Bool = false) -> String? {
    do {
      let path = file.hasPrefix("/") ? file : "\(currentFolder())/\(file)"
      let bytes = try RootedFiles().read(path, limit: 1 << 20)
      return add(String(decoding: bytes, as: UTF8.self), from: file, named: nil)
    } catch {
      failures.append("\(error)")
      return nil
    }
  }

  @discardableResult
  private mutating func add(_ text: String, from origin: String, named: String?) -> String? {
    do {
      let source = try YAMLDecoder().decode(ThemeSource.self, from: text)
      let name = named ?? source.name
      sources[name] = source
      origins[name] = origin
      return name
    } catch {
      let reason = "\(error)".split(separator: "\n").joined(separator: " ")
      failures.append("\(origin) is no theme: \(reason)")
      return nil
    }
  }
}

/// The working directory; `.` where it is gone.
private func currentFolder() -> String {
  guard let path = getcwd(nil, 0) else { return "." }
  defer { free(path) }
  return String(cString: path)
}
