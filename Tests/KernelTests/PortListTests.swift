import Glibc
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

/// `cnitop list ports` on a real node, compared with `ss`.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct PortListTests {
  /// Listens at random ports until its standard input ends; says so by a line.
  private static let listener = """
    import random, signal, socket, sys
    random.seed(int(sys.argv[1]))
    held = []
    def bind(family, kind, address, port, only=0, share=False):
      s = socket.socket(family, kind)
      if family == socket.AF_INET6: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only)
      if share: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
      try:
        s.bind((address, port))
        if kind == socket.SOCK_STREAM: s.listen(5)
        held.append(s)
      except OSError: pass
    for _ in range(int(sys.argv[2])):
      port = random.randrange(1, 65536)
      kind = random.choice([socket.SOCK_STREAM, socket.SOCK_DGRAM])
      four = random.choice(['0.0.0.0', '127.0.0.1', '127.0.0.2'])
      case = random.randrange(4)
      if case == 0: bind(socket.AF_INET, kind, four, port)
      if case == 1: bind(socket.AF_INET6, kind, random.choice(['::', '::1']), port, 1)
      if case == 2: bind(socket.AF_INET6, kind, '::', port)
      if case == 3:
        for _ in range(3): bind(socket.AF_INET, kind, four, port, share=True)
    # None of these listens: connected, or without a port.
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.connect(('127.0.0.1', 9)); held.append(u)
    held.append(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    print('ready', flush=True)
    signal.pause()
    """

  /// With the processes of the machine, which tell who listens; their namespaces come, too.
  private static func arguments(_ node: NamespaceNode) -> [String] {
    ["--root", node.root, "--netns", node.hostPath, "--proc", "/proc"]
  }

  private static func netns(_ node: NamespaceNode, _ name: String) throws -> JSON {
    let inode = try run(["stat", "-Lc", "%i", node.path(name)])
    return .string("netns:" + inode.filter(\.isNumber))
  }

  private func start(_ node: NamespaceNode, in name: String, seed: Int, count: Int) throws
    -> PipedChild
  {
    let child = try PipedChild(
      [
        "nsenter", "--net=\(node.path(name))", "python3", "-c", Self.listener, "\(seed)",
        "\(count)",
      ])
    let line = try #require(child.line(), "the listener did not start")
    #expect(line == "ready")
    return child
  }

  /// `PROTOCOL ADDRESS:PORT PIDS` of each line of `ss -H -tulnpO`, those of one port together.
  private static func sockets(_ text: String) -> Set<String> {
    var pids: [String: Set<Int>] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 4, let colon = words[4].lastIndex(of: ":") else { continue }
      let place = words[4][..<colon].filter { $0 != "[" && $0 != "]" }
      let found = line.matches(of: /pid=(\d+)/).compactMap { Int($0.1) }
      pids["\(words[0]) \(place):\(words[4][words[4].index(after: colon)...])", default: []]
        .formUnion(found)
    }
    return Set(pids.map { "\($0.key) \($0.value.sorted())" })
  }

  private static func text(_ port: JSON) -> String {
    var address = port["address"]?.text ?? "*"
    if address == "::", port["ipv6Only"] == .bool(false) { address = "*" }
    let pids = (port["pids"]?.elements ?? []).compactMap(\.integer)
    return "\(port["protocol"]?.text ?? "") \(address):\(port["port"]?.integer ?? 0) \(pids)"
  }

  @Test(arguments: [1, 2, 3]) func listsWhatSSLists(_ seed: Int) throws {
    let node = try NamespaceNode()
    let names = ["host", "pod-a", "pod-b"]
    try node.add(["pod-a", "pod-b"])
    var children: [PipedChild] = []
    for (place, name) in names.enumerated() {
      children.append(try start(node, in: name, seed: seed * 10 + place, count: 60))
    }
    let outcome = try Program.shell(
      "$CNITOP list ports -o json " + Self.arguments(node).joined(separator: " "))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let own = try Set(names.map { try Self.netns(node, $0) })
    let ports = try JSON(parsing: outcome.output).elements.filter { port in
      port["netns"].map(own.contains) == true
    }
    var expected: Set<String> = []
    for name in names {
      expected.formUnion(Self.sockets(try node.run(in: name, ["ss", "-H", "-tulnpO"])))
    }
    #expect(expected.count > 100)
    #expect(Set(ports.map(Self.text)) == expected)
    #expect(ports.allSatisfy { $0["process"]?.text == "python3" })
    withExtendedLifetime(children) {}
  }

  /// The part is on the schema, and a listener that comes and goes is an event.
  @Test func listenersAreFollowed() throws {
    let node = try NamespaceNode()
    let child = try PipedChild([Program.path, "watch", "ports"] + Self.arguments(node))
    let first = try #require(child.line(), "no first line")
    try Program.expectValid([first])
    let host = try Self.netns(node, "host")
    let before = try #require(JSON(parsing: first)["ports"]?.elements)
    #expect(!before.contains { $0["netns"] == host })
    let listener = try PipedChild([
      "nsenter", "--net=\(node.hostPath)", "python3", "-c",
      "import signal, socket; s = socket.socket(); s.bind(('0.0.0.0', 7001)); s.listen(1)\n"
        + "print('ready', flush=True); signal.pause()",
    ])
    #expect(listener.line() == "ready")
    let added = try Self.change("added", child, at: host)
    #expect(added["after"]?["port"]?.integer == 7001)
    listener.kill(SIGKILL)
    let removed = try Self.change("removed", child, at: host)
    #expect(removed["before"]?["port"]?.integer == 7001)
    #expect(removed["before"]?["process"] == "python3")
  }

  /// The next change of this kind in a namespace.
  private static func change(_ action: String, _ child: PipedChild, at netns: JSON) throws -> JSON {
    while true {
      let change = try JSON(parsing: #require(child.line(), "nothing was \(action)"))
      let port = change[action == "removed" ? "before" : "after"]
      if change["event"]?.text == "port.\(action)", port?["netns"] == netns { return change }
    }
  }
}
