import NetworkTypes

extension Link: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    describe(to: &sink, statistics: nil)
  }

  /// By address, as documents have them; the kernel has the first of a subnet before others.
  public var orderedAddresses: [InterfaceAddress] { addresses.ordered { $0.precedes($1) } }

  /// Writes the fields of the link with its counters, which the model keeps apart.
  public func describe<Sink: FieldSink & ~Copyable>(
    to sink: inout Sink, statistics: LinkStatistics?
  ) {
    sink.field("id", id)
    sink.field("ifindex", id.index)
    sink.field("name", name)
    sink.field("kind", kind)
    sink.field("hardwareType", hardwareType)
    sink.field("mtu", mtu)
    if hardwareType.isIPTunnel {
      sink.field("macAddress", linkAddressText)
      sink.field("broadcast", broadcastText)
    } else {
      sink.field("macAddress", macAddress)
      sink.field("broadcast", broadcast)
    }
    sink.field("operState", operState)
    sink.field("flags", flags)
    sink.field("master", master)
    sink.field("peer", peer)
    sink.field("parent", parent)
    sink.field("linkNsid", linkNSID)
    sink.field("altNames", words: altNames.ordered { $0 < $1 })
    sink.objects("addresses", orderedAddresses) { $0.describe(to: &$1) }
    if let statistics { sink.object("statistics") { statistics.describe(to: &$0) } }
    sink.field("group", group)
    sink.field("txQueueLength", txQueueLength)
    let details = details
    sink.fields(details.attributes)
    if kind != nil || !details.detail.isEmpty {
      sink.object("detail") { $0.fields(details.detail) }
    }
    if !details.port.isEmpty { sink.object("port") { $0.fields(details.port) } }
  }
}

extension InterfaceAddress: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    describe(to: &sink)
  }

  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("address", address)
    sink.field("prefixLength", prefixLength)
    sink.field("scope", scope)
    sink.field("flags", words: flags.words(for: address.family))
    sink.field("label", label)
    sink.field("peer", peer)
    sink.field("broadcast", broadcast)
    sink.field("anycast", anycast)
    sink.field("validSeconds", validSeconds)
    sink.field("preferredSeconds", preferredSeconds)
    sink.field("metric", metric)
    sink.field("protocol", originWord)
  }

  /// Who made it (`IFAPROT_*` in `linux/if_addr.h`); nil where the kernel does not say.
  var originWord: String? {
    switch origin {
    case nil, 0: nil
    case 1: "kernelLoopback"
    case 2: "kernelRA"
    case 3: "kernelLinkLocal"
    case let number?: "unknown:\(number)"
    }
  }

  func precedes(_ other: Self) -> Bool {
    (address, prefixLength) < (other.address, other.prefixLength)
  }
}

extension LinkStatistics {
  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("rxBytes", rxBytes)
    sink.field("txBytes", txBytes)
    sink.field("rxPackets", rxPackets)
    sink.field("txPackets", txPackets)
    sink.field("rxErrors", rxErrors)
    sink.field("txErrors", txErrors)
    sink.field("rxDropped", rxDropped)
    sink.field("txDropped", txDropped)
    sink.field("collisions", collisions)
    sink.field("multicast", multicast)
    sink.field("rxLengthErrors", rxLengthErrors)
    sink.field("rxOverErrors", rxOverErrors)
    sink.field("rxCrcErrors", rxCRCErrors)
    sink.field("rxFrameErrors", rxFrameErrors)
    sink.field("rxFifoErrors", rxFIFOErrors)
    sink.field("rxMissedErrors", rxMissedErrors)
    sink.field("rxCompressed", rxCompressed)
    sink.field("rxNoHandler", rxNoHandler)
    sink.field("txAbortedErrors", txAbortedErrors)
    sink.field("txCarrierErrors", txCarrierErrors)
    sink.field("txFifoErrors", txFIFOErrors)
    sink.field("txHeartbeatErrors", txHeartbeatErrors)
    sink.field("txWindowErrors", txWindowErrors)
    sink.field("txCompressed", txCompressed)
  }
}

extension Array {
  /// The elements in order; the array itself where they are already.
  func ordered(_ precedes: (Element, Element) -> Bool) -> [Element] {
    for position in indices.dropFirst() where precedes(self[position], self[position - 1]) {
      return enumerated().sorted { left, right in
        precedes(left.element, right.element)
          || (!precedes(right.element, left.element) && left.offset < right.offset)
      }.map(\.element)
    }
    return self
  }
}
