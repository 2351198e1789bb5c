import CNIPlan
import CNISpec
import NetworkTypes

/// Forwarding as the reference plugins allow and limit it, with iptables: a packet that one table
/// of nf_tables accepts may still be dropped by another, so only the table that drops can let it
/// through.
struct FirewallChains {
  let rules: FirewallRules
  let family: AddressFamily
  let table: IPTablesTable

  static let forward = "CNI-FORWARD"
  static let firstStage = "CNI-ISOLATION-STAGE-1"
  static let secondStage = "CNI-ISOLATION-STAGE-2"

  private static func comment(_ policy: String) -> String {
    "-m comment --comment \"CNI firewall plugin rules (ingressPolicy: \(policy))\""
  }
  private static let anyPolicy = "same-bridge|isolated"

  private var jump: String {
    "-A FORWARD -m comment --comment \"CNI firewall plugin rules\" -j \(Self.forward)"
  }
  private var adminJump: String {
    "-A \(Self.forward) -m comment --comment \"CNI firewall plugin admin overrides\" "
      + "-j \(rules.adminChain)"
  }
  static func own(_ addresses: [IPAddress], _ family: AddressFamily) -> [String] {
    addresses.filter { $0.family == family }.flatMap { address in
      [
        "-A \(forward) -d \(family.text(address)) -m conntrack --ctstate RELATED,ESTABLISHED "
          + "-j ACCEPT",
        "-A \(forward) -s \(family.text(address)) -j ACCEPT",
      ]
    }
  }

  private var isolationJump: String {
    "-A FORWARD \(Self.comment(Self.anyPolicy)) -j \(Self.firstStage)"
  }
  /// Rules of the bridge, each before the end of its chain.
  private var isolation: [String] {
    guard rules.ingressPolicy != .open, let bridge = rules.bridge else { return [] }
    let comment = Self.comment(rules.ingressPolicy.rawValue)
    var lines = [
      "-A \(Self.firstStage) -i \(bridge) ! -o \(bridge) \(comment) -j \(Self.secondStage)"
    ]
    if rules.ingressPolicy == .isolated {
      lines.append("-A \(Self.firstStage) -i \(bridge) -o \(bridge) \(comment) -j DROP")
    }
    return lines + ["-A \(Self.secondStage) -o \(bridge) \(Self.comment(Self.anyPolicy)) -j DROP"]
  }
  private var isolationEnds: [String] {
    [Self.firstStage, Self.secondStage].map {
      "-A \($0) \(Self.comment(Self.anyPolicy)) -j RETURN"
    }
  }

  /// The changes that make what is missing.
  var lines: [String] {
    var lines: [String] = []
    if rules.backend.zone == nil {
      lines += table.creating(Self.forward) + table.creating(rules.adminChain)
      lines += table.adding([jump], atStart: true) + table.adding([adminJump], atStart: true)
      lines += table.adding(Self.own(rules.addresses, family))
    }
    guard rules.ingressPolicy != .open else { return lines }
    lines += table.creating(Self.firstStage) + table.creating(Self.secondStage)
    lines += table.adding([isolationJump], atStart: true)
    lines += table.adding(isolation, atStart: true) + table.adding(isolationEnds)
    return lines
  }

  var missing: [String] {
    let limits = rules.ingressPolicy == .open ? [] : [isolationJump] + isolation + isolationEnds
    let own = [jump, adminJump] + Self.own(rules.addresses, family)
    return table.missing((rules.backend.zone == nil ? own : []) + limits)
  }
}

extension FirewallRules {
  fileprivate var families: [AddressFamily] {
    [.ipv4, .ipv6].filter { family in addresses.contains { $0.family == family } }
  }

  /// Whether iptables has a part in it: firewalld cannot keep networks apart.
  fileprivate var needsIPTables: Bool { backend.zone == nil || ingressPolicy != .open }
}

extension RuleSession {
  func add(_ rules: FirewallRules) throws(CNIError) {
    if let zone = rules.backend.zone { try Firewalld.add(rules.addresses, zone: zone) }
    guard rules.needsIPTables else { return }
    for family in rules.families {
      let programs = try IPTables.required(family)
      let chains = FirewallChains(
        rules: rules, family: family, table: try programs.table("filter"))
      try programs.apply("filter", chains.lines)
    }
  }

  func differences(_ rules: FirewallRules) throws(CNIError) -> [String] {
    var differences: [String] = []
    if let zone = rules.backend.zone {
      differences = try Firewalld.missing(rules.addresses, zone: zone).map {
        "failed to find the address \($0.family.text($0)) in \(zone) zone"
      }
    }
    guard rules.needsIPTables else { return differences }
    for family in rules.families {
      let table = try IPTables.required(family).table("filter")
      differences += FirewallChains(rules: rules, family: family, table: table).missing
    }
    return differences
  }

  /// Takes the rules of the addresses away; chains and limits of a bridge stay, as others may
  /// use them.
  func delete(_ rules: FirewallRules) throws(CNIError) {
    if let zone = rules.backend.zone { try Firewalld.remove(rules.addresses, zone: zone) }
    if case .firewalld = rules.backend { return }
    for family in rules.families {
      // Rules cannot be there without the program that makes them, or have gone with the table.
      guard let programs = IPTables(family) else { continue }
      let table = try programs.table("filter")
      try programs.apply("filter", table.deleting(FirewallChains.own(rules.addresses, family)))
    }
  }
}
