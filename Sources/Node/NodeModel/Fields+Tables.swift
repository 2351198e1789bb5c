import NetworkTypes

extension Route: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("family", family.word)
    sink.field("destination", destination)
    // A gateway of the other family is in RTA_VIA, which never stands beside RTA_GATEWAY.
    sink.field("gateway", gateway ?? extra?.via)
    sink.field("device", names[device])
    sink.field("table", table)
    sink.field("protocol", self.protocol)
    sink.field("scope", scope)
    sink.field("type", type)
    sink.field("priority", priority)
    sink.field("source", extra?.source)
    sink.field("flags", extra?.flags ?? [])
    sink.field("mtu", extra?.mtu)
    sink.objects("nextHops", extra?.nextHops ?? []) { hop, sink in
      sink.field("gateway", hop.gateway)
      sink.field("device", names[hop.device])
      sink.field("weight", hop.weight)
      sink.field("flags", hop.flags)
      sink.fields(hop.attributes)
    }
    guard let extra else { return }
    sink.field("from", extra.from)
    sink.field("tos", extra.tos == 0 ? nil : extra.tos)
    sink.field("nextHopId", extra.nextHopID)
    sink.field("expiresSeconds", extra.expiresSeconds)
    sink.fields(extra.attributes)
  }
}

extension Rule: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("family", family.word)
    sink.field("priority", priority)
    sink.field("from", from)
    sink.field("to", to)
    sink.field("iif", iif)
    sink.field("oif", oif)
    sink.field("fwMark", fwMark)
    sink.field("fwMask", fwMask)
    sink.field("table", table)
    sink.field("action", action)
    sink.fields(attributes)
  }
}

extension Neighbour: Described {
  /// The word of its state; an entry that the node answers for has the state `proxy`.
  public var stateWord: String { isProxy ? "proxy" : state.word }

  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("address", address)
    sink.field("macAddress", macAddress)
    sink.field("device", names[device])
    sink.field("state", stateWord)
    sink.field("flags", flags)
    sink.field("protocol", self.protocol)
    sink.field("confirmedSeconds", confirmedSeconds)
    sink.field("usedSeconds", usedSeconds)
    sink.field("updatedSeconds", updatedSeconds)
    sink.field("probes", probes)
  }

  func precedes(_ other: Self) -> Bool {
    (device, address) < (other.device, other.address)
  }
}

extension FDBEntry: Described {
  /// The word of its state as `bridge fdb` has it: `permanent`, `static`, `reachable`, `stale`.
  ///
  /// An entry may have several bits of `NUD_*`: `bridge fdb add` sets `NUD_NOARP` beside
  /// `NUD_PERMANENT`, and vxlan keeps both.
  public var stateWord: String {
    let bits = state.rawValue
    if bits & NeighbourState.permanent.rawValue != 0 { return "permanent" }
    if bits & NeighbourState.noARP.rawValue != 0 { return "static" }
    return state.word
  }

  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("macAddress", macAddress)
    sink.field("device", names[device])
    sink.field("bridge", names[bridge])
    sink.field("vlan", vlan)
    sink.field("remote", remote)
    sink.field("port", port)
    sink.field("vni", vni)
    sink.field("sourceVni", sourceVNI)
    sink.field("via", names[via])
    sink.field("nextHopGroup", nextHopGroup)
    sink.field("state", stateWord)
    sink.field("flags", flags)
    sink.field("protocol", self.protocol)
    sink.field("usedSeconds", usedSeconds)
    sink.field("updatedSeconds", updatedSeconds)
    sink.field("linkNsid", linkNSID)
  }

  func precedes(_ other: Self) -> Bool {
    if device != other.device { return device < other.device }
    if macAddress != other.macAddress { return macAddress < other.macAddress }
    if vlan != other.vlan { return (vlan ?? 0) < (other.vlan ?? 0) }
    guard let remote, let theirs = other.remote else { return remote == nil && other.remote != nil }
    return remote < theirs
  }
}

extension NextHop: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("id", id)
    sink.field("family", family?.word)
    sink.field("gateway", gateway)
    sink.field("device", names[device])
    sink.objects("group", group) { member, sink in
      sink.field("id", member.id)
      sink.field("weight", member.weight)
    }
    sink.field("scope", scope)
    sink.field("protocol", self.protocol)
    sink.field("flags", flags)
    sink.fields(attributes)
  }
}

extension Qdisc: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("device", names[device])
    sink.field("kind", kind)
    sink.field("handle", handle)
    sink.field("parent", parent)
  }
}

extension Namespace {
  /// The neighbours by link and address, as documents have them.
  public var orderedNeighbours: [Neighbour]? { neighbours?.ordered { $0.precedes($1) } }
  /// The FDB entries by link and address, as documents have them.
  public var orderedFDB: [FDBEntry]? { fdb?.ordered { $0.precedes($1) } }
  public var orderedNextHops: [NextHop]? { nextHops?.ordered { $0.id < $1.id } }
  /// The qdiscs by link, those of one link in the kernel's order.
  public var orderedQdiscs: [Qdisc]? { qdiscs?.ordered { $0.device < $1.device } }
}
