import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel

/// From `RTM_NEWLINK` to the links of the model.
enum LinkConversion {
  /// The link, but for its peer and parent, which are joined when all namespaces are known.
  static func link(_ message: LinkMessage, in namespace: NamespaceID) -> Link {
    var link = Link(
      id: LinkID(namespace, message.index), name: message.name,
      hardwareType: message.hardwareType)
    link.kind = message.info.kind
    link.flags = message.flags
    link.operState = message.operState
    link.mtu = message.mtu
    link.macAddress = message.macAddress
    link.broadcast = message.broadcast
    link.master = message.master.flatMap { $0 == 0 ? nil : LinkID(namespace, $0) }
    link.linkNSID = message.linkNetnsID
    link.altNames = message.altNames
    link.group = message.group
    link.txQueueLength = message.txQueueLength
    link.details = details(message)
    return link
  }

  /// The same of a message that has nothing unusual, with the details left to `source`.
  static func link(_ fields: LinkFields, in namespace: NamespaceID, source: LinkBytes) -> Link {
    var link = Link(
      id: LinkID(namespace, fields.index), name: fields.name,
      hardwareType: HardwareType(rawValue: fields.hardwareType))
    link.kind = fields.kind
    link.flags = LinkFlags(rawValue: fields.flags)
    link.operState = fields.operState.map(OperationalState.init(rawValue:))
    link.mtu = fields.mtu
    link.macAddress = fields.macAddress
    link.broadcast = fields.broadcast
    link.master = fields.master.flatMap { $0 == 0 ? nil : LinkID(namespace, $0) }
    link.linkNSID = fields.linkNetnsID
    link.group = fields.group
    link.txQueueLength = fields.txQueueLength
    link.setDetails(from: source)
    return link
  }

  static func details(_ message: LinkMessage) -> LinkDetails {
    var details = LinkDetails()
    details.attributes = message.facts
    details.detail = message.info.data?.facts ?? Facts()
    details.port = port(message.info)
    return details
  }

  /// What the link refers to (`IFLA_LINK`, `IFLA_LINK_NETNSID`); nil where that is nothing, or
  /// the link itself, as with tunnels that are bound to no link.
  static func reference(_ message: LinkMessage) -> LinkReference? {
    reference(of: message.index, to: message.link, in: message.linkNetnsID)
  }

  static func reference(_ fields: LinkFields) -> LinkReference? {
    reference(of: fields.index, to: fields.link, in: fields.linkNetnsID)
  }

  private static func reference(of own: Int32, to index: Int32?, in nsid: Int32?)
    -> LinkReference?
  {
    guard let index, index != 0 else { return nil }
    if nsid == nil && index == own { return nil }
    return LinkReference(index: index, nsid: nsid)
  }

  private static func port(_ info: LinkInfo) -> Facts {
    var facts = Facts()
    facts.set("kind", info.portKind)
    info.port?.add(to: &facts)
    return facts
  }

  /// The counters in a `struct rtnl_link_stats64`, straight from the buffer; a shorter one of
  /// an older kernel has zeros for what it lacks.
  static func statistics(_ bytes: RawSpan) -> LinkStatistics {
    if bytes.byteCount >= MemoryLayout<LinkStatistics>.size {
      return bytes.unsafeLoadUnaligned(as: LinkStatistics.self)
    }
    var statistics = LinkStatistics()
    withUnsafeMutableBytes(of: &statistics) { target in
      bytes.withUnsafeBytes { target.copyMemory(from: $0) }
    }
    return statistics
  }

  /// The index and the counters in an `RTM_NEWSTATS`; nil without `IFLA_STATS_LINK_64`.
  static func counters(_ payload: RawSpan) throws(MalformedMessage)
    -> (index: Int32, statistics: LinkStatistics)?
  {
    guard let index: Int32 = payload.integer(at: 4), payload.byteCount >= 12 else {
      throw .truncated(what: "if_stats_msg", needs: 12, has: payload.byteCount)
    }
    var attributes = AttributeReader(payload.extracting(droppingFirst: 12))
    while let attribute = try attributes.next() {
      if attribute.type == 1 { return (index, statistics(attribute.payload)) }
    }
    return nil
  }

  /// Where the link with an index stands in links that are sorted by it; `links.count` where it
  /// is not there.
  ///
  /// A dump comes in the same order, so a few steps forward from the last hit nearly always
  /// suffice; else it is searched for.
  static func position(of index: Int32, in links: [Link], near start: Int) -> Int {
    var position = max(start, 0)
    let end = min(position &+ 8, links.count)
    while position < end {
      if links[position].id.index == index { return position }
      position += 1
    }
    var (low, high) = (0, links.count)
    while low < high {
      let middle = (low + high) / 2
      if links[middle].id.index < index { low = middle + 1 } else { high = middle }
    }
    return low < links.count && links[low].id.index == index ? low : links.count
  }
}

extension LinkData {
  /// The detail of the kind.
  var facts: Facts {
    switch self {
    case .bridge(let data): data.facts
    case .vxlan(let data): data.facts
    case .geneve(let data): data.facts
    case .macvlan(let data): data.facts
    case .ipvlan(let data): data.facts
    case .vlan(let data): data.facts
    case .tun(let data): data.facts
    case .bond(let data): data.facts
    case .vrf(let data): data.facts
    case .gre(let data): data.facts
    case .ipTunnel(let data): data.facts
    case .vti(let data): data.facts
    case .netkit(let data): data.facts
    case .xfrm(let data): data.facts
    case .macsec(let data): data.facts
    case .hsr(let data): data.facts
    case .bareUDP(let data): data.facts
    case .unknown(let data): data.facts
    }
  }
}

extension LinkPortData {
  /// Adds what a port of this kind of master has.
  func add(to facts: inout Facts) {
    switch self {
    case .bridge(let data): data.add(to: &facts)
    case .bond(let data): data.add(to: &facts)
    case .vrf(let data): data.add(to: &facts)
    case .unknown(let data): facts.add(data.facts)
    }
  }
}

extension UnknownLinkData {
  /// The bytes as they are, and the attributes in them.
  var facts: Facts {
    var facts = Facts()
    facts.set("raw", hex: bytes)
    facts.set(unknown: attributes, as: "rawAttributes")
    return facts
  }
}
