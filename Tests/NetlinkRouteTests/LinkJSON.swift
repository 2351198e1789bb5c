import NetlinkRoute
import NetworkTypes
import TestSupport

/// The keys and words of `ip -j -d link`, made of what was decoded: the other half of the
/// comparison between this package and iproute2.
extension LinkMessage {
  func members(_ names: [Int32: String]) -> [String: JSON?] {
    [
      "ifindex": JSON(index), "ifname": .string(name), "mtu": mtu.map { JSON($0) },
      "flags": .array(flagWords), "qdisc": qdisc.map(JSON.string),
      "operstate": operState.map { .string($0.word.uppercased()) },
      "linkmode": linkMode.map { .string($0.word.uppercased()) },
      "group": group.map { $0 == 0 ? "default" : .string("\($0)") },
      "txqlen": txQueueLength.map { JSON($0) }, "promiscuity": promiscuity.map { JSON($0) },
      "link_type": .string(hardwareType.word),
      "address": .string(layerAddress(macAddress)), "broadcast": .string(layerAddress(broadcast)),
      "permaddr": .string(layerAddress(permanentAddress)),
      "allmulti": allMulticast.map { JSON($0) }, "min_mtu": minimumMTU.map { JSON($0) },
      "max_mtu": maximumMTU.map { JSON($0) },
      "num_tx_queues": txQueues.map { JSON($0) }, "num_rx_queues": rxQueues.map { JSON($0) },
      "gso_max_size": gsoMaximumSize.map { JSON($0) },
      "gso_max_segs": gsoMaximumSegments.map { JSON($0) },
      "tso_max_size": tsoMaximumSize.map { JSON($0) },
      "tso_max_segs": tsoMaximumSegments.map { JSON($0) },
      "gro_max_size": groMaximumSize.map { JSON($0) },
      "ifalias": alias.map(JSON.string), "altnames": .array(altNames.map(JSON.string)),
      "master": master.map { .string(names[$0] ?? "?") },
      "link": link.map { $0 == 0 ? .null : .string(names[$0] ?? "if\($0)") },
      "link_index": link.map { JSON($0) }, "link_netnsid": linkNetnsID.map { JSON($0) },
      "link_pointtopoint": .bool(flags.rawValue & 0x10 != 0),
      "phys_port_name": physicalPortName.map(JSON.string),
      "phys_switch_id": physicalSwitchID.map { .string(hexadecimal($0.prefix(31))) },  // ip cuts it
      "parentbus": parentDeviceBus.map(JSON.string),
      "parentdev": parentDeviceName.map(JSON.string),
      "inet6_addr_gen_mode": inet6?.addressGeneration.map { .string($0.word) },
    ]
  }

  /// `ip` writes the flags of `linux/if.h`, and says what a lower layer keeps from one that is up.
  private var flagWords: [JSON] {
    let words: [(bit: UInt32, word: String)] = [
      (0x8, "LOOPBACK"), (0x2, "BROADCAST"), (0x10, "POINTOPOINT"), (0x1000, "MULTICAST"),
      (0x80, "NOARP"), (0x200, "ALLMULTI"), (0x100, "PROMISC"), (0x400, "MASTER"),
      (0x800, "SLAVE"), (0x4, "DEBUG"), (0x8000, "DYNAMIC"), (0x4000, "AUTOMEDIA"),
      (0x2000, "PORTSEL"), (0x20, "NOTRAILERS"), (0x1, "UP"), (0x10000, "LOWER_UP"),
      (0x20000, "DORMANT"), (0x40000, "ECHO"),
    ]
    let isWithoutCarrier = flags.rawValue & 1 != 0 && flags.rawValue & 0x40 == 0
    return (isWithoutCarrier ? ["NO-CARRIER"] : [])
      + words.filter { flags.rawValue & $0.bit != 0 }.map { .string($0.word) }
  }

