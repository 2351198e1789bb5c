import Glibc
import TestSupport
import Testing

@testable import LinuxSystem

/// Once with openat2(2), once with the way for kernels that do not have it.
@Suite(.serialized) struct RootedFilesTests {
  private func files(_ root: TemporaryFolder, _ asksKernel: Bool) -> RootedFiles {
    RootedFiles(root: root.path, asksKernel: asksKernel)
  }

  @Test(arguments: [true, false])
  func staysBelowItsRoot(_ asksKernel: Bool) throws {
    let root = try TemporaryFolder()
    try root.write("run/a", "inside")
    try root.link("var/run", to: "/run")
    try root.link("var/up", to: "../../../../run")
    try root.link("etc/passwd", to: "/run/a")
    try root.link("nowhere", to: "/etc/hostname")
    let files = files(root, asksKernel)
    for path in [
      "/run/a", "run/a", "/var/run/a", "/var/up/a", "/../../run/a", "//run/./a",
      "/etc/passwd",
    ] {
      #expect(try files.read(path) == Array("inside".utf8), "\(path)")
    }
    #expect(throws: FileError.absent(path: "/nowhere")) { try files.read("/nowhere") }
    #expect(try files.readLink("/nowhere") == "/etc/hostname")
    #expect(try files.readLink("/var/run") == "/run")
    #expect(try files.list("/var/run") == ["a"])
    #expect(try files.status("/var/run").isDirectory)
    #expect(try files.status("/var/run", followingLinks: false).isSymlink)
  }

  @Test(arguments: [true, false])
  func refusesWhatIsNoRegularFileWithoutWaiting(_ asksKernel: Bool) throws {
    let root = try TemporaryFolder()
    try root.fifo("fifo")
    try root.folder("folder")
    try root.link("loop", to: "loop")
    try root.link("a", to: "b")
    try root.link("b", to: "a")
    try root.write("plain", "x")
    let files = files(root, asksKernel)
    #expect(throws: FileError.notARegularFile(path: "fifo", found: .fifo)) {
      try files.read("fifo")
    }
    #expect(throws: FileError.notARegularFile(path: "folder", found: .directory)) {
      try files.read("folder")
    }
    for path in ["loop", "a", "loop/x"] {
      #expect { try files.read(path) } throws: {
        if case .io(_, _, ELOOP)? = $0 as? FileError { true } else { false }
      }
    }
    #expect { try files.list("plain") } throws: {
      if case .io(_, _, ENOTDIR)? = $0 as? FileError { true } else { false }
    }
    #expect(throws: FileError.absent(path: "none/x")) { try files.read("none/x") }
    #expect { try files.read("plain\0.txt") } throws: {
      if case .io(_, _, EINVAL)? = $0 as? FileError { true } else { false }
    }
  }

  @Test func refusesDevices() {
    #expect(throws: FileError.notARegularFile(path: "/dev/zero", found: .device)) {
      try RootedFiles().read("/dev/zero")
    }
  }

  @Test func limitsTheSize() throws {
    let root = try TemporaryFolder()
    try root.write("ten", "0123456789")
    try root.folder("many")
    for name in ["b", "a", "c"] { try root.write("many/\(name)", "") }
    let files = RootedFiles(root: root.path)
    #expect(try files.read("ten", limit: 10).count == 10)
    #expect(throws: FileError.tooLarge(path: "ten", limit: 9)) { try files.read("ten", limit: 9) }
    #expect(try files.list("many", limit: 3) == ["a", "b", "c"])
    #expect(throws: FileError.tooLarge(path: "many", limit: 2)) { try files.list("many", limit: 2) }
    // Files of /proc have a size of 0 and content.
    #expect(throws: FileError.tooLarge(path: "/proc/self/status", limit: 10)) {
      try RootedFiles().read("/proc/self/status", limit: 10)
    }
    #expect(try RootedFiles().read("/proc/self/status").count > 500)
  }

  @Test func readsLargeFilesWhole() throws {
    let root = try TemporaryFolder()
    let bytes = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try root.write("large", bytes)
    #expect(try RootedFiles(root: root.path).read("large") == bytes)
    #expect(try RootedFiles(root: root.path).status("large").size == 3_000_001)
  }

  @Test func knowsNamespaces() throws {
    let root = try TemporaryFolder()
    try root.write("left-behind", "")
    #expect(try !RootedFiles(root: root.path).status("left-behind").isNamespace)
    let own = try RootedFiles().status("/proc/self/ns/net")
    #expect(own.isNamespace)
    #expect(try RootedFiles().readLink("/proc/self/ns/net") == "net:[\(own.inode)]")
  }

  @Test func saysWhatWasDenied() throws {
    let root = try TemporaryFolder()
    try root.setMode(0o755)
    try root.write("secret", "x")
    try root.setMode(0, of: "secret")
    #expect(throws: FileError.denied(path: "secret")) {
      try withoutRightsToFiles { try RootedFiles(root: root.path).read("secret") }
    }
  }

  @Test func anAbsentRootIsAnError() {
    let files = RootedFiles(root: "/no/such/root")
    #expect(throws: FileError.absent(path: "/no/such/root")) { try files.read("/a") }
    #expect(
      FileError.absent(path: "/a").description == "cannot read /a: it is not there")
  }
}
