public import NetworkTypes

/// A network interface in one namespace (`RTM_NEWLINK`).
public struct Link: Hashable, Sendable, Identifiable {
  public var id: LinkID
  /// `IFLA_IFNAME`, at most 15 bytes.
  public var name: String
  /// The driver kind: `veth`, `bridge`, `vxlan` … (`IFLA_INFO_KIND`); nil for physical
  /// devices and `lo`.
  public var kind: String?
  public var hardwareType: HardwareType
  public var flags: LinkFlags
  public var operState: OperationalState?
  /// The largest payload of a frame in bytes, without the link header.
  public var mtu: UInt32?
  public var macAddress: MACAddress?
  /// The broadcast address of the link layer; the remote end of a point-to-point tunnel.
  public var broadcast: MACAddress?
  /// The bridge, bond or VRF that it is a port of (`IFLA_MASTER`).
  public var master: LinkID?
  /// The other end of a veth or netkit pair, in whichever namespace.
  public var peer: LinkID?
  /// The link below it: of a vlan, a macvlan, a tunnel that is bound to one … (`IFLA_LINK`).
  public var parent: LinkID?
  /// The namespace id of peer or parent, as the link's own namespace counts
  /// (`IFLA_LINK_NETNSID`); nil if it is in the same namespace.
  public var linkNSID: Int32?
  public var altNames: [String]
  /// `IFLA_GROUP`; 0 is the default group.
  public var group: UInt32?
  /// In packets (`IFLA_TXQLEN`).
  public var txQueueLength: UInt32?
  public var addresses: [InterfaceAddress]
  private var source: LinkDetailsReference

  public init(id: LinkID, name: String, hardwareType: HardwareType = .ethernet) {
    self.id = id
    self.name = name
    self.hardwareType = hardwareType
    flags = []
    altNames = []
    addresses = []
    source = .none
  }
}

// MARK: - Details

extension Link {
  /// The long rest; made at each call where the source has it in a shorter form.
  public var details: LinkDetails {
    get { source.details }
    set { source = LinkDetailsReference(newValue) }
  }

  public var attributes: Facts {
    get { details.attributes }
    set { details.attributes = newValue }
  }

  public var detail: Facts {
    get { details.detail }
    set { details.detail = newValue }
  }

  public var port: Facts {
    get { details.port }
    set { details.port = newValue }
  }

  /// Leaves the details to whoever knows them.
  public mutating func setDetails(from source: any LinkDetailsSource) {
    self.source = LinkDetailsReference(source)
  }
}

extension Link {
  /// `macAddress` as text; an IP address for the ends of tunnels.
  public var linkAddressText: String? { macAddress.map(hardwareType.text) }
  /// `broadcast` as text; an IP address for the ends of tunnels.
  public var broadcastText: String? { broadcast.map(hardwareType.text) }
}

/// An IP address on a link (`RTM_NEWADDR`).
public struct InterfaceAddress: Hashable, Sendable {
  /// The address of this end (`IFA_LOCAL`, or `IFA_ADDRESS` where that is absent).
  public var address: IPAddress
  /// In bits.
  public var prefixLength: UInt8
  /// The other end of a point-to-point address; nil where it is the address itself.
  public var peer: IPAddress?
  public var broadcast: IPAddress?
  public var anycast: IPAddress?
  public var scope: RouteScope
  public var flags: AddressFlags
  /// `IFA_LABEL`; IPv4 only.
  public var label: String?
  /// How long it stays valid, in seconds; `UInt32.max` is for ever.
  public var validSeconds: UInt32?
  /// How long new connections may use it, in seconds; `UInt32.max` is for ever.
  public var preferredSeconds: UInt32?
  /// The metric of its prefix route (`IFA_RT_PRIORITY`).
  public var metric: UInt32?
  /// Who made it (`IFA_PROTO`, Linux 5.18).
  public var origin: UInt8?

  public init(
    address: IPAddress, prefixLength: UInt8, scope: RouteScope = .global, flags: AddressFlags = []
  ) {
    self.address = address
    self.prefixLength = prefixLength
    self.scope = scope
    self.flags = flags
  }
}

/// The counters of a link since it was made (`struct rtnl_link_stats64`).
///
/// The fields are in the order of the kernel, so that they can be copied as a whole.
@frozen public struct LinkStatistics: Hashable, Sendable, BitwiseCopyable {
  public var rxPackets: UInt64 = 0
  public var txPackets: UInt64 = 0
  public var rxBytes: UInt64 = 0
  public var txBytes: UInt64 = 0
  public var rxErrors: UInt64 = 0
  public var txErrors: UInt64 = 0
  public var rxDropped: UInt64 = 0
  public var txDropped: UInt64 = 0
  public var multicast: UInt64 = 0
  public var collisions: UInt64 = 0
  public var rxLengthErrors: UInt64 = 0
  public var rxOverErrors: UInt64 = 0
  public var rxCRCErrors: UInt64 = 0
  public var rxFrameErrors: UInt64 = 0
  public var rxFIFOErrors: UInt64 = 0
  public var rxMissedErrors: UInt64 = 0
  public var txAbortedErrors: UInt64 = 0
  public var txCarrierErrors: UInt64 = 0
  public var txFIFOErrors: UInt64 = 0
  public var txHeartbeatErrors: UInt64 = 0
  public var txWindowErrors: UInt64 = 0
  public var rxCompressed: UInt64 = 0
  public var txCompressed: UInt64 = 0
  public var rxNoHandler: UInt64 = 0

  @inlinable public init() {}
}
