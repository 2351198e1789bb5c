import Glibc
import LinuxSystem
import TestSupport
import Testing

struct FileWatchTests {
  /// As a runtime does that sets aside what it kept and starts anew.
  @Test func aFolderThatIsExchangedIsWatchedAnew() throws {
    let files = try TemporaryFolder()
    let (folder, aside) = (files.path + "/results", files.path + "/aside")
    mkdir(folder, 0o755)
    let watch = try Watching()
    #expect(watch.add(folder))
    rename(folder, aside)
    #expect(watch.changes() == [folder])
    #expect(!watch.add(folder))
    mkdir(folder, 0o755)
    #expect(watch.add(folder))
    try files.write("aside/old", "")
    #expect(watch.changes().isEmpty)
    try files.write("results/new", "")
    #expect(watch.changes() == [folder])
  }

  /// A folder above was exchanged, of which nothing is told: who looks again finds out.
  @Test func aPathThatLeadsElsewhereIsWatchedAnew() throws {
    let files = try TemporaryFolder()
    let folder = files.path + "/cni/results"
    mkdir(files.path + "/cni", 0o755)
    mkdir(folder, 0o755)
    let watch = try Watching()
    #expect(watch.add(folder))
    rename(files.path + "/cni", files.path + "/aside")
    mkdir(files.path + "/cni", 0o755)
    mkdir(folder, 0o755)
    #expect(watch.add(folder))
    _ = watch.changes()
    try files.write("cni/results/new", "")
    #expect(watch.changes() == [folder])
  }

  @Test func twoPathsOfOneFolderAreBothTold() throws {
    let files = try TemporaryFolder()
    let (folder, other) = (files.path + "/netns", files.path + "/other")
    mkdir(folder, 0o755)
    symlink(folder, other)
    let watch = try Watching()
    #expect((watch.add(folder), watch.add(other)) == (true, true))
    try files.write("netns/one", "")
    #expect(watch.changes() == [folder, other])
    unlink(folder + "/one")
    rmdir(folder)
    #expect(watch.changes() == [folder, other])
    mkdir(folder, 0o755)
    #expect((watch.add(folder), watch.add(other)) == (true, true))
    try files.write("netns/two", "")
    #expect(watch.changes() == [folder, other])
  }

  /// A copyable one, which expectations want.
  private final class Watching {
    private var watch: FileWatch
    init() throws { watch = try FileWatch() }
    func add(_ folder: String) -> Bool { watch.add(folder) }
    func changes() -> Set<String> { watch.changes() }
  }
}
