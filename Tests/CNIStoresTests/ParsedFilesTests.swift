import Glibc
import LinuxSystem
import TestSupport
import Testing

struct ParsedFilesTests {
  /// Writes a file as if it had been there for so many seconds.
  private func write(_ text: String, in root: TemporaryFolder, age: Int) throws {
    try root.write("file", text)
    var times = [timespec](repeating: timespec(tv_sec: time(nil) - age, tv_nsec: 0), count: 2)
    try #require(utimensat(AT_FDCWD, "\(root.path)/file", &times, 0) == 0)
  }

  @Test func readsAFileAgainOnlyAfterAChange() throws {
    let root = try TemporaryFolder()
    let files = RootedFiles(root: root.path)
    let parsed = ParsedFiles<[UInt8]>()
    var readings = 0
    func value() throws -> String {
      let bytes = try parsed.value(of: "/file", in: files, limit: 100) { bytes in
        readings += 1
        return bytes
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    try write("one", in: root, age: 100)
    #expect(try value() == "one" && value() == "one" && readings == 1)
    try write("two", in: root, age: 50)
    #expect(try value() == "two" && value() == "two" && readings == 2)
    // Nobody asks between two sweeps.
    parsed.sweep()
    parsed.sweep()
    #expect(try value() == "two" && readings == 3)
    // Another change in the same tick would not show; this one stays new for the whole test.
    try write("now", in: root, age: -100)
    #expect(try value() == "now" && value() == "now" && readings == 5)
    #expect(throws: FileError.absent(path: "/none")) {
      try parsed.value(of: "/none", in: files, limit: 100) { $0 }
    }
  }
}
