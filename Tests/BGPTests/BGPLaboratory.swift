import Glibc
import NetworkTypes
import NodeCollector
import NodeModel
import TestSupport
import Testing

/// Whether the daemons are installed and may run in namespaces.
let canRunDaemons =
  canMakeNamespaces && access("/usr/sbin/bird", X_OK) == 0
  && access("/usr/lib/frr/bgpd", X_OK) == 0

/// What a skipped test says.
let needsDaemons = "needs namespaces, and the packages bird2 and frr"

/// A node and its peers on one bridge: BIRD on `a`, `b` and `p`, FRR on `f`, nothing on `q`; the
/// one that is looked at is `a`.
///
/// Everything is below one folder; daemons end with the value, or by themselves after some minutes.
final class BGPLaboratory: Sendable {
  let node: NamespaceNode
  private let names = ["a", "b", "f", "p", "q"]

  init() throws {
    node = try NamespaceNode(isQuiet: false)
    try node.add(["sw"] + names)
    try node.ip("sw", "link add br0 type bridge\nlink set br0 up")
    for (place, name) in names.enumerated() {
      let number = place + 1
      try node.ip("sw", "link add port\(number) type veth peer name e0-\(number)")
      try node.move("e0-\(number)", from: "sw", to: name, as: "e0")
      try node.ip("sw", "link set port\(number) master br0\nlink set port\(number) up")
      try node.ip(
        name,
        "addr add 10.99.0.\(number)/24 dev e0\naddr add fd99::\(number)/64 dev e0 nodad\n"
          + "link set e0 up")
    }
    try node.ip(
      "p", "addr add 10.99.0.41/24 dev e0")
    try node.files.setMode(0o755)
    for (name, text) in Self.configurations { try node.files.write("\(name).conf", text) }
    for name in ["p", "b", "a"] { try startBIRD(name) }
    try startFRR()
  }

  deinit { for name in ["a", "b", "f", "p"] { signal(name, SIGKILL) } }

  func startBIRD(_ name: String) throws {
    try shell(
      name, "timeout 600 bird -f -c \(name).conf -s \(path("\(name).ctl")) -P \(name).pid")
  }

  private func startFRR() throws {
    try node.shell("install -d -o frr -g frr frr; chmod 644 f.conf")
    try shell(
      "f",
      "timeout 600 /usr/lib/frr/bgpd -Z -u frr -g frr -f \(path("f.conf")) "
        + "-i \(path("frr/f.pid")) --vty_socket \(path("frr")) --log file:\(path("frr/log"))")
  }

  private func shell(_ name: String, _ command: String) throws {
    try node.run(
      in: name, ["sh", "-ec", "cd '\(node.root)'; \(command) </dev/null >/dev/null 2>&1 &"])
  }

  func path(_ name: String) -> String { "\(node.root)/\(name)" }

  func pid(_ name: String) -> pid_t? {
    let text = try? readFile(path(name == "f" ? "frr/f.pid" : "\(name).pid"))
    return text.flatMap { pid_t($0.filter { !$0.isWhitespace }) }
  }

  func signal(_ name: String, _ number: CInt) { if let pid = pid(name) { kill(pid, number) } }

  /// What a node has, of the namespaces of this laboratory alone.
  func read(_ reader: (CollectorOptions) throws -> Snapshot) throws -> BGPStatus {
    var options = CollectorOptions()
    options.root = "/"
    options.netns = node.path("a")
    options.netnsFolders = [node.root + "/run/netns"]
    let snapshot = try reader(options)
    var status = try #require(snapshot.bgp)
    let own = Set(
      snapshot.namespaces.filter { $0.isHost || $0.paths.contains { $0.hasPrefix(node.root) } }
        .map(\.id))
    status.speakers.removeAll { !own.contains($0.id.netns) }
    status.sessions.removeAll { !own.contains($0.speaker.netns) }
    return status
  }

  func read() throws -> BGPStatus {
    try read { try NodeReader.snapshot($0, tables: [.links, .neighbours], parts: .bgp) }
  }

