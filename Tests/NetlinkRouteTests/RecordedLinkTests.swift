import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// What kernels said about links of every kind, and what `ip -j -d link` printed of it in the
/// same moment.
struct RecordedLinkTests {
  /// Keys that stand for several attributes and are compared by themselves.
  static let nested: Set = ["linkinfo", "vfinfo_list"]
  /// What went on between the two questions.
  static let timers: Set = ["hello_timer", "gc_timer", "forward_delay_timer"]

  @Test(arguments: recordedKernels)
  func saysWhatIPPrints(_ kernel: String) throws {
    let names = try linkNames(kernel)
    let links = try decoded("\(kernel)-links.hex", as: LinkMessage.self)
    let printed = try printed("\(kernel)-links.json")
    #expect(links.count == printed.count && links.count > 20)
    for (link, printed) in zip(links, printed) {
      // Only the first recorded link has what all links have.
      let ignored = Self.nested.union(link.inet6 == nil ? ["inet6_addr_gen_mode"] : [])
      #expect(differences(printed, link.members(names), ignoring: ignored) == [], "\(link.name)")
      let info = printed["linkinfo"]
      #expect(link.info.kind == info?["info_kind"]?.text, "\(link.name)")
      #expect(link.info.portKind == info?["info_slave_kind"]?.text, "\(link.name)")
      if let data = info?["info_data"] {
        let decoded = link.info.data?.members(names) ?? [:]
        #expect(differences(data, decoded, ignoring: Self.timers) == [], "\(link.name)")
      }
      if let data = info?["info_slave_data"] {
        let ignored = Self.timers.union(
          ["ad_actor_oper_port_state_str", "ad_partner_oper_port_state_str"])
        let decoded = link.info.port?.members ?? [:]
        #expect(differences(data, decoded, ignoring: ignored) == [], "\(link.name)")
      }
    }
  }

  /// Every attribute that these kernels send has a name here.
  @Test(arguments: recordedKernels)
  func knowsAllAttributes(_ kernel: String) throws {
    for link in try decoded("\(kernel)-links.hex", as: LinkMessage.self) {
      #expect(link.unknown == [], "\(link.name)")
      #expect(link.info.unknown == [], "\(link.name)")
      if case .unknown(let data) = link.info.data {
        #expect(["vcan", "team"].contains(data.kind), "\(link.name)")
      }
      #expect(link.info.data?.unknown == [] || link.info.data == nil, "\(link.name)")
      #expect(link.info.port?.unknown == [] || link.info.port == nil, "\(link.name)")
    }
  }

  @Test func readsVirtualFunctions() throws {
    let links = try decoded("6.12-links.hex", as: LinkMessage.self)
    let functions = try #require(links.first { $0.vfCount == 2 }).virtualFunctions
    let printed = try printed("6.12-links.json").first { $0["vfinfo_list"] != nil }
    let list = try #require(printed?["vfinfo_list"]).elements
    #expect(functions.count == 2 && list.count == 2)
    for (function, printed) in zip(functions, list) {
      let members: [String: JSON?] = [
        "vf": JSON(function.number), "address": .text(function.macAddress),
        "spoofchk": .bool(function.checksSpoofing), "trust": .bool(function.isTrusted),
        "query_rss_en": .bool(function.answersRSSQueries),
        "link_state": .text(function.linkState), "tx_rate": .number(function.maximumRate),
        "rate": [
          "max_tx": JSON(function.maximumRate ?? 1), "min_tx": JSON(function.minimumRate ?? 1),
        ],
        "vlan_list": [
          function.vlan == 0
            ? [:] : ["vlan": JSON(function.vlan ?? 0), "qos": JSON(function.vlanPriority ?? 0)]
        ],
      ]
      #expect(differences(printed, members, ignoring: ["link_type", "broadcast"]) == [])
    }
  }

  /// This iproute2 prints nothing of a netkit; the defaults are those of the driver.
  @Test func readsNetkit() throws {
    let links = try decoded("6.12-links.hex", as: LinkMessage.self)
    for (name, isPrimary) in [("kp0", true), ("nk0", false)] {
      let link = try #require(links.first { $0.name == name })
      guard case .netkit(let data) = link.info.data else {
        Issue.record("\(name): \(link.info)")
        continue
      }
      #expect(data.isPrimary == isPrimary)
      #expect(data.mode == .l3)
      #expect(data.policy == .forward)
      #expect(data.scrub == .default || data.scrub == NetkitScrub.none)
    }
  }

  @Test func readsWhatIPDoesNotPrint() throws {
    let links = try decoded("6.12-links.hex", as: LinkMessage.self)
    let first = try #require(links.first)
    #expect(first.name == "lo")
    #expect(first.inet?.configuration.first == 1)  // forwarding
    #expect(first.inet6?.configuration.first == 1)
    #expect(first.inet6?.token == .unspecified(.ipv6))
    #expect(first.statistics?.rxBytes == 0 && first.statistics?.rxOtherHostDropped == 0)
    #expect(first.map?.isEmpty == true)
    #expect(first.xdp?.attached == XDPMode.none)
  }
}

extension LinkData {
  var unknown: [UnknownAttribute] {
    switch self {
    case .bridge(let data): data.unknown
    case .vxlan(let data): data.unknown
    case .geneve(let data): data.unknown
    case .macvlan(let data): data.unknown
    case .ipvlan(let data): data.unknown
    case .vlan(let data): data.unknown
    case .tun(let data): data.unknown
    case .bond(let data): data.unknown
    case .vrf(let data): data.unknown
    case .gre(let data): data.unknown
    case .ipTunnel(let data): data.unknown
    case .vti(let data): data.unknown
    case .netkit(let data): data.unknown
    case .xfrm(let data): data.unknown
    case .macsec(let data): data.unknown
    case .hsr(let data): data.unknown
    case .bareUDP(let data): data.unknown
    case .unknown: []
    }
  }
}

extension LinkPortData {
  var unknown: [UnknownAttribute] {
    switch self {
    case .bridge(let data): data.unknown
    case .bond(let data): data.unknown
    case .vrf(let data): data.unknown
    case .unknown: []
    }
  }
}
