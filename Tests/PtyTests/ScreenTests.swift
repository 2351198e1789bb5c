import Glibc
import TestSupport
import Testing

/// The screen on a node that the test changes.
@Suite(
  .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)), .serialized,
  .timeLimit(.minutes(20)))
struct LiveScreenTests {
  @Test func showsEveryView() throws {
    let node = try PodNode(pods: 3)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    try #require(running.wait(for: "private-node") != nil)
    for (key, text) in [
      ("2", "default/web-1"), ("3", "cni0"), ("4", "10.42.0.0/24"), ("5", "neighbours"),
      ("6", "tunnels"), (":ports\r", "ports"), (":events\r", "events"), ("?", "quit"),
    ] {
      running.type(key)
      #expect(running.wait(for: text) != nil, "\(key): \(running.screen.text)")
    }
    #expect(running.screen.unknown == [])
  }

  @Test func linksComeAndGoLive() throws {
    let node = try PodNode(pods: 1)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    running.type("3")
    try #require(running.wait(for: "veth0") != nil)
    let longest = try shortest(within: .seconds(1)) {
      try node.ip("host", "link add fresh0 type bridge")
      let came = try #require(running.wait(for: "fresh0"))
      try node.ip("host", "link delete fresh0")
      let went = try #require(running.wait(for: "") { !$0.text.contains("fresh0") })
      print("  a link came after \(came) and went after \(went)")
      return max(came, went)
    }
    #expect(longest < .seconds(1))
  }

  @Test func podsComeAndGoLive() throws {
    let node = try PodNode(pods: 1)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    running.type("2")
    try #require(running.wait(for: node.name(0)) != nil)
    let longest = try shortest(within: .seconds(1)) {
      try node.add(pod: 1)
      let came = try #require(running.wait(for: node.name(1)))
      try node.remove(pod: 1)
      let went = try #require(running.wait(for: "") { !$0.text.contains("web-1") })
      print("  a pod came after \(came) and went after \(went)")
      return max(came, went)
    }
    #expect(longest < .seconds(1))
  }

  @Test func pausedScreenStandsStillAndSaysHowFarItIsBehind() throws {
    let node = try PodNode(pods: 1)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    running.type("3p")
    try #require(running.wait(for: "PAUSED") != nil)
    try node.ip("host", "link add fresh0 type bridge")
    // It counts on without a key; a second may be missed where others have the processors.
    #expect(running.wait(for: "") { Self.secondsBehind($0) >= 1 } != nil)
    let first = Self.secondsBehind(running.screen)
    #expect(running.wait(for: "") { Self.secondsBehind($0) > first } != nil)
    #expect(!running.screen.text.contains("fresh0"))
    running.type("p")
    #expect(running.wait(for: "LIVE") != nil)
    #expect(running.wait(for: "fresh0") != nil)
  }

  /// As the head of a screen that is paused says it: `PAUSED 2s behind`.
  private static func secondsBehind(_ screen: VirtualScreen) -> Int {
    guard let match = screen.text.firstMatch(of: /PAUSED (\d+)s behind/) else { return 0 }
    return Int(match.1) ?? 0
  }

