import LinuxSystem
import TestSupport
import Testing

@testable import NodeSources

struct NamespacePathsTests {
  @Test func tellsNamespacesFromWhatTheyLeftBehind() throws {
    let root = try TemporaryFolder()
    try root.write("run/netns/cni-left", "")
    try root.fifo("run/netns/fifo")
    try root.link("run/netns/loop", to: "loop")
    try root.folder("run/netns/folder")
    try root.link("var/run", to: "/run")
    let paths = NamespacePaths(RootedFiles(root: root.path))
    #expect(paths.bindings.isEmpty)
    #expect(paths.dangling == ["/run/netns/cni-left", "/run/netns/fifo"])
    // Under two names, and read once.
    #expect(paths.statuses.map(\.source) == ["file:/run/netns"])
    #expect(paths.statuses[0].detail?.hasSuffix("(and 2 more)") == true)
  }

  @Test func reportsAFolderThatTheOperatorNamedAndThatIsNot() throws {
    let root = try TemporaryFolder()
    let files = RootedFiles(root: root.path)
    #expect(NamespacePaths(files).statuses.isEmpty)
    let named = NamespacePaths(files, folders: ["/none"]).statuses
    #expect(named.map(\.status) == [.error] && named[0].detail?.contains("/none") == true)
  }

  /// Runtimes bind namespaces of other kinds too, in folders of their own.
  @Test(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
  func aNamespaceOfAnotherKindIsNone() throws {
    let root = try TemporaryFolder()
    try root.write("run/netns/names", "")
    let path = "\(root.path)/run/netns/names"
    try run(["mount", "--bind", "/proc/self/ns/uts", path])
    defer { _ = try? run(["umount", path]) }
    let paths = NamespacePaths(RootedFiles(root: root.path))
    #expect(paths.bindings.isEmpty && paths.dangling == ["/run/netns/names"])
  }

  @Test(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
  func findsABoundNamespace() throws {
    let root = try TemporaryFolder()
    try root.write("run/netns/cni-1", "")
    let namespace = try TestNamespace()
    let path = "\(root.path)/run/netns/cni-1"
    try root.link("var/run", to: "/run")
    try run(["mount", "--bind", namespace.path, path])
    defer { _ = try? run(["umount", path]) }
    let paths = NamespacePaths(RootedFiles(root: root.path))
    #expect(paths.inode(at: "/run/netns/cni-1") == namespace.namespace.inode)
    #expect(paths.inode(at: "/var/run/netns/cni-1") == namespace.namespace.inode)
    #expect(paths.inode(at: "/run/netns/cni-2") == nil)
    #expect(paths.inode(at: "cni-1") == nil)
    #expect(
      paths.bindings == [
        NamespacePaths.Binding(path: "/run/netns/cni-1", inode: namespace.namespace.inode)
      ])
  }
}
