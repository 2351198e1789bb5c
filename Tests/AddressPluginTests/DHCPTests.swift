import CNISpec
import Foundation
import Glibc
import TestSupport
import Testing

/// The plugin and its daemon with a real server.
@Suite(.enabled(if: canMakeNamespaces, "\(needsNamespaces)"))
struct DHCPTests {
  @Test func getsRenewsAndGivesBack() throws {
    let node = try DHCPNode()
    try node.startServer()
    let added = try node.call("ADD", ipam: #","request":[{"option":"121"}],"priority":7"#)
    #expect(added.status == 0, "\(added.output)")
    let address = try #require(added.addresses.first)
    #expect(node.leases.map { "\($0)/24" } == [address])
    #expect(
      added.document?["routes"]?.description
        == #"[{"dst":"0.0.0.0/0","gw":"10.5.0.1","priority":7},{"dst":"10.9.0.0/16","gw":"10.5.0.2","priority":7}]"#
    )
    #expect(node.kept == ["net@box@eth0"])
    // Attached again, it is the same lease.
    #expect(try node.call("ADD").addresses == [address])
    try node.container.ip("addr add \(address) dev eth0")
    let asked = node.count("DHCPDISCOVER")
    #expect(eventually { node.count("DHCPACK") >= 4 })
    #expect(node.count("DHCPDISCOVER") == asked)
    #expect(try node.call("CHECK", more: #","prevResult":\#(added.output)"#).status == 0)
    #expect(try node.call("CHECK", "other").message == "no lease for other/net/eth0")
    #expect(try node.call("DEL").status == 0)
    #expect(eventually { node.leases.isEmpty } && node.kept.isEmpty)
    #expect(try node.call("DEL").status == 0)
  }

  /// Without an address on the interface, answers reach it all the same.
  @Test func givesBackWithoutTheAddress() throws {
    let node = try DHCPNode(["-broadcast"])
    try node.startServer()
    #expect(try node.call("ADD").status == 0)
    #expect(try node.call("DEL").status == 0)
    #expect(eventually { node.leases.isEmpty })
  }

  @Test(arguments: [SIGKILL, SIGTERM])
  func goesOnAfterARestart(_ number: CInt) throws {
    let node = try DHCPNode()
    try node.startServer()
    let address = try #require(try node.call("ADD").addresses.first)
    try node.container.ip("addr add \(address) dev eth0")
    node.stopDaemon(number)
    #expect(FileManager.default.fileExists(atPath: node.socketPath) == (number == SIGKILL))
    #expect(try node.call("STATUS").code == 50)
    let (before, asked) = (node.count("DHCPACK"), node.count("DHCPDISCOVER"))
    try node.startDaemon()
    #expect(eventually { node.count("DHCPACK") >= before + 2 })
    #expect(node.count("DHCPDISCOVER") == asked)
    #expect(try node.call("ADD").addresses == [address])
    #expect(try node.call("DEL").status == 0)
    #expect(eventually { node.leases.isEmpty } && node.kept.isEmpty)
  }

  @Test func saysThatTheServerIsSilent() throws {
    let node = try DHCPNode(["-resendtimeout", "1500ms", "-resendmax", "400ms"])
    let answer = try node.call("ADD")
    #expect(answer.code == 999 && answer.message == "no more tries")
    #expect(node.kept.isEmpty)
    // It is asked anew by the next one.
    try node.startServer()
    #expect(try node.call("ADD").status == 0)
  }

  @Test func forgetsAPluginThatWasKilled() throws {
    let node = try DHCPNode()
    let running = try RunningPlugin(.ours, node.request("ADD"))
    usleep(300_000)
    kill(running.process, SIGKILL)
    _ = running.wait()
    #expect(try node.call("CHECK").message == "no lease for box/net/eth0")
    try node.startServer()
    usleep(2_500_000)
    #expect(node.leases.isEmpty)
    #expect(try node.call("ADD").status == 0)
  }

  @Test func takesNoNoticeOfGarbage() throws {
    let node = try DHCPNode()
    try node.startServer()
    let program = """
      import os, random, socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b's0')
      s.bind(('10.5.0.1', 6767))
      for i in range(3000):
        n = random.choice([0, 1, 100, 239, 240, 241, 300, 1400])
        d = bytearray(os.urandom(n))
        if n >= 240 and i % 2:
          d[0:4] = bytes([2, 1, 6, 0]); d[236:240] = bytes([99, 130, 83, 99])
        try: s.sendto(d, ('255.255.255.255', 68))
        except OSError: pass
      """
    try node.folder.write("garbage.py", program)
    let command = [
      "nsenter", "--net=\(node.server.path)", "python3", "\(node.folder.path)/garbage.py",
    ]
    let garbage = Foundation.Thread { _ = try? run(command) }
    garbage.start()
    for round in 0..<20 {
      #expect(try node.call("ADD", "box\(round)").status == 0)
      #expect(try node.call("DEL", "box\(round)").status == 0)
    }
    while !garbage.isFinished { usleep(10_000) }
    #expect(try node.call("STATUS").status == 0)
  }

