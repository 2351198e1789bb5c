import Glibc
import LinuxSystem
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// Namespaces that come and go while they are followed.
@Suite(.serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct NamespaceTests {
  @Test func boundOnesComeAndGo() throws {
    let node = try NamespaceNode()
    let follower = try Follower(node)
    follower.start()
    try node.add("late")
    let id = try node.id("late")
    let came = follower.wait { $0.namespace(id)?.links?.isEmpty == false }
    #expect(came != nil)
    say("a namespace that was bound is there after \(milliseconds(came ?? -1000))")
    try node.ip("host", "link add ve0 up type veth peer name vp0")
    try node.move("vp0", from: "host", to: "late", as: "eth0")
    #expect(
      follower.wait { snapshot in
        guard let host = snapshot.host?.links?.first(where: { $0.name == "ve0" }),
          let peer = host.peer
        else { return false }
        return peer.namespace == id && snapshot.link(peer)?.name == "eth0"
      } != nil)
    try follower.expectFresh("a pair into a new namespace")

    // Nobody but the follower knows it now, and it must not keep it.
    try node.remove("late")
    let start = Clock.monotonic()
    var freed: Int64?
    while freed == nil, Clock.monotonic() - start < 20_000_000 {
      follower.wait(0.005) { _ in false }
      let names = try node.run(in: "host", ["ls", "/proc/sys/net/ipv4/conf"])
      if !names.contains("ve0") { freed = Clock.monotonic() - start }
    }
    #expect(freed != nil, "the namespace lives on, and its pair with it")
    say("a namespace that was unbound is freed after \(milliseconds(freed ?? -1000))")
    try follower.expectFresh("a namespace that is gone")
    #expect(follower.snapshot?.namespace(id) == nil)
  }

  /// The file is there before the namespace is bound to it, and stays when it is unbound.
  @Test func bindingIsHeardWithoutAChangeOfTheFolder() throws {
    let node = try NamespaceNode()
    try node.files.write("run/netns/slow", "")
    let follower = try Follower(node)
    follower.start()
    follower.wait(0.5) { _ in false }
    try run(["unshare", "--net=\(node.path("slow"))", "true"])
    #expect(follower.wait { $0.namespaces.count == 2 } != nil)
    try run(["umount", node.path("slow")])
    #expect(follower.wait { $0.namespaces.count == 1 } != nil)
  }

  @Test func thoseOfProcessesComeAndGo() throws {
    let node = try NamespaceNode()
    var options = node.options
    options.root = "/"
    options.proc = nil
    options.isLimitedToBound = false
    options.netnsFolders = [node.root + "/run/netns"]
    let follower = try Follower(node) { $0 = options }
    follower.start()
    let process = try PipedChild(["unshare", "-n", "sleep", "60"])
    var id: NamespaceID?
    let came = follower.wait { snapshot in
      guard let inode = process.namespace else { return false }
      id = NamespaceID(inode: inode)
      return snapshot.namespace(NamespaceID(inode: inode))?.links?.isEmpty == false
        && snapshot.host?.id.inode != inode && inode != PipedChild.ownNamespace
    }
    #expect(came != nil, "the namespace of a process was not found")
    say("a namespace of a process is there after \(milliseconds(came ?? -1000))")
    // A zombie holds nothing.
    process.kill()
    let left = follower.wait { snapshot in id.map { snapshot.namespace($0) == nil } ?? false }
    #expect(left != nil, "a zombie was taken for a process in its namespace")
    say("and gone after \(milliseconds(left ?? -1000))")
  }

  @Test func manyComeAndGo() throws {
    let node = try NamespaceNode()
    let follower = try Follower(node)
    follower.start()
    let names = (0..<40).map { "pod\($0)" }
    try node.add(names)
    for (number, name) in names.enumerated() {
      try node.ip("host", "link add ve\(number) up type veth peer name vp\(number)")
      try node.move("vp\(number)", from: "host", to: name, as: "eth0")
    }
    try follower.expectFresh("40 pods")
    #expect(follower.snapshot?.namespaces.count == 41)
    for name in names.prefix(30) { try node.remove(name) }
    try follower.expectFresh("10 pods")
    #expect(follower.wait { $0.namespaces.count == 11 && $0.host?.links?.count == 11 } != nil)
  }

  /// A macvlan needs no number of the pod's namespace in the node's.
  @Test func linksInNamespacesWithoutANumber() throws {
    let node = try NamespaceNode()
    try node.add("pod")
    try node.ip("host", "link add uplink up type ifb\nlink add mv0 link uplink type macvlan")
    let follower = try Follower(node)
    follower.start()
    try node.move("mv0", from: "host", to: "pod", as: "eth0")
    let pod = try node.id("pod")
    #expect(
      follower.wait { snapshot in
        guard let link = snapshot.namespace(pod)?.links?.last else { return false }
        return link.name == "eth0" && link.parent.flatMap { snapshot.link($0) }?.name == "uplink"
      } != nil)
    try follower.expectFresh("a macvlan in a pod")
  }

  @Test func endingReleasesEverything() async throws {
    let node = try NamespaceNode()
    try node.add((0..<20).map { "pod\($0)" })
    // What the runtime of the tests keeps for its timers from the first one on.
    try await Task.sleep(for: .milliseconds(1))
    let inodes = try (0..<20).map { try node.id("pod\($0)").inode } + [node.id("host").inode]
    let names = Set(inodes.map { "net:[\($0)]" })
    let before = Self.held()
    var held: Set<Holding>
    do {
      let follower = try Follower(node)
      follower.start()
      held = Self.held().subtracting(before)
      #expect(held.count { names.contains($0.what) } >= 20)
      #expect(held.count { $0.what.hasPrefix("socket:") } >= 21)
      #expect(held.contains { $0.what == Self.collector })
      follower.live.stop()
    }
    // Other tests run at the same time and hold things too: each lets go of them some time.
    let isReleased = eventually(seconds: 120, meanwhile: { usleep(50_000) }) {
      held.formIntersection(Self.held())
      return held.isEmpty
    }
    #expect(isReleased, "\(held.map(\.what).sorted()) are still held")
  }

  /// A descriptor or a thread of this process.
  private struct Holding: Hashable {
    var number: String
    /// What a descriptor leads to, or the name of a thread.
    var what: String
  }

  /// The name of threads that follow a node.
  private static let collector = "cnitop-collect"

  /// What following a node takes; pipes and files are left out, for all tests have them.
  private static func held() -> Set<Holding> {
    var held: Set<Holding> = []
    for name in entries("/proc/self/fd") {
      guard let what = target(of: "/proc/self/fd/\(name)") else { continue }
      let kinds = ["net:", "socket:", "anon_inode:[event", "anon_inode:inotify"]
      if kinds.contains(where: what.hasPrefix) { held.insert(Holding(number: name, what: what)) }
    }
    for name in entries("/proc/self/task") {
      let comm = try? readFile("/proc/self/task/\(name)/comm")
      if comm == collector + "\n" { held.insert(Holding(number: name, what: collector)) }
    }
    return held
  }
}