  /// `ip` shows the ends of an IP tunnel as addresses of IP.
  private func layerAddress(_ address: MACAddress?) -> String {
    guard let address else { return "" }
    let tunnels: [UInt16] = [768, 769, 776, 778, 823]
    if tunnels.contains(hardwareType.rawValue),
      let end = IPAddress(networkOrder: address.bytes.span.bytes)
    {
      return "\(end)"
    }
    return "\(address)"
  }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// A number as `ip` writes it: `0x8`.
func hexadecimal(_ number: (some FixedWidthInteger)?, digits: Int = 1) -> JSON? {
  number.map {
    let text = String($0, radix: 16)
    return .string("0x" + String(repeating: "0", count: max(0, digits - text.count)) + text)
  }
}

extension JSON {
  /// A switch: `ip` writes 0 and 1 for some, true and false for others.
  static func number(_ value: Bool?) -> JSON? { value.map { JSON($0 ? 1 : 0) } }
  static func bool(_ value: Bool?) -> JSON? { value.map { .bool($0) } }
  static func number<I: BinaryInteger>(_ value: I?) -> JSON? { value.map { JSON($0) } }
  static func text(_ value: (some CustomStringConvertible)?) -> JSON? {
    value.map { .string("\($0)") }
  }
  /// Hundredths of a second, which `ip` writes as seconds.
  static func seconds(_ value: UInt64?) -> JSON? { value.map { .number(Double($0) / 100) } }
}

extension LinkData {
  func members(_ names: [Int32: String]) -> [String: JSON?] {
    switch self {
    case .bridge(let data): data.members
    case .bond(let data): data.members(names)
    case .vxlan(let data): data.members(names)
    case .geneve(let data): data.members
    case .gre(let data): data.members
    case .ipTunnel(let data): data.members
    case .vti(let data):
      [
        "local": end(data.local), "remote": end(data.remote), "ikey": key(data.inputKey),
        "okey": key(data.outputKey),
      ]
    case .macvlan(let data):
      [
        "mode": .text(data.mode), "bcqueuelen": .number(data.broadcastQueueLength),
        "usedbcqueuelen": .number(data.broadcastQueueLengthUsed),
        "macaddr_count": .number(data.addressCount),
        "macaddr_data": .array(data.addresses.map { .string("\($0)") }),
      ]
    case .ipvlan(let data):
      [
        "mode": .text(data.mode), "bridge": .bool(data.flags == []),
        "private": .bool(data.flags?.rawValue == 1),
      ]
    case .vlan(let data):
      [
        "id": .number(data.id), "protocol": data.protocol == 0x88A8 ? "802.1ad" : "802.1Q",
        "flags": .array(
          (data.flags?.words ?? []).map {
            .string($0 == "reorderHeader" ? "REORDER_HDR" : $0.uppercased())
          }),
        "ingress_qos": .array(data.ingressPriorities.map(\.json)),
        "egress_qos": .array(data.egressPriorities.map(\.json)),
      ]
    case .tun(let data):
      [
        "type": .text(data.type), "pi": .bool(data.packetInformation),
        "vnet_hdr": .bool(data.virtualHeader), "multi_queue": .bool(data.multiQueue),
        "persist": .bool(data.persistent), "user": .number(data.owner),
        "numqueues": .number(data.queues), "numdisabled": .number(data.disabledQueues),
      ]
    case .vrf(let data): ["table": .number(data.table)]
    case .xfrm(let data): ["if_id": hexadecimal(data.id)]
    case .macsec(let data): data.members
    case .hsr(let data):
      [
        "slave1": data.port1.map { .string(names[$0] ?? "?") },
        "slave2": data.port2.map { .string(names[$0] ?? "?") },
        "seq_nr": .number(data.sequenceNumber), "proto": .number(data.protocol),
        "supervision_addr": .text(data.supervisionAddress),
      ]
    case .bareUDP(let data):
      [
        "dstport": .number(data.port), "ethertype": data.etherType == 0x8847 ? "mpls_uc" : "?",
        "srcportmin": .number(data.minimumSourcePort),
        "multiproto": .bool(data.multiProtocol ?? false),
      ]
    case .netkit, .unknown: [:]
    }
  }
}

extension LinkPortData {
  var members: [String: JSON?] {
    switch self {
    case .bridge(let port): port.members
    case .bond(let port):
      [
        "state": port.state.map { .string($0.word.uppercased()) },
        "mii_status": port.miiStatus.map {
          ["UP", "GOING_DOWN", "DOWN", "GOING_BACK"][Int($0.rawValue)]
        },
        "link_failure_count": .number(port.linkFailures),
        "perm_hwaddr": .text(port.permanentAddress), "queue_id": .number(port.queueID),
        "prio": .number(port.priority), "ad_aggregator_id": .number(port.aggregatorID),
        "ad_actor_oper_port_state": .number(port.actorOperState),
        "ad_partner_oper_port_state": .number(port.partnerOperState),
      ]
    case .vrf(let port): ["table": .number(port.table)]
    case .unknown: [:]
    }
  }
}

extension VLANPriorityMapping {
  var json: JSON { ["from": JSON(from), "to": JSON(to)] }
}

/// The end of a tunnel; `ip` writes "any" for the address that is all zero.
func end(_ address: IPAddress?) -> JSON? {
  address.map { .string($0.isUnspecified ? "any" : "\($0)") }
}

/// The key of a GRE tunnel; `ip` writes it as an IPv4 address.
func key(_ number: UInt32?) -> JSON? { number.map { .string("\(IPAddress(ipv4: $0))") } }
