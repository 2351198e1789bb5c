import Glibc
import LinuxSystem
import Yams

/// A path of the command line, from the working directory on.
func absolute(_ path: String) -> String {
  guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
  defer { free(folder) }
  return "\(String(cString: folder))/\(path)"
}

/// Reads a file that was named on the command line.
func readNamedFile(_ file: String) throws(FileError) -> [UInt8] {
  try RootedFiles().read(absolute(file), limit: ConfigurationFolder.longest)
}

/// Why a text is not the YAML that was expected, on one line: where, and what.
func malformation(_ error: any Error) -> String {
  guard let error = error as? DecodingError else { return firstLines("\(error)") }
  let context: DecodingError.Context
  switch error {
  case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
    context = found
  case .keyNotFound(let key, let found):
    context = found
    return place(found) + "the key \(key.stringValue) is missing"
  @unknown default: return firstLines("\(error)")
  }
  return place(context)
    + firstLines(context.underlyingError.map { "\($0)" } ?? context.debugDescription)
}

private func place(_ context: DecodingError.Context) -> String {
  let keys = context.codingPath.map(\.stringValue).joined(separator: ".")
  return keys.isEmpty ? "" : "\(keys): "
}

/// What comes behind them is the text of the file, with a mark below.
private func firstLines(_ text: String) -> String {
  var line = text.split(separator: "\n").prefix(2).map { $0.trimmingPrefix(" ") }
    .joined(separator: " ")
  while line.hasSuffix(":") || line.hasSuffix(".") { line.removeLast() }
  return line
}
