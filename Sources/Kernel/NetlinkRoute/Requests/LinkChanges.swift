public import Netlink
public import NetworkTypes

/// Makes a link.
public struct CreateLink: Hashable, Sendable {
  public var name: String
  public var kind: Kind
  /// The index that it shall have; 0 leaves it to the kernel.
  public var index: Int32 = 0
  public var isUp = false
  public var mtu: UInt32?
  public var macAddress: MACAddress?
  /// The link below.
  public var parent: Int32?
  public var master: Int32?
  /// An open file of the namespace that it shall be in.
  public var namespace: CInt?

  /// The kinds that plugins, a demonstration and tests need.
  public enum Kind: Hashable, Sendable {
    case bridge(vlanFiltering: Bool = false)
    case dummy
    case ifb
    /// With a namespace, the other end is made in there.
    case veth(
      peer: String, peerNamespace: CInt? = nil, peerMTU: UInt32? = nil,
      peerMACAddress: MACAddress? = nil)
    case vxlan(
      id: UInt32, local: IPAddress? = nil, remote: IPAddress? = nil, port: UInt16 = 4789,
      learning: Bool = true)
    /// Where packets go is for routes to say (`external` of `ip link`).
    case geneve(port: UInt16)
    /// To whom a packet goes is for neighbours to say; `key` in both directions.
    case gre(local: IPAddress, key: UInt32)
    /// To whom a packet goes is for the gateway of its route to say.
    case ipip(local: IPAddress)
    case macvlan(MACVLANMode, broadcastQueueLength: UInt32? = nil)
    case ipvlan(IPVLANMode)
    case vlan(id: UInt16)
    case vrf(table: UInt32)
    /// Another kind, without data.
    case other(String)
  }

  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(type: .newLink, flags: [.request, .create, .exclusive])
    let flags = isUp ? LinkFlags.up.rawValue : 0
    message.appendLinkHeader(index: index, flags: flags, change: flags)
    message.attribute(LinkAttribute.name.rawValue, name)
    if let mtu { message.attribute(LinkAttribute.mtu.rawValue, mtu) }
    if let macAddress {
      message.attribute(LinkAttribute.macAddress.rawValue, bytes: macAddress.bytes)
    }
    if let parent { message.attribute(LinkAttribute.link.rawValue, parent) }
    if let master { message.attribute(LinkAttribute.master.rawValue, master) }
    if let namespace { message.attribute(LinkAttribute.netNSFD.rawValue, namespace) }
    message.nest(LinkAttribute.linkInfo.rawValue) { info in
      info.attribute(LinkInfoAttribute.kind.rawValue, kind.word)
      info.nest(LinkInfoAttribute.data.rawValue) { kind.encode(into: &$0) }
    }
    return message
  }
}

extension CreateLink.Kind {
  /// The word of the driver (`IFLA_INFO_KIND`).
  public var word: String {
    switch self {
    case .bridge: "bridge"
    case .dummy: "dummy"
    case .ifb: "ifb"
    case .veth: "veth"
    case .vxlan: "vxlan"
    case .geneve: "geneve"
    case .gre: "gre"
    case .ipip: "ipip"
    case .macvlan: "macvlan"
    case .ipvlan: "ipvlan"
    case .vlan: "vlan"
    case .vrf: "vrf"
    case .other(let word): word
    }
  }

