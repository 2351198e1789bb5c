import LinuxSystem
import Netlink
import NetlinkFilter
import NetworkTypes
import TestSupport
import Testing

/// Rules that `nft` and `iptables` made, read here, written elsewhere, and looked at again with
/// `nft` and `iptables`.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct LiveTests {
  let buffer = ReceiveBuffer()

  static let ruleset = """
    table inet outward {
      comment "a table"
      chain checks {
        comment "a chain"
        ip saddr 10.1.2.3 ip daddr != 10.1.2.0/24 masquerade comment "one rule, net: a"
        ip6 saddr fd00::3 ip6 daddr != fd00::/64 masquerade random
      }
      chain after {
        type nat hook postrouting priority srcnat; policy accept;
        ip daddr 224.0.0.0/4 return
        ip6 daddr ff00::/8 return
        goto checks
      }
      chain other { type filter hook forward priority 7; policy drop; }
    }
    table ip hostports {
      map ports {
        type inet_proto . inet_service : ipv4_addr . inet_service
        elements = { tcp . 8080 comment "c1" : 10.1.2.3 . 80, udp . 53 : 10.1.2.4 . 53 }
      }
      map one {
        type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service
        elements = { 192.0.2.1 . tcp . 80 comment "c2" : 10.0.0.1 . 8080 }
      }
      map verdicts {
        type inet_service : verdict
        elements = { 80 : drop, 81 : jump verdicts_chain }
      }
      set pairs {
        type ipv4_addr . ipv4_addr
        elements = { 192.0.2.4 . 192.0.2.5 comment "x" }
      }
      set names { type ifname; elements = { "eth0", "cni0" } }
      set marks { type mark; elements = { 0x2000 } }
      chain verdicts_chain {
        drop
      }
      chain a {
        fib daddr type local dnat ip to meta l4proto . th dport map @ports
        dnat ip to ip daddr . meta l4proto . th dport map @one
        tcp dport 80 dnat to 10.1.1.1:80
        tcp dport vmap @verdicts
        ip saddr . ip daddr @pairs masquerade
        ip saddr . ip daddr != @pairs drop
        ip daddr 127.0.0.1 udp dport 53 ct state established,related counter packets 5 bytes 300 accept
        limit rate over 3/second burst 9 packets drop
        limit rate 10 kbytes/minute accept
        ct status dnat accept
        ct original saddr 10.0.0.1 accept
        iifname @names meta mark @marks accept
        iifname "veth*" oifname != "eth0" meta mark set 0x1 return
        tcp flags syn reject with tcp reset
        meta mark set meta mark or 0x4000
        log prefix "seen " level warn
      }
    }
    table bridge nat {
      chain own {
        ether saddr 02:00:00:00:00:01 return
        drop
      }
      chain PREROUTING {
        type filter hook prerouting priority -300; policy accept;
        iifname "veth0" jump own comment "macspoofchk-c-eth0"
      }
    }
    """

  /// All that is there, as a batch that makes it again; named sets only.
  private func copy(_ socket: inout NetlinkSocket) throws -> FilterBatch {
    var batch = FilterBatch()
    let tables = try socket.dump(FilterTableDump(), buffer: buffer)
    let chains = try socket.dump(FilterChainDump(), buffer: buffer)
    let sets = try socket.dump(FilterSetDump(), buffer: buffer)
    let rules = try socket.dump(FilterRuleDump(), buffer: buffer)
    #expect(tables.malformed + chains.malformed + sets.malformed + rules.malformed == [])
    for table in tables.entries { batch.add(table) }
    for chain in chains.entries { batch.add(chain) }
    for set in sets.entries {
      batch.add(set)
      let dump = FilterElementDump(set.family, set.table, set.name)
      for elements in try socket.dump(dump, buffer: buffer).entries { batch.add(elements) }
    }
    for var rule in rules.entries {
      // The kernel does not tell the protocol that `multiport` was checked for.
      if rule.expressions.contains(where: {
        if case .xtMatch("multiport", _, _) = $0 { true } else { false }
      }) {
        rule.compatibility = [8, 0, 1, 0, 0, 0, 0, 6, 8, 0, 2, 0, 0, 0, 0, 0]
      }
      batch.add(rule)
    }
    return batch
  }

  @Test func writesWhatItReads() throws {
    try withNamespace { here in
      try withNamespace { there in
        try here.run("nft -f -", input: Self.ruleset)
        var reader = try here.socket(.netfilter)
        var writer = try there.socket(.netfilter)
        try writer.perform(try copy(&reader), buffer: buffer)
        let expected = try here.run("nft list ruleset")
        #expect(expected.contains("limit rate over 3/second burst 9 packets"))
        #expect(try there.run("nft list ruleset") == expected)
        // Each register, length and flag; without the lines of handles.
        func steps(_ text: String) -> [Substring] {
          text.split(separator: "\n").filter { $0.hasPrefix("  ") }
        }
        let printed = steps(try here.run("nft --debug=netlink list ruleset"))
        #expect(printed.contains("  [ lookup reg 1 set one dreg 1 0x0 ]"))
        #expect(steps(try there.run("nft --debug=netlink list ruleset")) == printed)
      }
    }
  }

  @Test func readsAndWritesRulesOfIPTables() throws {
    try withNamespace { here in
      try withNamespace { there in
        try here.run(
          "iptables-nft-restore",
          input: """
            *nat
            :CNI-x - [0:0]
            -A PREROUTING -m addrtype --dst-type LOCAL -j CNI-x
            -A POSTROUTING -s 10.1.2.3 -m comment --comment "name: a" -j MASQUERADE
            -A CNI-x -p tcp -m multiport --dports 80,81 -m comment --comment "dnat name" -j DNAT --to-destination 10.1.2.3:80
            -A CNI-x -j MARK --set-xmark 0x2000/0x2000
            COMMIT
            """ + "\n")
        var reader = try here.socket(.netfilter)
        var writer = try there.socket(.netfilter)
        let rules = try reader.dump(FilterRuleDump(), buffer: buffer).entries
        let expressions = rules.flatMap(\.expressions)
        func isMatch(_ expression: FilterExpression, _ wanted: String) -> Bool {
          if case .xtMatch(let name, _, let info) = expression {
            name == wanted && !info.isEmpty
          } else {
            false
          }
        }
        #expect(expressions.contains { isMatch($0, "addrtype") })
        #expect(
          expressions.contains {
            if case .xtTarget(let name, 2, let info) = $0 {
              name == "DNAT" && !info.isEmpty
            } else {
              false
            }
          })
        try writer.perform(try copy(&reader), buffer: buffer)
        func printed(_ text: String) -> [Substring] {
          text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        }
        let expected = printed(try here.run("iptables-nft-save -t nat"))
        #expect(expected.contains { $0.contains("--to-destination 10.1.2.3:80") })
        #expect(printed(try there.run("iptables-nft-save -t nat")) == expected)
      }
    }
  }

  /// What each thing is here, and the words of `nft -j` about it.
  @Test func readsNamesHandlesAndComments() throws {
    try withNamespace { space in
      try space.run("nft -f -", input: Self.ruleset)
      let printed = try space.json("nft -j list ruleset")["nftables"]?.elements ?? []
      var socket = try space.socket(.netfilter)
      func members(_ kind: String, _ keys: String...) -> [[JSON?]] {
        printed.compactMap { $0[kind] }.map { entry in keys.map { entry[$0] } }
      }
      let tables = try socket.dump(FilterTableDump(), buffer: buffer).entries
      #expect(
        tables.map { [.string($0.family.word), .string($0.name), JSON($0.handle ?? 0)] }
          == members("table", "family", "name", "handle"))
      #expect(tables.map(\.comment) == ["a table", nil, nil])
      #expect(tables.map(\.use) == [3, 8, 2])
      let chains = try socket.dump(FilterChainDump(), buffer: buffer).entries
      #expect(
        Set(
          chains.map { [.string($0.table), .string($0.name), $0.base.map { JSON($0.priority) }] })
          == Set(members("chain", "table", "name", "prio")))
      #expect(
        Set(chains.compactMap(\.base?.hook.word))
          == Set(printed.compactMap { $0["chain"]?["hook"]?.text }))
      #expect(chains.first { $0.name == "checks" }?.comment == "a chain")
      #expect(chains.first { $0.name == "other" }?.base?.policy == 0)
      let rules = try socket.dump(FilterRuleDump(), buffer: buffer).entries
      #expect(
        Set(
          rules.map {
            [.string($0.chain), JSON($0.handle ?? 0), $0.comment.map { JSON.string($0) }]
          }) == Set(members("rule", "chain", "handle", "comment")))
      let some = try socket.dump(
        FilterRuleDump(family: .inet, table: "outward", chain: "checks"), buffer: buffer
      ).entries
      #expect(some.count == 2 && some.first?.comment == "one rule, net: a")
      #expect(
        try socket.dump(
          FilterRuleDump(family: .ipv6, table: "nobody", chain: "none"), buffer: buffer
        ).entries == [])
      let sets = try socket.dump(FilterSetDump(family: .ipv4, table: "hostports"), buffer: buffer)
      #expect(
        Set(sets.entries.map(\.name)) == ["ports", "one", "verdicts", "pairs", "names", "marks"])
      let all = try socket.dump(FilterElementDump(.ipv4, "hostports", "ports"), buffer: buffer)
        .entries
      let element = all.flatMap(\.elements).first { $0.comment == "c1" }
      #expect(element?.key == [6, 0, 0, 0, 0x1F, 0x90, 0, 0])
      #expect(element?.data == .value([10, 1, 2, 3, 0, 80, 0, 0]))
    }
  }

  @Test func changesAllOrNothing() throws {
    try withNamespace { space in
      var socket = try space.socket(.netfilter)
      var batch = FilterBatch()
      batch.add(FilterTable(.ipv4, "t"))
      batch.add(FilterChain(.ipv4, "t", "c"))
      batch.add(FilterRule(.ipv4, "t", "c", [.verdict(.jump("nowhere"))]))
      batch.add(FilterRule(.ipv4, "t", "c", [.verdict(.accept)]))
      let error = #expect(throws: FilterError.self) {
        try socket.perform(batch, buffer: buffer)
      }
      guard case .refused(let requests) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(requests.map(\.subject) == ["rule in chain ip t c"])
      #expect(error?.reason == .noSuchFile)
      #expect(try space.run("nft list ruleset") == "")
      // The socket is as good as before.
      batch = FilterBatch()
      batch.add(FilterTable(.ipv4, "t"))
      try socket.perform(batch, buffer: buffer)
      try socket.perform(batch, buffer: buffer)
      #expect(try space.run("nft list tables") == "table ip t\n")
      var away = FilterBatch()
      away.deleteTable(.ipv4, "t")
      try socket.perform(away, buffer: buffer)
      #expect(throws: FilterError.self) { try socket.perform(away, buffer: buffer) }
    }
  }

  @Test func refusesWhenSomebodyWasFaster() throws {
    try withNamespace { space in
      var socket = try space.socket(.netfilter)
      var batch = FilterBatch(generation: try socket.filterGeneration(buffer: buffer))
      batch.add(FilterTable(.ipv4, "t"))
      try space.run("nft add table ip other")
      #expect(throws: FilterError.changed) { try socket.perform(batch, buffer: buffer) }
      #expect(try space.run("nft list tables") == "table ip other\n")
      batch.generation = try socket.filterGeneration(buffer: buffer)
      try socket.perform(batch, buffer: buffer)
      #expect(try space.run("nft list tables") == "table ip other\ntable ip t\n")
    }
  }

  @Test func mapsRefuseASecondMeaningOfAKey() throws {
    try withNamespace { space in
      try space.run(
        "nft -f -",
        input: """
          table ip t {
            map m { type inet_service : ipv4_addr; elements = { 80 : 10.0.0.1 }; }
          }
          """)
      var socket = try space.socket(.netfilter)
      var batch = FilterBatch()
      func element(_ last: UInt8) -> FilterElements {
        FilterElements(.ipv4, "t", "m", [FilterElement([0, 80], data: .value([10, 0, 0, last]))])
      }
      batch.add(element(2))
      let error = #expect(throws: FilterError.self) { try socket.perform(batch, buffer: buffer) }
      #expect(error?.reason == .fileExists)
      batch = FilterBatch()
      batch.add(element(1), exclusive: true)
      #expect(throws: FilterError.self) { try socket.perform(batch, buffer: buffer) }
      batch = FilterBatch()
      batch.add(element(1))
      try socket.perform(batch, buffer: buffer)
      batch = FilterBatch()
      batch.delete(element(1))
      batch.add(element(3), exclusive: true)
      try socket.perform(batch, buffer: buffer)
      #expect(try space.run("nft list map ip t m").contains("80 : 10.0.0.3"))
    }
  }

  /// More than a send buffer holds, and more answers than a receive buffer.
  @Test func takesThousandsOfRequests() throws {
    try withNamespace { space in
      var socket = try space.socket(.netfilter)
      var batch = FilterBatch()
      batch.add(FilterTable(.inet, "t"))
      batch.add(FilterChain(.inet, "t", "c"))
      for number in 0..<5000 {
        batch.add(FilterRule(.inet, "t", "c", [.verdict(.accept)], comment: "rule \(number)"))
      }
      try socket.perform(batch, buffer: buffer)
      let dump = FilterRuleDump(family: .inet, table: "t")
      let rules = try socket.dump(dump, buffer: buffer).entries
      #expect(rules.map(\.comment) == (0..<5000).map { "rule \($0)" })
      var away = FilterBatch()
      for rule in rules.dropFirst(10) { away.delete(rule) }
      try socket.perform(away, buffer: buffer)
      #expect(try socket.dump(dump, buffer: buffer).entries.count == 10)
    }
  }
}
