import Glibc
import TestSupport
import Testing

/// `cnitop watch`: a snapshot, and then what changes.
@Suite(.serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct WatchTests {
  private func watch(_ node: TestNode, _ kinds: [String] = []) throws -> (Child, JSON) {
    let child = try Child([Program.path, "watch"] + kinds + node.arguments)
    let first = try #require(child.line(), "no first line")
    try Program.expectValid([first])
    return (child, try JSON(parsing: first))
  }

  @Test func changesFollowASnapshot() throws {
    let node = try TestNode()
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
    let status = child.wait(seconds: 3)
    #expect(status == 128 + SIGTERM, "\(status.map { "\($0)" } ?? "it goes on")")
  }

  @Test func onlyWhatIsAskedFor() throws {
    let node = try TestNode()
    try node.ip("host", "link add ve0 up type veth peer name vp0")
    let (child, _) = try watch(node, ["routes"])
    try node.ip("host", "link set vp0 up\naddr add 192.0.2.1/24 dev ve0")
    let line = try #require(child.line())
    #expect(try JSON(parsing: line)["event"]?.text?.hasPrefix("route.") == true)
  }

  @Test func endsWithItsReader() throws {
    let node = try TestNode()
    let line = "$CNITOP watch \(node.arguments.joined(separator: " ")) | head -n 1 | wc -l"
    let outcome = try Program.shell("{ \(line); } 2>&1")
    #expect(outcome.status == 0)
    #expect(outcome.output.trimmed == "1", "\(outcome.output)")
  }

  @Test func endsWithItsNodeUnharmed() throws {
    let node = try TestNode()
    let (child, _) = try watch(node)
    child.kill(SIGINT)
    #expect(child.wait(seconds: 3) == 128 + SIGINT)
  }

  /// Two thousand changes, and the memory of the process before and after.
  @Test func memoryStaysFlat() throws {
    let node = try TestNode()
    try node.ip("host", "link add ve0 up type veth peer name vp0")
    let (child, _) = try watch(node)
    let flaps = (0..<1000).map { number in
      """
      link set vp0 mtu \(1000 + number % 400)
      route \(number % 2 == 0 ? "add" : "del") 10.0.0.0/8 dev ve0
      """
    }
    func churn() throws {
      try node.ip("host", many: flaps)
      while child.line(seconds: 0.7) != nil {}
    }
    try churn()
    let before = try Self.residentKiB(child.process)
    try churn()
    try churn()
    let after = try Self.residentKiB(child.process)
    say("resident memory: \(before) KiB, after 4,000 changes \(after) KiB")
    #expect(after < before + 6 * 1024)
  }

  private static func residentKiB(_ process: pid_t) throws -> Int {
    let pages = try readFile("/proc/\(process)/statm").split(separator: " ")[1]
    return (Int(pages) ?? 0) * 4
  }
}

extension String {
  var trimmed: String { String(trimmingPrefix { $0.isWhitespace }.prefix { !$0.isWhitespace }) }
}
