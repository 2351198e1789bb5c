import NetlinkRoute
import NetworkTypes
import TestSupport

/// The keys and words of `ip -j -d`, made of what was decoded.
extension AddressMessage {
  var members: [String: JSON?] {
    let valid = cache?.validSeconds
    return [
      "family": family == 2 ? "inet" : "inet6", "local": .text(local ?? address),
      "address": .text(address), "prefixlen": JSON(prefixLength), "scope": .string(scope.word),
      "label": label.map(JSON.string), "broadcast": .text(broadcast),
      "valid_life_time": .number(valid),
      "preferred_life_time": .number(cache?.preferredSeconds),
      "noprefixroute": .bool(flags.rawValue & 0x200 != 0),
      "nodad": .bool(flags.rawValue & 0x02 != 0),
      "secondary": .bool(flags.rawValue & 0x01 != 0),
      "dynamic": .bool(!flags.contains(.permanent)), "metric": .number(routePriority),
    ]
  }
}

extension RouteMessage {
  func members(_ names: [Int32: String]) -> [String: JSON?] {
    let path: [String: JSON?] = [
      "type": .string(type.word == "blackhole" ? "blackhole" : type.word),
      "dst": .string(prefix(destination)), "from": .string(prefix(source)),
      "gateway": .text(gateway), "dev": device.map { .string(names[$0] ?? "?") },
      "table": .string(tableName), "protocol": .string(protocolName(self.protocol)),
      "scope": .string(scope.word), "prefsrc": .text(preferredSource),
      "metric": .number(priority), "flags": .array(flagNames(flags)),
      "nhid": .number(nextHopID), "pref": .text(preference),
      "expires": cache.map { JSON($0.expires / 100) },
      "via": via.map {
        ["family": $0.family == 10 ? "inet6" : "inet", "host": .string("\($0.address!)")]
      },
      "nexthops": .array(nextHops.map { $0.json(names) }),
    ]
    let values: [(String, UInt32?)] = [("mtu", metrics?.mtu), ("advmss", metrics?.advertisedMSS)]
    var known: [String: JSON] = [:]
    for (name, value) in values { known[name] = value.map { JSON($0) } }
    return path.merging(encapsulation?.members ?? [:]) { first, _ in first }
      .merging(["metrics": [.object(known)]]) { $1 }
  }

  private var tableName: String {
    switch table {
    case RouteTableID.main: "main"
    case RouteTableID.local: "local"
    default: "\(table)"
    }
  }

  private func prefix(_ prefix: IPPrefix?) -> String {
    guard let prefix else { return "" }
    if prefix.length == 0 { return "default" }
    return prefix.length == prefix.address.family.bits ? "\(prefix.address)" : "\(prefix)"
  }
}

extension RouteHopMessage {
  func json(_ names: [Int32: String]) -> JSON {
    var members: [String: JSON] = [
      "dev": .string(names[device] ?? "?"), "weight": JSON(weight),
      "flags": .array(flagNames(flags)),
    ]
    members["gateway"] = .text(gateway)
    return .object(members)
  }
}

extension Encapsulation {
  var members: [String: JSON?] {
    switch self {
    case .ip(let tunnel):
      // ip prints a second "dst", that of the tunnel, which a reader of JSON does not get.
      [
        "encap": "ip", "id": .number(tunnel.id), "src": .text(tunnel.source),
        "dst": .text(tunnel.destination), "ttl": .number(tunnel.ttl), "tos": .number(tunnel.tos),
      ]
    case .seg6(let list):
      [
        "encap": "seg6", "mode": .text(list.mode),
        "segs": list.segments.map { .array($0.segments.map { .string("\($0)") }) },
      ]
    case .seg6Local(let local):
      ["encap": "seg6local", "action": .text(local.action), "nh6": .text(local.nextHop6)]
    default: [:]
    }
  }
}

/// `RTM_F_NOTIFY` and its like are for requests.
func flagNames(_ flags: RouteFlags) -> [JSON] {
  let names: [String: JSON] = [
    "dead": "dead", "onLink": "onlink", "pervasive": "pervasive", "offload": "offload",
    "trap": "trap", "linkDown": "linkdown", "unresolved": "unresolved", "rtTrap": "rt_trap",
    "rtOffload": "rt_offload",
  ]
  return flags.words.compactMap { names[$0] }
}