  fileprivate func encode(into data: inout MessageEncoder) {
    switch self {
    case .bridge(let vlanFiltering):
      // Not said where it is off: a kernel without VLANs refuses the attribute.
      if vlanFiltering {
        data.attribute(BridgeAttribute.vlanFiltering.rawValue, UInt8(1))
      }
    case .veth(let peer, let namespace, let mtu, let macAddress):
      // VETH_INFO_PEER: a header and attributes of the other end.
      data.attribute(1) { end in
        end.appendLinkHeader(index: 0, flags: 0, change: 0)
        end.attribute(LinkAttribute.name.rawValue, peer)
        if let mtu { end.attribute(LinkAttribute.mtu.rawValue, mtu) }
        if let macAddress {
          end.attribute(LinkAttribute.macAddress.rawValue, bytes: macAddress.bytes)
        }
        if let namespace { end.attribute(LinkAttribute.netNSFD.rawValue, namespace) }
      }
    case .vxlan(let id, let local, let remote, let port, let learning):
      data.attribute(VXLANAttribute.id.rawValue, id)
      if let local {
        data.attribute(
          (local.family == .ipv4 ? VXLANAttribute.local : .local6).rawValue, local)
      }
      if let remote {
        data.attribute(
          (remote.family == .ipv4 ? VXLANAttribute.remote : .remote6).rawValue, remote)
      }
      data.attribute(VXLANAttribute.port.rawValue, port.bigEndian)
      data.attribute(VXLANAttribute.learning.rawValue, UInt8(learning ? 1 : 0))
    case .geneve(let port):
      data.attribute(GeneveAttribute.port.rawValue, port.bigEndian)
      data.attribute(GeneveAttribute.collectMetadata.rawValue, bytes: [])
    case .gre(let local, let key):
      let flags = UInt16(0x2000).bigEndian  // GRE_KEY
      data.attribute(GREAttribute.inputFlags.rawValue, flags)
      data.attribute(GREAttribute.outputFlags.rawValue, flags)
      data.attribute(GREAttribute.inputKey.rawValue, key.bigEndian)
      data.attribute(GREAttribute.outputKey.rawValue, key.bigEndian)
      data.attribute(GREAttribute.local.rawValue, local)
      data.attribute(GREAttribute.ttl.rawValue, Self.hopLimit)
    case .ipip(let local):
      data.attribute(IPTunnelAttribute.local.rawValue, local)
      data.attribute(IPTunnelAttribute.protocol.rawValue, UInt8(4))  // IPPROTO_IPIP
      data.attribute(IPTunnelAttribute.ttl.rawValue, Self.hopLimit)
    case .macvlan(let mode, let queue):
      data.attribute(MACVLANAttribute.mode.rawValue, mode.rawValue)
      if let queue { data.attribute(MACVLANAttribute.broadcastQueueLength.rawValue, queue) }
    case .ipvlan(let mode): data.attribute(IPVLANAttribute.mode.rawValue, mode.rawValue)
    case .vlan(let id): data.attribute(VLANAttribute.id.rawValue, id)
    case .vrf(let table): data.attribute(VRFAttribute.table.rawValue, table)
    case .dummy, .ifb, .other: break
    }
  }

  /// Of packets around packets: that of the packet inside would end with the first router.
  private static let hopLimit: UInt8 = 64
}

/// Changes a link; what is nil stays.
public struct ChangeLink: Hashable, Sendable {
  public var index: Int32
  public var isUp: Bool?
  /// Takes every frame, whomever it is for.
  public var isPromiscuous: Bool?
  public var isAllMulticast: Bool?
  public var name: String?
  public var mtu: UInt32?
  public var macAddress: MACAddress?
  /// In packets.
  public var txQueueLength: UInt32?
  /// Empty takes it away.
  public var alias: String?
  /// 0 takes it out of its master.
  public var master: Int32?
  /// An open file of the namespace that it moves to.
  public var namespace: CInt?

  public init(index: Int32) { self.index = index }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(type: .newLink, flags: .request)
    var (flags, change): (UInt32, UInt32) = (0, 0)
    for (isSet, flag) in [
      (isUp, LinkFlags.up), (isPromiscuous, .promiscuous), (isAllMulticast, .allMulticast),
    ] {
      guard let isSet else { continue }
      change |= flag.rawValue
      if isSet { flags |= flag.rawValue }
    }
    message.appendLinkHeader(index: index, flags: flags, change: change)
    if let name { message.attribute(LinkAttribute.name.rawValue, name) }
    if let mtu { message.attribute(LinkAttribute.mtu.rawValue, mtu) }
    if let macAddress {
      message.attribute(LinkAttribute.macAddress.rawValue, bytes: macAddress.bytes)
    }
    if let txQueueLength {
      message.attribute(LinkAttribute.txQueueLength.rawValue, txQueueLength)
    }
    if let alias { message.attribute(LinkAttribute.alias.rawValue, bytes: Array(alias.utf8)) }
    if let master { message.attribute(LinkAttribute.master.rawValue, master) }
    if let namespace { message.attribute(LinkAttribute.netNSFD.rawValue, namespace) }
    return message
  }
}

/// Deletes a link, and with it the other end of a pair.
public struct DeleteLink: Hashable, Sendable {
  public var index: Int32
  public init(index: Int32) { self.index = index }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(type: .deleteLink, flags: .request)
    message.appendLinkHeader(index: index, flags: 0, change: 0)
    return message
  }
}

extension MessageEncoder {
  /// `struct ifinfomsg`.
  mutating func appendLinkHeader(
    family: UInt8 = 0, index: Int32, flags: UInt32, change: UInt32
  ) {
    append(family)
    appendZeros(3)
    append(index)
    append(flags)
    append(change)
  }
}