  @Test func collectsWhatIsNotValid() throws {
    let node = try DHCPNode()
    try node.startServer()
    for id in ["a", "b", "c"] { #expect(try node.call("ADD", id).status == 0) }
    #expect(try node.call("GC").code == 7)
    let valid = #","cni.dev/valid-attachments":[{"containerID":"b","ifname":"eth0"}]"#
    #expect(try node.call("GC", more: valid).status == 0)
    #expect(eventually { node.leases.count == 1 } && node.kept == ["net@b@eth0"])
  }

  @Test func endsWithTheNamespace() throws {
    let node = try DHCPNode()
    try node.startServer()
    #expect(try node.call("ADD").status == 0)
    try node.container.ip("link delete eth0")
    #expect(eventually { node.kept.isEmpty })
    #expect(try node.call("DEL").status == 0)
    #expect(try node.call("ADD").message == #"error looking up "eth0": Link not found"#)
  }

  @Test func manyAtOnceGetDifferentAddresses() throws {
    let node = try DHCPNode()
    try node.startServer()
    let running = try (0..<30).map { try RunningPlugin(.ours, node.request("ADD", "box\($0)")) }
    let answers = running.map { $0.wait() }
    #expect(answers.allSatisfy { $0.status == 0 })
    #expect(Set(answers.flatMap(\.addresses)).count == 30 && node.kept.count == 30)
    let ending = try (0..<30).map { try RunningPlugin(.ours, node.request("DEL", "box\($0)")) }
    #expect(ending.map { $0.wait() }.allSatisfy { $0.status == 0 })
    #expect(eventually { node.leases.isEmpty } && node.kept.isEmpty)
  }

  @Test func sendsAndAsksForWhatIsConfigured() throws {
    let node = try DHCPNode()
    try node.startServer()
    var request = node.request(
      "ADD",
      ipam:
        #","provide":[{"option":"host-name","fromArg":"K8S_POD_NAME"}],"request":[{"option":"6"}]"#)
    request.arguments = "IgnoreUnknown=1;K8S_POD_NAME=my-pod"
    #expect(try AddressPluginTests.call(.ours, request).status == 0)
    #expect(eventually { node.count("client provides name: my-pod") > 0 })
    #expect(node.count("requested options: 6:dns-server, 3:router, 1:netmask") > 0)
    var wrong = node.request("ADD", "other", ipam: #","request":[{"option":"no-such"}]"#)
    wrong.arguments = ""
    #expect(
      try AddressPluginTests.call(.ours, wrong).message?.hasPrefix("ipam.request[0].option is")
        == true)
  }

  @Test func answersNonsenseWithAnError() throws {
    let node = try DHCPNode()
    for text in ["\n", "{}\n", "[1,2\n", #"{"command":"ADD"}"# + "\n", "GET / HTTP/1.0\n\n"] {
      let answer = try run(
        ["python3", "-c", Self.talk, node.socketPath], input: text)
      #expect(answer.hasPrefix(#"{"error":{"#), "\(text)")
    }
    let huge = try run(["python3", "-c", Self.flood, node.socketPath])
    #expect(huge.contains("the request is too long"))
    #expect(try node.call("STATUS").status == 0)
  }

  private static let talk = """
    import socket, sys
    s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(sys.stdin.buffer.read())
    sys.stdout.write(s.makefile().read())
    """
  private static let flood = """
    import socket, sys
    s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
    try:
      for i in range(40): s.sendall(b'x' * 65536)
    except OSError: pass
    sys.stdout.write(s.makefile().read())
    """

  /// As systemd starts it: the socket is there before the daemon is.
  @Test func takesTheSocketOfSystemd() throws {
    let folder = try TemporaryFolder(onDisk: true)
    let program = """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[2]); s.listen(8)
      os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
      os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')
      os.execv(sys.argv[1], ['cni-plugins', 'dhcp', 'daemon', '-socketpath', '/nonexistent/s',
                             '-pidfile', sys.argv[3]])
      """
    let pidFile = "\(folder.path)/pid"
    let command = [
      "python3", "-c", program, built("cni-plugins"), "\(folder.path)/s", pidFile,
    ]
    let starter = Foundation.Thread { _ = try? run(command) }
    starter.start()
    #expect(eventually { FileManager.default.fileExists(atPath: pidFile) })
    let answer = try call(
      .ours,
      Request(
        plugin: "dhcp", command: "STATUS",
        input: """
          {"cniVersion":"1.1.0","name":"net","type":"any",
           "ipam":{"type":"dhcp","daemonSocketPath":"\(folder.path)/s"}}
          """))
    #expect(answer.status == 0)
    let process = try #require(pid_t(String(contentsOfFile: pidFile, encoding: .utf8)))
    kill(process, SIGTERM)
    #expect(eventually { starter.isFinished })
    // The socket is systemd's, the other file was ours.
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/s"))
    #expect(!FileManager.default.fileExists(atPath: pidFile))
  }

  @Test func oneDaemonAtATime() throws {
    let node = try DHCPNode()
    #expect {
      try run([built("cni-plugins"), "dhcp", "daemon", "-socketpath", node.socketPath])
    } throws: {
      "\($0)".contains("Error getting listener")
    }
    #expect(try node.call("STATUS").status == 0)
  }
}
