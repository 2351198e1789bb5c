import Glibc
import TestSupport
import Testing

/// One after another: each starts a dozen processes.
@Suite(
  .serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)),
  .timeLimit(.minutes(20)))
struct DemoTests {
  @Test func isAWholeNode() throws {
    let node = try JSON(parsing: run([program, "demo", "--snapshot"]))
    #expect(node["node"]?["name"] == "demo-node")
    let pods = node["pods"]?.elements ?? []
    #expect(pods.contains { $0["name"] == "web-0" && $0["namespace"] == "default" })
    let kinds = pods.map { $0["interfaces"]?.elements.first?["attachment"]?.text }
    #expect(kinds.filter { $0 == "veth" }.count == 6)
    #expect(kinds.filter { $0 == "macvlan" }.count == 1)
    #expect(pods.filter { ($0["containers"]?.elements.count ?? 0) > 1 }.count == 2)
    #expect(pods.allSatisfy { $0["sources"]?.elements.contains("cniCache") == true })

    let namespaces = node["namespaces"]?.elements ?? []
    // The node's own and that of each pod: neither those of this machine nor the other node's.
    #expect(namespaces.count == pods.count + 1)
    #expect(namespaces.filter { ($0["processes"]?.integer ?? 0) > 1 }.count == 2)
    let problems = node["completeness"]?.elements.filter { $0["status"] != "ok" }
    #expect(problems == [])
  }

  @Test func overlayHasItsThreeEntries() throws {
    let node = try JSON(parsing: run([program, "demo", "--snapshot"]))
    let tunnel = try #require(node["tunnels"]?.elements.first)
    #expect(tunnel["kind"] == "vxlan")
    #expect(tunnel["id"] == 1)
    #expect(tunnel["port"] == 8472)
    #expect(tunnel["remotes"] == ["192.168.86.11"])
    #expect(tunnel["solution"] == "flannel")

    let host = try #require(node["namespaces"]?.elements.first { $0["isHost"] == true })
    let route = host["routes"]?.elements.first { $0["destination"] == "10.244.2.0/24" }
    #expect(route?["gateway"] == "10.244.2.0")
    #expect(route?["device"] == "flannel.1")
    let neighbour = host["neighbours"]?.elements.first { $0["address"] == "10.244.2.0" }
    let macAddress = try #require(neighbour?["macAddress"]?.text)
    let entries = host["fdb"]?.elements.filter { $0["macAddress"]?.text == macAddress } ?? []
    #expect(entries.contains { $0["remote"] == "192.168.86.11" })
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func signalEndsEverything(_ signal: CInt) throws {
    let demo = try RunningDemo()
    try #require(demo.shows("demo-node"))
    let traces = try DemoTraces(of: demo.process)
    // The demo itself and one process for each container.
    #expect(traces.processes.count >= 11)
    #expect(traces.bindings >= 11)
    kill(demo.process, signal)
    #expect(demo.end() == ProcessEnd(code: 128 + signal))
    #expect(try traces.remains() == [])
  }

  /// The kernel and the shell tell of a terminal that goes away, each by itself.
  @Test func signalsInARowEndEverything() throws {
    let demo = try RunningDemo()
    try #require(demo.shows("demo-node"))
    let traces = try DemoTraces(of: demo.process)
    for _ in 0..<40 {
      kill(demo.process, SIGHUP)
      usleep(5000)
    }
    let end = demo.end()
    #expect(end == ProcessEnd(code: 128 + SIGHUP) || end == ProcessEnd(signal: SIGHUP))
    #expect(try traces.remains() == [])
  }

  @Test func quittingEndsEverything() throws {
    let demo = try RunningDemo()
    try #require(demo.shows("demo-node"))
    let traces = try DemoTraces(of: demo.process)
    demo.type("q")
    #expect(demo.end() == ProcessEnd(code: 0))
    #expect(try traces.remains() == [])
  }

  @Test(arguments: [0, 15, 30, 60])
  func signalWhileItIsMadeEndsEverything(_ milliseconds: UInt32) throws {
    let demo = try RunningDemo()
    let isMounted = try eventually(meanwhile: { usleep(500) }) {
      try !DemoTraces.mounts(of: demo.process).isEmpty
    }
    try #require(isMounted, "no folder is mounted")
    usleep(milliseconds * 1000)
    let traces = try DemoTraces(of: demo.process)
    kill(demo.process, SIGTERM)
    let end = demo.end()
    #expect(end == ProcessEnd(signal: SIGTERM) || end == ProcessEnd(code: 128 + SIGTERM))
    #expect(try traces.remains() == [])
  }

  @Test func nextDemoRemovesWhatAKilledOneLeft() throws {
    let demo = try RunningDemo()
    try #require(demo.shows("demo-node"))
    let traces = try DemoTraces(of: demo.process)
    kill(demo.process, SIGKILL)
    #expect(demo.end() == ProcessEnd(signal: SIGKILL))
    // The kernel takes away the mounts, and the processes notice by themselves.
    #expect(try traces.remains(folderToo: false) == [])
    try run([program, "demo", "--snapshot"])
    #expect(try traces.remains() == [])
  }

  @Test func secondDemoLeavesTheFirstAlone() throws {
    let first = try RunningDemo()
    try #require(first.shows("demo-node"))
    let traces = try DemoTraces(of: first.process)
    let second = try JSON(parsing: run([program, "demo", "--snapshot"]))
    #expect(second["pods"]?.elements.count == 7)
    #expect(access(traces.folder, F_OK) == 0)
    #expect(traces.processes.allSatisfy { kill($0, 0) == 0 })
    first.type("q")
    #expect(first.end() == ProcessEnd(code: 0))
    #expect(try traces.remains() == [])
  }

  @Test func podsComeWhileItRuns() throws {
    let demo = try RunningDemo()
    try #require(demo.shows("demo-node"))
    demo.type(":events\r")
    #expect(demo.shows("report-28731"))
    demo.type("q")
    #expect(demo.end() == ProcessEnd(code: 0))
  }
}

/// Rights that root gives up here, so that root is needed for the tests.
@Suite(
  .enabled(if: canMakeNamespaces && canMakeUserNamespaces, Comment(rawValue: needsUserNamespaces)),
  .timeLimit(.minutes(20)))
struct DemoRightsTests {
  @Test func runsInAUserNamespace() throws {
    let node = try JSON(parsing: run(["unshare", "-Urn", program, "demo", "--snapshot"]))
    #expect(node["pods"]?.elements.count == 7)
  }

  @Test func makesAUserNamespaceWhereItIsNotRoot() throws {
    let user = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    let noRights = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    let node = try JSON(parsing: run(user + noRights + [program, "demo", "--snapshot"]))
    #expect(node["pods"]?.elements.count == 7)
  }

  @Test func saysWhatItNeeds() throws {
    let failure = #expect(throws: CommandFailure.self) {
      try run([
        "unshare", "-Ur", "sh", "-c",
        """
        echo 0 > /proc/sys/user/max_user_namespaces
        exec setpriv --bounding-set=-all --inh-caps=-all \(program) demo
        """,
      ])
    }
    #expect(failure?.end == ProcessEnd(code: 4))
    let lines = failure?.output.split(separator: "\n") ?? []
    #expect(lines.count == 1)
    #expect(lines.first?.contains("CAP_SYS_ADMIN and CAP_NET_ADMIN") == true)
  }
}
