import LinuxSystem
import TestSupport
import Testing

@testable import NodeSources

struct NodeIdentityTests {
  @Test func readsTheRunningSystem() {
    let identity = NodeIdentity(RootedFiles())
    #expect(identity.hostname?.isEmpty == false && identity.bootID?.utf8.count == 36)
    #expect((identity.uptimeSeconds ?? 0) > 0 && (identity.bootedAtSeconds ?? 0) > 0)
  }

  @Test func namesAMountedNodeByItsFiles() throws {
    let root = try TemporaryFolder()
    try root.write("etc/hostname", "node-7\nmore")
    try root.write("etc/machine-id", "uninitialized\n")
    let identity = NodeIdentity(RootedFiles(root: root.path))
    #expect(identity.hostname == "node-7" && identity.machineID == nil)
    #expect(identity.statuses.isEmpty)
  }

  @Test func saysWhatItCouldNotRead() throws {
    let root = try TemporaryFolder()
    try root.folder("etc/machine-id")
    try root.fifo("etc/hostname")
    let identity = NodeIdentity(RootedFiles(root: root.path), proc: root.path)
    #expect(identity.hostname == nil && identity.kernelRelease == nil)
    #expect(identity.statuses.contains { $0.source == "file:/etc/hostname" && $0.status == .error })
    let kernel = identity.statuses.first { $0.source == "file:\(root.path)/sys/kernel/osrelease" }
    #expect(kernel?.status == .absent)
    #expect(kernel?.detail == "cannot read \(root.path)/sys/kernel/osrelease: it is not there")
    #expect(identity.statuses.allSatisfy { $0.detail?.contains($0.source.dropFirst(5)) == true })
  }
}
