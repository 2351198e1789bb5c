import TestSupport
import Testing

/// Plans of addresses as an operator asks for them.
struct PlanTests {
  private static func plan(_ request: String, _ options: [String] = []) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write("plan.yaml", request)
    let words = ([built("cnitop"), "ipam", "plan", "plan.yaml", "--no-routes"] + options)
      .map { "'\($0)'" }.joined(separator: " ")
    return try run(
      [
        "sh", "-c",
        "cd '\(folder.path)'; \(words) 2>&1; echo \"= $?\"; cat out/* 2>/dev/null; "
          + "cat out/nodes/2/* 2>/dev/null; ls out/nodes 2>/dev/null | wc -l",
      ])
  }

  @Test func writesConfigurations() throws {
    let output = try Self.plan(
      """
      nodes: 3
      podsPerNode: 100
      services: 200
      families: [ipv4, ipv6]
      space: [10.0.0.0/16, "fd00:1::/48"]
      sites: [{name: B, prefixes: [10.0.0.0/20]}]
      """, ["-o", "out"])
    for line in [
      "  nodes     10.0.22.0/28  3 nodes\n",
      "  pods      10.0.16.0/22  8 blocks /25, a node has room for 125\n",
      "  services  10.0.20.0/23  200 services, room for 509\n",
      "  node 3    10.0.17.0/25\n", "  nodes     fd00:1:0:8::/64  3 nodes\n",
      "  services  fd00:1:0:9::/112  200 services, room for 65533\n", "= 0\n",
      "podSubnet: \"10.0.16.0/22,fd00:1::/61\"\n",
      "serviceSubnet: \"10.0.20.0/23,fd00:1:0:9::/112\"\n", "node-cidr-mask-size-ipv4",
      #""Network":"10.0.16.0/22""#, #""IPv6SubnetLen":64"#, "cidr: \"fd00:1::/61\"",
      #""ranges":[[{"subnet":"10.0.16.128/25"}],[{"subnet":"fd00:1:0:1::/64"}]]"#, "\n3\n",
    ] {
      #expect(output.contains(line), "\(line) is not in \(output)")
    }
  }

  @Test(arguments: [
    ("nodes: 0", "nodes: 0 is not a number from 1 on"),
    ("{}", "the key nodes is missing"),
    ("nodes: [", "is malformed"),
    ("", "is malformed"),
    ("nodes: 3\npodPerNode: 5", "the key podPerNode is not known"),
    ("nodes: 3\nspace: [10.0.0.1/8]", "10.0.0.1/8 has bits behind its length"),
    ("nodes: 3\nspace: [ten]", "ten is no prefix"),
    ("nodes: 3\nfamilies: [ipx]", "ipx is neither ipv4 nor ipv6"),
    ("nodes: 3\nname: a/b", "a/b cannot name a network"),
  ])
  func saysWhatIsWrongWithTheFile(_ request: String, _ words: String) throws {
    let output = try Self.plan(request)
    #expect(output.contains(words), "\(output)")
    #expect(output.contains("= 2\n"), "\(output)")
    #expect(output.split(separator: "\n").count { $0.hasPrefix("cnitop: ") } == 1)
  }

  @Test func tellsOverlaps() throws {
    let output = try Self.plan(
      """
      nodes: 3
      podSegments: [172.17.0.0/16]
      sites: [{name: B, prefixes: [10.0.0.0/8]}]
      """)
    #expect(
      output.contains(
        "the pod segment 172.17.0.0/16 overlaps Docker's default 172.17.0.0/16"), "\(output)")
    #expect(output.contains("= 1\n"))
  }
}
