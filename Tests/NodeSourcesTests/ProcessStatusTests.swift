import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import NodeSources

struct ProcessStatusTests {
  private func refreshed(_ path: String) -> ProcessTable {
    var table = ProcessTable(path: path)
    table.refresh()
    return table
  }

  @Test func readsTheRunningSystem() {
    let table = refreshed("/proc")
    let own = try? RootedFiles().status("/proc/self/ns/net").inode
    #expect(own != nil && table.namespace(of: getpid()) == own)
    #expect(table.namespaces.values.reduce(0) { $0 + $1.count } <= table.processes.count)
    #expect(table.processes.map(\.pid) == table.processes.map(\.pid).sorted())
    #expect(table.command(of: getpid()) != nil)
  }

  @Test func seesProcessesComeAndGo() throws {
    let node = try TestNode()
    var table = refreshed(node.proc.path)
    #expect(table.status.status == .ok && table.processes.map(\.pid) == [1])
    try node.process(7, netns: 77, cgroup: "/docker/\(TestNode.sandbox)")
    table.refresh()
    #expect(table.namespace(of: 7) == 77)
    // Seen once: it may still be on its way into its namespace.
    try node.proc.remove("7/ns/net")
    try node.process(7, netns: 78, cgroup: "/docker/\(TestNode.sandbox)")
    table.refresh()
    #expect(table.namespace(of: 7) == 78)
    try node.proc.remove("7")
    table.refresh()
    #expect(table.process(7) == nil && table.namespaces.count == 1)
  }

  @Test func hiddenProcessesAreNoticed() throws {
    let node = try TestNode()
    try node.proc.remove("1")
    try node.process(7, netns: 77, cgroup: "/")
    let table = refreshed(node.proc.path)
    #expect(!table.isComplete && table.status.status == .denied && table.initNamespace == nil)
    #expect(table.status.detail?.contains("hidepid") == true)
    // A process that is not seen may live: its entry is not called stale.
    try node.cache("n", "p", netns: "/proc/8/ns/net")
    #expect(node.read().pods.first { $0.name == "p" }?.liveness == .unknown)
  }

  @Test func countsProcessesThatItCannotLookInto() throws {
    let node = try TestNode()
    try node.process(7, cgroup: "/")
    try node.proc.write("8/ns/net", "no link")
    let table = refreshed(node.proc.path)
    #expect(table.status.status == .denied)
    #expect(
      table.status.detail
        == "cannot read the network namespace of 1 of 3 processes in \(node.proc.path): "
        + "permission denied\(Denial.advice)")
  }

  @Test func anAbsentProcIsSaid() {
    let table = refreshed("/no/such/proc")
    #expect(table.status.status == .absent && table.processes.isEmpty && !table.isComplete)
  }

  @Test func adviceIsForWhoReadsIt() {
    #expect(Denial.advice(isRoot: false) == "; run as root")
    #expect(!Denial.advice(isRoot: true).contains("run as root"))
  }
}
