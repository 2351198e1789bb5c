import Glibc
import TestSupport
import Testing

/// `cnitop watch`: a snapshot, and then what changes.
@Suite(.serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct WatchTests {
  private func watch(_ node: NamespaceNode, _ kinds: [String] = []) throws -> (PipedChild, JSON) {
    let child = try PipedChild([Program.path, "watch"] + kinds + node.arguments)
    let first = try #require(child.line(), "no first line")
    try Program.expectValid([first])
    return (child, try JSON(parsing: first))
  }

  @Test func changesFollowASnapshot() throws {
    let node = try NamespaceNode()
    try node.ip("host", "link add ve0 up type veth peer name vp0")
    let (child, first) = try watch(node)
    #expect(first["kind"] == "snapshot")
    try node.ip("host", "link set vp0 up\naddr add 192.0.2.1/24 dev ve0")
    try node.add("pod")
    var events: Set<String> = []
    var last = 0
    while !events.isSuperset(of: ["link.changed", "address.added", "namespace.added"]) {
      let line = try #require(child.line(), "only \(events)")
      let change = try JSON(parsing: line)
      let number = change["seq"]?.integer ?? 0
      #expect(number == last + 1)
      last = number
      events.insert(change["event"]?.text ?? "")
      #expect(change["ts"]?.text != nil)
      #expect(change["before"] != nil || change["after"] != nil)
    }
    child.kill(SIGTERM)
    let end = child.wait()
    #expect(end == ProcessEnd(signal: SIGTERM), "\(end.map { "\($0)" } ?? "it goes on")")
  }

  /// The folder is made after the start, so the one above it tells of it.
  @Test func configurationsAreFollowed() throws {
    let node = try NamespaceNode()
    let (child, first) = try watch(node, ["configurations"])
    #expect(first["cni"]?["configurations"] == .array([]))
    try run(["mkdir", "-p", "\(node.root)/etc/cni/net.d"])
    try run(
      ["sh", "-c", "cat > '\(node.root)/etc/cni/net.d/10-net.conf'"],
      input: #"{"cniVersion":"1.0.0","name":"net","type":"bridge"}"#)
    while true {
      let change = try JSON(parsing: #require(child.line()))
      #expect(change["event"]?.text?.hasPrefix("configuration.") == true)
      if change["after"]?["plugins"] == ["bridge"] { break }
    }
  }

  /// As `nohup` starts it.
  @Test func ignoredHangUpDoesNotEndIt() throws {
    let node = try NamespaceNode()
    let child = try PipedChild(
      ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh", Program.path, "watch", "links"]
        + node.arguments)
    _ = try #require(child.line())
    child.kill(SIGHUP)
    try node.ip("host", "link add ve0 type veth peer name vp0")
    #expect(child.line() != nil)
    child.kill(SIGTERM)
    #expect(child.wait() == ProcessEnd(signal: SIGTERM))
  }

  @Test func onlyWhatIsAskedFor() throws {
    let node = try NamespaceNode()
    try node.ip("host", "link add ve0 up type veth peer name vp0")
    let (child, _) = try watch(node, ["routes"])
    try node.ip("host", "link set vp0 up\naddr add 192.0.2.1/24 dev ve0")
    let line = try #require(child.line())
    #expect(try JSON(parsing: line)["event"]?.text?.hasPrefix("route.") == true)
  }

  @Test func endsWithItsNodeUnharmed() throws {
    let node = try NamespaceNode(isQuiet: true)
    try node.add("pod")
    try node.ip("host", "link add ve0 up type veth peer name vp0\naddr add 192.0.2.1/24 dev ve0")
    func state() throws -> [String] {
      try ["host", "pod"].flatMap { name in
        try [["link"], ["addr"], ["route", "show", "table", "all"], ["netns", "list-id"]].map {
          try node.run(in: name, ["ip"] + $0)
        }
      }
    }
    let before = try state()
    #expect(before.contains { $0.contains("192.0.2.1/24") })
    let (child, _) = try watch(node)
    child.kill(SIGINT)
    #expect(child.wait() == ProcessEnd(signal: SIGINT))
    #expect(try state() == before)
  }

  /// What changes while the queue of events runs over is found, also when nothing tells of it later.
  @Test(arguments: [100, 400]) func whatWasNotHeardIsRead(_ milliseconds: UInt32) throws {
    let node = try NamespaceNode()
    try node.ip("host", "link add ve0 up type veth peer name vp0\nlink set vp0 up")
    let (child, _) = try watch(node)
    child.kill(SIGSTOP)
    let routes = (0..<60_000).map { "10.\($0 >> 8).\($0 & 255).0/24 dev ve0" }
    try node.ip("host", many: routes.map { "route add " + $0 } + routes.map { "route del " + $0 })
    child.kill(SIGCONT)
    usleep(milliseconds * 1000)
    try node.ip("host", "rule add priority 77 table 77")
    var found = false
    while !found, let line = child.line() { found = line.contains("\"priority\":77") }
    #expect(found)
  }

  /// Two thousand changes, and the memory of the process before and after.
  @Test func memoryStaysFlat() throws {
    let node = try NamespaceNode()
    try node.ip("host", "link add ve0 up type veth peer name vp0")
    let (child, _) = try watch(node)
    let flaps = (0..<1000).map { number in
      """
      link set vp0 mtu \(1000 + number % 400)
      route \(number % 2 == 0 ? "add" : "del") 10.0.0.0/8 dev ve0
      """
    }
    /// Reads up to the last of the changes, which has an MTU of its own.
    func churn(_ round: Int) throws {
      try node.ip("host", many: flaps + ["link set vp0 mtu \(2000 + round)"])
      var lines = 0
      while let line = child.line() {
        lines += 1
        if line.contains("\"mtu\":\(2000 + round)") { break }
      }
      try #require(child.isAlive, "it ended")
      #expect(lines > 1, "it says nothing of what changes")
    }
    try churn(0)
    let before = try Self.residentKiB(child.process)
    try churn(1)
    try churn(2)
    let after = try Self.residentKiB(child.process)
    say("resident memory: \(before) KiB, after 4,000 changes \(after) KiB")
    #expect(after < before + 6 * 1024)
  }

  private static func residentKiB(_ process: pid_t) throws -> Int {
    let words = try readFile("/proc/\(process)/statm").split(separator: " ")
    try #require(words.count > 1)
    let pages = try #require(Int(words[1]))
    try #require(pages > 0)
    return pages * Int(getpagesize()) / 1024
  }
}
