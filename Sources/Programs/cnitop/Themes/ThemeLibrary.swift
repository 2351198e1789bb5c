import Canvas
import Yams

/// The themes that can be chosen: those of the program and those in configuration folders,
/// which replace others of the same name.
///
/// A theme is parsed when it is asked for: to parse all of them takes longer than to show a
/// first frame.
final class ThemeLibrary {
  private var texts: [String: (text: String, origin: String)] = [:]
  private var parsed: [String: ThemeSource] = [:]
  /// Files that are no theme: what, where and why, one line each.
  private(set) var failures: [String] = []

  /// `default` first, then by name.
  var names: [String] {
    texts.keys.sorted { ($0 == "default" ? 0 : 1, $0) < ($1 == "default" ? 0 : 1, $1) }
  }

  init() {
    for (name, text) in Theme.builtIn { texts[name] = (text, "built in") }
    for folder in ConfigurationFolder.all.reversed() {
      for name in folder.list("themes") where name.hasSuffix(".yaml") {
        add("\(folder.path)/themes/\(name)") { try folder.read("themes/\(name)") }
      }
    }
  }

  /// A theme by name; nil where there is none, or it cannot be parsed, which `failures` tells.
  func theme(_ name: String) -> Theme? {
    source(name).map { Theme(source: $0) { self.source($0) } }
  }

  func origin(of name: String) -> String { texts[name]?.origin ?? "" }

  /// Adds a theme from a file, which is named as the file is.
  ///
  /// - Returns: The name, or nil if the file cannot be read.
  func add(file: String) -> String? { add(file) { try readNamedFile(file) } }

  @discardableResult
  private func add(_ file: String, _ read: () throws -> [UInt8]?) -> String? {
    do {
      guard let bytes = try read() else { return nil }
      let stem = file.split(separator: "/").last.map(String.init) ?? file
      let name = stem.hasSuffix(".yaml") ? String(stem.dropLast(5)) : stem
      texts[name] = (String(decoding: bytes, as: UTF8.self), file)
      parsed[name] = nil
      return name
    } catch {
      failures.append("\(error)")
      return nil
    }
  }

  private func source(_ name: String) -> ThemeSource? {
    if let source = parsed[name] { return source }
    guard let (text, origin) = texts[name] else { return nil }
    do {
      let source = try YAMLDecoder().decode(ThemeSource.self, from: text)
      parsed[name] = source
      return source
    } catch {
      failures.append("\(origin) is no theme: \(malformation(error))")
      texts[name] = nil
      return nil
    }
  }
}
