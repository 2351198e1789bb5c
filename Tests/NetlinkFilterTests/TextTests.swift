import LinuxSystem
import Netlink
import NetlinkFilter
import NetworkTypes
import TestSupport
import Testing

/// Rules as lines, against those of `nft list ruleset` and `iptables-save`.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct TextTests {
  private func ruleset(_ namespace: borrowing TestNamespace) throws -> FilterRuleset {
    var socket = try namespace.socket(.netfilter)
    return try socket.filterRuleset(buffer: ReceiveBuffer())
  }

  // MARK: iptables

  static let matches = [
    "-s 10.1.0.0/16", "! -s 10.1.2.3/32", "-d 192.0.2.1/32", "-d 10.0.0.0/9", "-i eth0", "-o veth+",
    "! -i lo", "-p tcp -m tcp --dport 80", "-p tcp -m tcp --sport 1000:2000 --dport 53",
    "-p udp -m udp ! --dport 53", "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN",
    "-p tcp -m multiport --dports 80,443,8000:8080", "-p udp -m multiport ! --sports 1,2",
    "-m comment --comment plain_word", "-m comment --comment \"with spaces and \\\"quotes\\\"\"",
    "-m conntrack --ctstate RELATED,ESTABLISHED", "-m conntrack ! --ctstate INVALID,DNAT",
    "-m mark --mark 0x4000/0x4000", "-m mark ! --mark 0x1", "-m addrtype --dst-type LOCAL",
    "-m addrtype ! --src-type LOCAL --dst-type UNICAST,BROADCAST",
    "-m statistic --mode random --probability 0.33333333326",
    "-m statistic --mode nth --every 3 --packet 1", "-m limit --limit 5/min",
    "-m limit --limit 3/sec --limit-burst 9", "-p icmp -m icmp --icmp-type 8",
    "-m recent --rcheck --seconds 60 --reap --name list --mask 255.255.255.255 --rsource",
    "-m recent --set --name other --mask 255.255.255.255 --rdest", "-m connmark --mark 0x2/0xff",
    "-p 47",
  ]

  static let targets = [
    "-j ACCEPT", "-j DROP", "-j RETURN", "-j OTHER", "-g OTHER",
    "-j MARK --set-xmark 0x4000/0x4000",
    "-j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff",
    "-j LOG --log-prefix \"seen \" --log-level 6", "",
  ]

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func writesRulesAsIPTablesSaveDoes(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var lines = ["*filter", ":FORWARD ACCEPT [0:0]", ":OTHER - [0:0]"]
    for _ in 0..<60 {
      var chosen: [String] = []
      var hasTransport = false
      for match in Self.matches.shuffled(using: &random).prefix(
        Int.random(in: 0...3, using: &random))
      {
        let names = ["-s", "-d", "-i", "-o"].filter { option in
          chosen.contains { $0.contains("\(option) ") } && match.contains("\(option) ")
        }
        if !names.isEmpty || (hasTransport && match.hasPrefix("-p")) { continue }
        hasTransport = hasTransport || match.hasPrefix("-p")
        chosen.append(match)
      }
      lines.append(
        (["-A FORWARD"] + chosen + [Self.targets.randomElement(using: &random)!]).joined(
          separator: " "))
    }
    try compare(lines + ["COMMIT", ""], with: "iptables-nft")
  }

  @Test func writesTranslations() throws {
    let lines = [
      "*nat", "-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.1:8080",
      "-A PREROUTING -p udp -j DNAT --to-destination 10.0.0.1-10.0.0.9:1-9 --random --persistent",
      "-A PREROUTING -p tcp -j REDIRECT --to-ports 15001",
      "-A POSTROUTING -j SNAT --to-source 192.0.2.1", "-A POSTROUTING -j MASQUERADE --random-fully",
      "-A POSTROUTING -p tcp -j MASQUERADE --to-ports 1024-2048", "COMMIT", "*filter",
      "-A INPUT -j REJECT --reject-with icmp-host-prohibited",
      "-A INPUT -p tcp -j REJECT --reject-with tcp-reset", "COMMIT", "*mangle",
      "-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu", "COMMIT",
      "*raw", "-A PREROUTING -p udp -j CT --notrack", "COMMIT", "",
    ]
    try compare(lines, with: "iptables-nft")
  }

  @Test func writesRulesOfIPv6() throws {
    let lines = [
      "*nat",
      "-A PREROUTING -s fd00::/8 -d 2001:db8::1/128 -p tcp -j DNAT --to-destination [fd00::1]:80",
      "-A POSTROUTING ! -s fd00::1/128 -j MASQUERADE", "COMMIT", "*filter",
      "-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 128 -j REJECT --reject-with icmp6-adm-prohibited",
      "COMMIT", "",
    ]
    try compare(lines, with: "ip6tables-nft")
  }

  private func compare(_ lines: [String], with program: String) throws {
    try withNamespace { namespace in
      try namespace.run(program + "-restore", input: lines.joined(separator: "\n"))
      let expected = try namespace.run(program + "-save").split(separator: "\n")
        .filter { $0.hasPrefix("-A") }.map(String.init).sorted()
      let ruleset = try ruleset(namespace)
      let own = ruleset.rules.joined().map { IPTablesText.text(of: $0) ?? "no text: \($0)" }
      #expect(expected.count == lines.filter { $0.hasPrefix("-A") }.count)
      for (one, other) in zip(own.sorted(), expected) { #expect(one == other) }
      #expect(own.count == expected.count)
    }
  }

  // MARK: nft

  static let tests = [
    "ip saddr 10.1.0.0/16", "ip saddr != 10.1.2.3", "ip daddr 10.0.0.0/9", "ip6 saddr fd00::/8",
    "ip daddr { 192.0.2.1, 192.0.2.7 }", "ip saddr @hosts", "ip saddr != @nets", "tcp dport 80",
    "tcp dport { 22, 80-90, 443 }", "udp sport 1000-2000", "udp dport != 53", "th dport 7",
    "ip daddr . tcp dport @pairs", "iifname \"eth0\"", "oifname != \"veth*\"", "iif \"lo\"",
    "meta mark 0x00000007", "meta mark & 0x0000ff00 == 0x00000100", "ct state established,related",
    "ct state new", "ct status dnat", "ct mark 0x00000001", "ct direction original",
    "fib daddr type local", "fib saddr . iif oif != 0", "meta l4proto { 6, 17 }",
    "meta nfproto ipv6",
    "ether saddr 02:00:00:00:00:01", "icmp type echo-request", "icmpv6 type nd-neighbor-solicit",
    "tcp flags syn", "pkttype broadcast", "meta skuid 1000", "limit rate 3/second burst 9 packets",
    "limit rate over 10/minute burst 5 packets", "ip ttl 64", "ct original ip saddr 10.0.0.1",
  ]

  static let statements = [
    "accept", "drop", "return", "jump other", "goto other", "counter packets 5 bytes 300 accept",
    "meta mark set 0x00000001", "meta mark set meta mark | 0x00004000", "reject", "continue",
    "reject with icmp host-prohibited", "tcp dport vmap { 80 : accept, 81 : jump other }",
    "log prefix \"seen \" drop", "notrack", "update @seen { ip saddr timeout 10s }",
    "ip saddr vmap @verdicts", "accept comment \"a remark\"", "queue to 3",
  ]

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func writesRulesAsNFTDoes(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let head = """
      table inet t {
        set hosts { type ipv4_addr; elements = { 192.0.2.1, 192.0.2.3 }; }
        set nets { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.0.2.1-192.0.2.9 }; }
        set pairs { type ipv4_addr . inet_service; elements = { 192.0.2.1 . 80 }; }
        set seen { type ipv4_addr; flags dynamic,timeout; timeout 60s; size 100; }
        map verdicts { type ipv4_addr : verdict; elements = { 192.0.2.1 : accept }; }
        chain other { }
        chain c { type filter hook prerouting priority raw; }
      }

      """
    try withNamespace { namespace in
      try namespace.run("nft -f -", input: head)
      var expected = 0
      for _ in 0..<40 {
        var tests = Array(
          Self.tests.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))
        // Beside the other family nft keeps the test of the protocol, which adds nothing.
        if let icmp = tests.first(where: { $0.hasPrefix("icmp") }) { tests = [icmp] }
        let rule = (tests + [Self.statements.randomElement(using: &random)!]).joined(separator: " ")
        // Some go together in no packet, and nft refuses those.
        if (try? namespace.run("nft -f -", input: "add rule inet t c \(rule)\n")) != nil {
          expected += 1
        }
      }
      #expect(expected > 15)
      let listed = try namespace.run("nft list chain inet t c").split(separator: "\n")
        .map { $0.trimmed }.filter {
          !$0.hasPrefix("table") && !$0.hasPrefix("chain") && !$0.hasPrefix("type") && $0 != "}"
        }
      let ruleset = try ruleset(namespace)
      var texts = NFTablesText(ruleset)
      let own = ruleset.rules.joined().filter { $0.chain == "c" }.map { texts.text(of: $0) }
      #expect(own.count == expected)
      for (one, other) in zip(own, listed) { #expect(Self.sorted(one) == Self.sorted(other)) }
    }
  }

  /// A set of no order, in one.
  private static func sorted(_ line: String) -> String {
    guard let open = line.firstIndex(of: "{"), let close = line.firstIndex(of: "}") else {
      return line
    }
    let elements = line[line.index(after: open)..<close].split(separator: ",")
      .map { String($0).trimmed }.sorted().joined(separator: ", ")
    return "\(line[..<open]){ \(elements) }\(line[line.index(after: close)...])"
  }

  @Test func writesElements() throws {
    try withNamespace { namespace in
      try namespace.run(
        "nft -f -",
        input: """
          table ip t {
            chain c { }
            map m { type ipv4_addr . inet_proto . inet_service : verdict
              elements = { 192.0.2.1 . tcp . 80 comment "x" : goto c, 192.0.2.2 . udp . 53 : drop } }
            set n { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.0.2.1-192.0.2.9 } }
            set d { type ifname; elements = { "eth0" } }
          }

          """)
      let ruleset = try ruleset(namespace)
      let texts = Dictionary(
        uniqueKeysWithValues: ruleset.sets.indices.map {
          (ruleset.sets[$0].name, ruleset.elementTexts($0))
        })
      #expect(
        texts["m"] == [
          "192.0.2.1 . tcp . 80 comment \"x\" : goto c", "192.0.2.2 . udp . 53 : drop",
        ])
      #expect(texts["n"] == ["10.0.0.0/8", "192.0.2.1-192.0.2.9"])
      #expect(texts["d"] == ["\"eth0\""])
    }
  }

  /// The generation changes all the time while it is read.
  @Test func readsRulesThatChange() throws {
    try withNamespace { namespace in
      try namespace.run("nft -f -", input: "table ip t { chain c { drop; }; }\n")
      var socket = try namespace.socket(.netfilter)
      let path = namespace.path
      let writing = try Thread(name: "writer") {
        guard let namespace = try? NetworkNamespace(path: path), (try? namespace.enter()) != nil,
          var writer = try? NetlinkSocket(.netfilter)
        else { return }
        let buffer = ReceiveBuffer()
        for round in 0..<400 {
          var batch = FilterBatch()
          batch.add(FilterChain(.ipv4, "t", "c\(round)"))
          batch.add(FilterRule(.ipv4, "t", "c\(round)", [.verdict(.accept)]))
          try? writer.perform(batch, buffer: buffer)
        }
      }
      let buffer = ReceiveBuffer()
      for _ in 0..<50 {
        let ruleset = try socket.filterRuleset(buffer: buffer)
        // A chain and its rule come together.
        if ruleset.isConsistent { #expect(ruleset.rules.allSatisfy { $0.count == 1 }) }
      }
      writing.join()
      let ruleset = try socket.filterRuleset(buffer: buffer)
      #expect(ruleset.isConsistent)
      #expect(ruleset.chains.count == 401)
    }
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
