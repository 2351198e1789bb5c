extension IPAMState: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.objects("networks", networks) { $0.describe(to: &$1, names: names) }
  }
}

extension IPAMState.Network: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    describeSummary(to: &sink)
    sink.objects("ranges", ranges) { $0.describe(to: &$1, names: names) }
    sink.objects("leases", leases) { $0.describe(to: &$1, names: names) }
  }

  /// Without the ranges and the leases.
  public func describeSummary<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("name", name)
    sink.field("store", store)
    sink.field("path", path)
    if !ranges.isEmpty {
      sink.field("size", size)
      sink.field("used", used)
      sink.field("free", freeOfTightestSet)
    }
    sink.object("states") { sink in
      for state in LeaseState.allCases { sink.field(state.rawValue, count(state)) }
    }
    sink.field("problems", words: problems)
  }
}

extension IPAMState.Range: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("set", set)
    sink.field("subnet", subnet)
    sink.field("rangeStart", first)
    sink.field("rangeEnd", last)
    sink.field("gateway", gateway)
    sink.field("size", size)
    sink.field("used", used)
  }
}

extension IPAMState.Lease: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("address", address)
    sink.field("containerId", containerID)
    sink.field("ifname", ifname)
    sink.field("pod", pod)
    sink.field("state", state.rawValue)
    sink.field("ageSeconds", ageSeconds)
    sink.field("evidence", words: evidence.words)
  }
}

extension IPAMState.Lease: Settled {
  /// Without its age, and without what becomes of neighbour entries.
  var settled: Self {
    var lease = self
    lease.ageSeconds = nil
    lease.evidence = LeaseEvidence(holders: evidence.holders, owner: evidence.owner)
    return lease
  }
}
