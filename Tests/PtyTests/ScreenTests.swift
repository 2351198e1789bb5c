import Glibc
import TestSupport
import Testing

/// The screen on a node that the test changes.
@Suite(
  .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)), .serialized,
  .timeLimit(.minutes(2)))
struct LiveScreenTests {
  @Test func showsEveryView() throws {
    let node = try PrivateNode(pods: 3)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    try #require(running.wait(for: "private-node") != nil)
    for (key, text) in [
      ("2", "default/web-1"), ("3", "cni0"), ("4", "10.42.0.0/24"), ("5", "neighbours"),
      ("6", "tunnels"), ("7", "events"), ("?", "quit"),
    ] {
      running.type(key)
      #expect(running.wait(for: text) != nil, "\(key): \(running.screen.text)")
    }
    #expect(running.screen.unknown == [])
  }

  @Test func linksComeAndGoLive() throws {
    let node = try PrivateNode(pods: 1)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    running.type("3")
    try #require(running.wait(for: "veth0") != nil)
    try node.ip("link add fresh0 type bridge")
    let came = try #require(running.wait(for: "fresh0"))
    try node.ip("link delete fresh0")
    let went = try #require(running.wait(for: "") { !$0.text.contains("fresh0") })
    print("  a link came after \(came) ms and went after \(went) ms")
    #expect(came < 1000)
    #expect(went < 1000)
  }

  @Test func podsComeAndGoLive() throws {
    let node = try PrivateNode(pods: 1)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    running.type("2")
    try #require(running.wait(for: node.name(0)) != nil)
    try node.add(pod: 1)
    let came = try #require(running.wait(for: node.name(1)))
    try node.remove(pod: 1)
    let went = try #require(running.wait(for: "") { !$0.text.contains("web-1") })
    print("  a pod came after \(came) ms and went after \(went) ms")
    #expect(came < 1000)
    #expect(went < 1000)
  }

  @Test func pausedScreenStandsStillAndSaysHowFarItIsBehind() throws {
    let node = try PrivateNode(pods: 1)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    running.type("3p")
    try #require(running.wait(for: "PAUSED") != nil)
    try node.ip("link add fresh0 type bridge")
    // It counts on without a key.
    #expect(running.wait(for: "PAUSED 1s behind", seconds: 4) != nil)
    #expect(running.wait(for: "PAUSED 2s behind", seconds: 4) != nil)
    #expect(!running.screen.text.contains("fresh0"))
    running.type("p")
    #expect(running.wait(for: "LIVE") != nil)
    #expect(running.wait(for: "fresh0") != nil)
  }

  @Test func exportsWhatIsShownAndNeverOverAFile() throws {
    let node = try PrivateNode(pods: 3)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    running.type("2")
    try #require(running.wait(for: node.name(1)) != nil)
    running.type("/web-1\r")
    try #require(running.wait(for: "") { !$0.text.contains("default/web-2") } != nil)
    let file = "\(node.root)/pods.json"
    running.type(":export \(file)\r")
    try #require(running.wait(for: "wrote \(file)") != nil)
    let pods = try JSON(contentsOf: file).elements
    #expect(pods.map { $0["name"] } == ["web-1"])
    running.type(":export \(file)\r")
    #expect(running.wait(for: "is there already") != nil)
    #expect(try JSON(contentsOf: file).elements.count == 1)
    running.type(":quit\r")
    #expect(running.end() == .init(code: 0))
  }

  @Test func sendsFewBytes() throws {
    let node = try PrivateNode(pods: 30)
    let running = try RunningProgram(node.arguments, size: .init(columns: 160, rows: 50))
    let first = try #require(running.wait(for: "pods 30"))
    running.watch(milliseconds: 200)
    let frame = running.output.count
    running.watch(milliseconds: 1500)  // rates are known from the second reading on
    let before = running.output.count
    running.watch(milliseconds: 3000)
    let idle = (running.output.count - before) / 3
    print("  first frame: \(frame) bytes after \(first) ms; idle: \(idle) bytes/s")
    #expect(frame <= 8192)
    #expect(idle <= 200)
  }

  @Test(arguments: [(20, 5), (40, 10), (80, 24), (200, 60), (1, 1)])
  func fitsEachSize(_ size: (columns: Int, rows: Int)) throws {
    let node = try PrivateNode(pods: 2)
    let running = try RunningProgram(
      node.arguments, size: .init(columns: size.columns, rows: size.rows))
    if size.columns >= 20 { #expect(running.wait(for: "LIVE") != nil) }
    running.type("2345672/web\r\r?")
    running.watch(milliseconds: 200)
    running.type("\u{1B}\u{3}")
    #expect(running.end() == .init(code: 0))
    #expect(running.isTerminalRestored)
  }

  @Test func followsTheSizeOfTheTerminal() throws {
    let node = try PrivateNode(pods: 2)
    let running = try RunningProgram(node.arguments, size: .init(columns: 80, rows: 24))
    try #require(running.wait(for: "LIVE") != nil)
    for (columns, rows) in [(40, 10), (200, 60), (20, 5), (100, 30)] {
      running.resize(columns: columns, rows: rows)
      #expect(running.wait(for: "LIVE") != nil, "\(columns)x\(rows)")
    }
    running.type("2")
    // The last row is used again.
    #expect(running.wait(for: "") { $0.lines.last?.contains("help") == true } != nil)
  }
}
