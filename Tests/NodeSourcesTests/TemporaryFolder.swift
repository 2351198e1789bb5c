import Foundation
import Glibc

/// A folder for one test, removed when it goes away.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory
      .appending(path: "cnitop-test-\(UUID().uuidString)").path()
    try folder("")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func folder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
  }

  /// Writes a file, after the folders that it is in.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    try folder(name.split(separator: "/").dropLast().joined(separator: "/"))
    guard FileManager.default.createFile(atPath: "\(path)/\(name)", contents: Data(bytes)) else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func link(_ name: String, to target: String) throws {
    try folder(name.split(separator: "/").dropLast().joined(separator: "/"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
  }

  func fifo(_ name: String) throws {
    guard mkfifo("\(path)/\(name)", 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  func makeUnreadable(_ name: String) throws {
    guard chmod("\(path)/\(name)", 0) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
