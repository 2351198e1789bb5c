public import NetworkTypes

/// Where frames to a link-layer address go: an entry of a bridge, a vxlan device or a NIC.
///
/// In 80 bytes and without references, because a node has tens of thousands of them and they are
/// read again and again.
@frozen public struct FDBEntry: Hashable, Sendable {
  /// The six bytes of an Ethernet address, the first one lowest.
  @usableFromInline var ethernet: UInt64
  @usableFromInline var remoteHigh: UInt64 = 0
  @usableFromInline var remoteLow: UInt64 = 0
  /// The index of the link.
  public var device: Int32
  public var flags: NeighbourFlags
  @usableFromInline var bridgeIndex: Int32 = 0
  @usableFromInline var used: UInt32 = 0
  @usableFromInline var updated: UInt32 = 0
  @usableFromInline var vniNumber: UInt32 = 0
  @usableFromInline var sourceVNINumber: UInt32 = 0
  @usableFromInline var viaIndex: Int32 = 0
  @usableFromInline var nextHopID: UInt32 = 0
  @usableFromInline var nsid: Int32 = 0
  public var state: NeighbourState
  @usableFromInline var vlanNumber: UInt16 = 0
  @usableFromInline var portNumber: UInt16 = 0
  /// Which of the numbers are known.
  @usableFromInline var known: Known = []
  @usableFromInline var protocolNumber: UInt8 = 0

  @usableFromInline @frozen struct Known: OptionSet, Hashable, Sendable {
    @usableFromInline let rawValue: UInt16
    @inlinable init(rawValue: UInt16) { self.rawValue = rawValue }
    @inlinable static var remote: Self { Self(rawValue: 1 << 0) }
    @inlinable static var isIPv6: Self { Self(rawValue: 1 << 1) }
    @inlinable static var bridge: Self { Self(rawValue: 1 << 2) }
    @inlinable static var vlan: Self { Self(rawValue: 1 << 3) }
    @inlinable static var port: Self { Self(rawValue: 1 << 4) }
    @inlinable static var vni: Self { Self(rawValue: 1 << 5) }
    @inlinable static var sourceVNI: Self { Self(rawValue: 1 << 6) }
    @inlinable static var via: Self { Self(rawValue: 1 << 7) }
    @inlinable static var nextHop: Self { Self(rawValue: 1 << 8) }
    @inlinable static var `protocol`: Self { Self(rawValue: 1 << 9) }
    @inlinable static var used: Self { Self(rawValue: 1 << 10) }
    @inlinable static var updated: Self { Self(rawValue: 1 << 11) }
    @inlinable static var nsid: Self { Self(rawValue: 1 << 12) }
  }

  /// - Parameter macAddress: Of Ethernet; the kernel has no entries for other addresses, and of
  ///   a longer one the first six bytes are kept.
  public init(macAddress: MACAddress, device: Int32, state: NeighbourState, flags: NeighbourFlags) {
    self.init(ethernet: macAddress.firstSix, device: device, state: state, flags: flags)
  }

  /// - Parameter ethernet: As `MACAddress.firstSix` has it.
  @inlinable public init(
    ethernet: UInt64, device: Int32, state: NeighbourState, flags: NeighbourFlags
  ) {
    self.ethernet = ethernet
    self.device = device
    self.state = state
    self.flags = flags
  }

  /// Whether all but the ages is the same.
  @inlinable public func isAlike(_ other: Self) -> Bool {
    var settled = other
    settled.used = used
    settled.updated = updated
    let ages: Known = [.used, .updated]
    settled.known = settled.known.subtracting(ages).union(known.intersection(ages))
    return self == settled
  }

  @inlinable mutating func note(_ what: Known, _ isKnown: Bool) {
    if isKnown { known.insert(what) } else { known.remove(what) }
  }
}

extension FDBEntry {
  @inlinable public var macAddress: MACAddress {
    get { MACAddress(ethernet: ethernet) }
    set { ethernet = newValue.firstSix }
  }

  /// The tunnel end that frames are sent to (`NDA_DST`).
  @inlinable public var remote: IPAddress? {
    get {
      guard known.contains(.remote) else { return nil }
      return IPAddress(
        high: remoteHigh, low: remoteLow, family: known.contains(.isIPv6) ? .ipv6 : .ipv4)
    }
    set {
      remoteHigh = newValue?.high ?? 0
      remoteLow = newValue?.low ?? 0
      note(.remote, newValue != nil)
      note(.isIPv6, newValue?.family == .ipv6)
    }
  }

  @inlinable public var `protocol`: RouteProtocol? {
    get { known.contains(.protocol) ? RouteProtocol(rawValue: protocolNumber) : nil }
    set {
      protocolNumber = newValue?.rawValue ?? 0
      note(.protocol, newValue != nil)
    }
  }

  /// The index of the bridge that the link is a port of.
  @inlinable public var bridge: Int32? {
    get { known.contains(.bridge) ? bridgeIndex : nil }
    set {
      bridgeIndex = newValue ?? 0
      note(.bridge, newValue != nil)
    }
  }

  @inlinable public var vlan: UInt16? {
    get { known.contains(.vlan) ? vlanNumber : nil }
    set {
      vlanNumber = newValue ?? 0
      note(.vlan, newValue != nil)
    }
  }

  /// The UDP port of `remote`; nil is the port of the device.
  @inlinable public var port: UInt16? {
    get { known.contains(.port) ? portNumber : nil }
    set {
      portNumber = newValue ?? 0
      note(.port, newValue != nil)
    }
  }

  @inlinable public var vni: UInt32? {
    get { known.contains(.vni) ? vniNumber : nil }
    set {
      vniNumber = newValue ?? 0
      note(.vni, newValue != nil)
    }
  }

  @inlinable public var sourceVNI: UInt32? {
    get { known.contains(.sourceVNI) ? sourceVNINumber : nil }
    set {
      sourceVNINumber = newValue ?? 0
      note(.sourceVNI, newValue != nil)
    }
  }

  /// The index of the link that frames leave by (`NDA_IFINDEX`).
  @inlinable public var via: Int32? {
    get { known.contains(.via) ? viaIndex : nil }
    set {
      viaIndex = newValue ?? 0
      note(.via, newValue != nil)
    }
  }

  /// The group of next-hop objects (`NDA_NH_ID`).
  @inlinable public var nextHopGroup: UInt32? {
    get { known.contains(.nextHop) ? nextHopID : nil }
    set {
      nextHopID = newValue ?? 0
      note(.nextHop, newValue != nil)
    }
  }

  @inlinable public var usedSeconds: UInt32? {
    get { known.contains(.used) ? used : nil }
    set {
      used = newValue ?? 0
      note(.used, newValue != nil)
    }
  }

  @inlinable public var updatedSeconds: UInt32? {
    get { known.contains(.updated) ? updated : nil }
    set {
      updated = newValue ?? 0
      note(.updated, newValue != nil)
    }
  }

  /// The namespace id of the link of `remote` (`NDA_LINK_NETNSID`).
  @inlinable public var linkNSID: Int32? {
    get { known.contains(.nsid) ? nsid : nil }
    set {
      nsid = newValue ?? 0
      note(.nsid, newValue != nil)
    }
  }
}