  /// Reads until a condition holds; some states need several attempts of a daemon.
  func status(
    _ what: String, seconds: Int = 60, until isThere: (BGPStatus) -> Bool
  ) throws -> BGPStatus {
    var last = BGPStatus()
    for _ in 0..<(seconds * 4) {
      last = try read()
      if isThere(last) { return last }
      usleep(250_000)
    }
    Issue.record(
      "\(what) did not come about: \(last.sessions.map { "\($0.title) \($0.stateWord) \($0.reasonText ?? "")" })"
    )
    return last
  }

  private static let configurations = [
    "a": """
    log stderr all; router id 10.99.0.1;
    protocol device { scan time 2; }
    protocol direct { ipv4; ipv6; }
    protocol static { ipv4; route 10.244.1.0/24 blackhole; }
    protocol bfd {}
    template bgp T {
      local as 64512; connect retry time 1; connect delay time 1; error wait time 1, 2;
      ipv4 { import all; export where source = RTS_STATIC; };
    }
    protocol bgp Mesh_10_99_0_2 from T { neighbor 10.99.0.2 as 64512; }
    protocol bgp Mesh_fd99__2 {
      local as 64512; neighbor fd99::2 as 64512; connect delay time 1;
      ipv6 { import all; export none; };
    }
    protocol bgp Mesh_10_99_0_3 from T { neighbor 10.99.0.3 as 64512; }
    protocol bgp Global_10_99_0_4 from T { neighbor 10.99.0.4 as 65001; password "secret"; }
    protocol bgp Node_10_99_0_5 from T { neighbor 10.99.0.5 as 65001; }
    protocol bgp nohost from T { neighbor 10.99.0.99 as 65001; }
    protocol bgp kept from T {
      neighbor 10.99.0.100 as 65001; disabled; description "kept for later";
    }
    protocol bgp waits from T { neighbor 10.99.0.101 as 65001; passive; }
    protocol bgp elsewhere from T { neighbor 192.0.2.1 as 65001; }

    """,
    "b": """
    log stderr all; router id 10.99.0.2;
    protocol device { scan time 2; }
    protocol static { ipv4; route 10.244.2.0/24 blackhole; }
    protocol bgp reflected {
      local as 64512; neighbor 10.99.0.1 as 64512; rr client; connect delay time 1;
      ipv4 { import all; export all; };
    }
    protocol bgp six {
      local as 64512; neighbor fd99::1 as 64512; connect delay time 1;
      ipv6 { import all; export all; };
    }
    protocol bgp pool {
      local as 64512; neighbor range 10.99.0.40/29 external; dynamic name "pool";
      ipv4 { import all; export none; };
    }

    """,
    "p": """
    log stderr all; router id 10.99.0.4;
    protocol device { scan time 2; }
    protocol static {
      ipv4; route 203.0.113.0/25 blackhole; route 203.0.113.128/26 blackhole;
      route 198.51.100.0/24 blackhole;
    }
    template bgp T {
      local as 65001; connect retry time 1; connect delay time 1; error wait time 1, 2;
      ipv4 { import all; export where source = RTS_STATIC; };
    }
    protocol bgp good from T { local 10.99.0.4; neighbor 10.99.0.1 as 64512; password "secret"; }
    protocol bgp dial from T { local 10.99.0.41; neighbor 10.99.0.2 as 64512; }

    """,
    "f": """
    hostname f
    router bgp 64512
     bgp router-id 10.99.0.3
     no bgp default ipv4-unicast
     no bgp network import-check
     timers bgp 3 9
     neighbor 10.99.0.1 remote-as 64512
     neighbor 10.99.0.1 timers connect 1
     neighbor 10.99.0.1 description from vtysh
     neighbor 10.99.0.5 remote-as 65001
     neighbor 10.99.0.100 remote-as 65001
     neighbor 10.99.0.100 shutdown
     neighbor 10.99.0.101 remote-as 65001
     neighbor 10.99.0.101 passive
     address-family ipv4 unicast
      network 10.244.3.0/24
      neighbor 10.99.0.1 activate
      neighbor 10.99.0.1 route-reflector-client
      neighbor 10.99.0.5 activate
      neighbor 10.99.0.100 activate
      neighbor 10.99.0.101 activate
     exit-address-family

    """,
  ]
}