/// The word that iproute2 has for an originator; it has none for some of ours.
func protocolName(_ number: RouteProtocol) -> String {
  switch number.word {
  case "unspecified": "unspec"
  case "unknown:80": "80"
  case let word: word
  }
}

extension RuleMessage {
  var members: [String: JSON?] {
    let tables: [UInt32: String] = [253: "default", 254: "main", 255: "local"]
    let isPlain = action == .toTable && l3MasterDevice != true
    return [
      "priority": JSON(priority ?? 0), "src": .string(sourceAddress.map { "\($0)" } ?? "all"),
      "srclen": JSON(sourceLength), "dst": .text(destinationAddress),
      "dstlen": JSON(destinationLength), "iif": inputDevice.map(JSON.string),
      "oif": outputDevice.map(JSON.string), "fwmark": hexadecimal(fwMark),
      "fwmask": hexadecimal(fwMask), "goto": .number(target),
      "table": isPlain ? .string(tables[table] ?? "\(table)") : nil,
      "action": .string(action.word), "tos": hexadecimal(tos),
      "protocol": self.protocol.map { .string(protocolName($0)) },
      "suppress_prefixlen": .number(suppressPrefixLength),
      "not": flags.contains(.invert) ? .null : "not inverted",
      "l3mdev": l3MasterDevice == true ? .null : "none",
      "uid_start": .number(users?.start), "uid_end": .number(users?.end),
      "ipproto": ipProtocol == 6 ? "tcp" : .number(ipProtocol),
      "sport_start": .number(sourcePorts?.start), "sport_end": .number(sourcePorts?.end),
      "dport": .number(destinationPorts?.start),
    ]
  }
}

extension NeighbourMessage {
  func members(_ names: [Int32: String]) -> [String: JSON?] {
    let flag: (NeighbourFlags) -> JSON? = { self.flags.contains($0) ? .null : nil }
    return [
      "dst": .text(address), "dev": .string(names[device] ?? "?"),
      "lladdr": .text(macAddress), "state": [.string(state.word.uppercased())],
      "extern_learn": flag(.externallyLearned), "router": flag(.router), "proxy": flag(.proxy),
      "protocol": self.protocol.map { .string(protocolName($0)) },
    ]
  }

  func fdbMembers(_ names: [Int32: String]) -> [String: JSON?] {
    let words: [(NeighbourFlags, JSON)] = [
      (.self, "self"), (.router, "router"), (.externallyLearned, "extern_learn"),
      (.master, "master"),
    ]
    let states: [NeighbourState: JSON] = [.permanent: "permanent", .noARP: "static"]
    return [
      "mac": .text(macAddress), "ifname": .string(names[device] ?? "?"),
      "vlan": .number(vlan), "dst": .text(address), "port": .number(port), "vni": .number(vni),
      "viaIf": via.map { .string(names[$0] ?? "?") }, "nhid": .number(nextHopID),
      "master": master.map { .string(names[$0] ?? "?") },
      "flags": .array(words.filter { flags.contains($0.0) }.map(\.1)),
      "state": states[state.principal] ?? (state.rawValue == 2 ? "" : .string(state.word)),
    ]
  }
}

extension NextHopMessage {
  func members(_ names: [Int32: String]) -> [String: JSON?] {
    [
      "id": JSON(id), "gateway": .text(gateway), "dev": device.map { .string(names[$0] ?? "?") },
      "scope": .string(scope.word), "protocol": .string(protocolName(self.protocol)),
      "flags": .array(flagNames(flags)), "blackhole": isBlackhole ? .null : nil,
      "fdb": isFDB ? .null : nil,
      "group": .array(
        group.map {
          $0.weight == 1 ? ["id": JSON($0.id)] : ["id": JSON($0.id), "weight": JSON($0.weight)]
        }),
      "type": .text(groupType),
      "resilient_args": resilient.map {
        [
          "buckets": JSON($0.buckets ?? 0), "idle_timer": JSON(($0.idleTimer ?? 0) / 100),
          "unbalanced_timer": JSON(($0.unbalancedTimer ?? 0) / 100),
          "unbalanced_time": JSON(($0.unbalancedTime ?? 0) / 100),
        ]
      },
    ]
  }
}