  @Test func exportsWhatIsShownAndNeverOverAFile() throws {
    let node = try PodNode(pods: 3)
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

  /// Presses and the wheel as xterm reports them in mode 1006; columns and rows begin at 1.
  @Test func obeysTheMouse() throws {
    let node = try PodNode(pods: 3)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "2 Pods") != nil)
    #expect(running.screen.hasMouse)
    let tabs = try #require(running.screen.lines.firstIndex { $0.contains("2 Pods") })
    let tab = try #require(running.screen.lines[tabs].firstRange(of: "2 Pods"))
    let column = running.screen.lines[tabs].distance(
      from: running.screen.lines[tabs].startIndex, to: tab.lowerBound)
    running.type("\u{1B}[<0;\(column + 2);\(tabs + 1)M\u{1B}[<0;\(column + 2);\(tabs + 1)m")
    try #require(running.wait(for: "1/3") != nil)
    try #require(running.wait(for: node.name(2)) != nil)
    let row = try #require(running.screen.lines.firstIndex { $0.contains(node.name(2)) })
    running.type("\u{1B}[<0;3;\(row + 1)M\u{1B}[<0;3;\(row + 1)m")
    #expect(running.wait(for: "3/3") != nil)
    // Reports that mean nothing, and sequences that nobody knows, are no keys.
    running.type("\u{1B}[<3;1;1M\u{1B}[<0;0;0M\u{1B}[<;;M\u{1B}[99;99qq")
    #expect(running.end() == .init(code: 0))
  }

  @Test func leavesTheMouseAlone() throws {
    let node = try PodNode(pods: 0)
    let running = try RunningProgram(node.arguments + ["--no-mouse"])
    try #require(running.wait(for: "LIVE") != nil)
    running.type("q")
    #expect(running.end() == .init(code: 0))
    #expect(!running.output.contains("\u{1B}[?1000h"))
  }

  @Test(arguments: [
    (":theme dark", "theme dark"), (":theme nope", "no theme \"nope\""),
    (":refresh 3", "refresh every 3s"), (":refresh soon", "0.1 to 3600"),
    (":nonsense", "no command \"nonsense\""), (":export x.xml", "must end with"),
    (":export /nonexistent/x.json", "cannot write /nonexistent/x.json"), (":li\t", ":links"),
    (":export ~/y.json", "cannot write /nonexistent/y.json"),
  ])
  func answersCommands(_ command: String, _ answer: String) throws {
    let node = try PodNode(pods: 0)
    let running = try RunningProgram(node.arguments)
    try #require(running.wait(for: "LIVE") != nil)
    running.type("3")
    try #require(running.wait(for: "cni0") != nil)
    running.type(command.hasSuffix("\t") ? command : command + "\r")
    #expect(running.wait(for: answer) != nil, "\(running.screen.text)")
    running.type("\u{3}\u{3}")  // the first leaves the command line where it is open
    #expect(running.end() == .init(code: 0))
  }

  @Test func sendsFewBytes() throws {
    let node = try PodNode(pods: 30)
    let running = try RunningProgram(node.arguments, size: .init(columns: 160, rows: 50))
    let first = try #require(running.wait(for: "pods 30"))
    running.watch(milliseconds: 200)
    let frame = running.output.utf8.count
    var idle = Int.max
    // Rates are known from the second reading on, which others may put off.
    for _ in 0..<6 where idle > 200 {
      running.watch(milliseconds: 1500)
      let before = running.output.utf8.count
      running.watch(milliseconds: 3000)
      idle = (running.output.utf8.count - before) / 3
    }
    print("  first frame: \(frame) bytes after \(first); idle: \(idle) bytes/s")
    #expect(frame <= 8192)
    #expect(idle <= 200)
  }

  @Test(arguments: [(20, 5), (40, 10), (80, 24), (200, 60), (1, 1)])
  func fitsEachSize(_ size: (columns: Int, rows: Int)) throws {
    let node = try PodNode(pods: 2)
    let running = try RunningProgram(
      node.arguments, size: .init(columns: size.columns, rows: size.rows))
    // Before that, Ctrl-C is a signal.
    #expect(running.wait(for: "") { _ in running.takesInterrupts } != nil)
    if size.columns >= 20 { #expect(running.wait(for: "LIVE") != nil) }
    running.type("2345672/web\r\r?")
    running.watch(milliseconds: 200)
    running.type("\u{1B}\u{3}")
    #expect(running.end() == .init(code: 0))
    #expect(running.isTerminalRestored)
  }

  @Test func followsTheSizeOfTheTerminal() throws {
    let node = try PodNode(pods: 2)
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
