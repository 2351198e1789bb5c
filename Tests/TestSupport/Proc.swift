import Glibc

/// The names of what is in a folder, in no order; none where it cannot be read.
public func entries(_ path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    names.append(
      withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      })
  }
  return names.filter { $0 != "." && $0 != ".." }
}

/// The text of a symbolic link.
public func target(of path: String) -> String? {
  var target = [CChar](repeating: 0, count: 256)
  let count = readlink(path, &target, target.count)
  guard count > 0 else { return nil }
  return String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
