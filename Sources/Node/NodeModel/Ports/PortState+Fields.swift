extension PortState.Entry: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("kind", kind.rawValue)
    sink.field("port", port)
    sink.field("protocol", `protocol`)
    sink.field("address", address)
    if kind == .listener { sink.field("ipv6Only", isIPv6Only) }
    sink.field("device", device)
    sink.field("netns", netns)
    sink.field("pod", pod)
    sink.field("process", process)
    if kind == .listener {
      sink.key("pids")
      sink.beginList()
      for pid in pids { sink.value(Int64(pid)) }
      sink.endList()
      sink.field("sockets", sockets)
    }
    sink.field("uid", uid)
    sink.field("expectedBy", expectedBy)
    sink.field("targets", words: targets)
    sink.field("problem", problem)
  }
}

extension PortState.Ranges: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("nodePorts", nodePorts.portText)
    sink.field("nodePortsSource", nodePortsSource)
    sink.field("ephemeral", ephemeral?.portText)
    sink.field("reserved", words: reserved.map(\.portText))
    sink.field("problem", problem)
  }
}

extension PortState.Entry: Settled {
  var settled: Self { self }
}
