import NetworkTypes

extension Service: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("namespace", namespace)
    sink.field("name", name)
    sink.field("portName", portName)
    sink.field("port", port)
    sink.field("protocol", transport)
    sink.field("mode", mode)
    sink.field("clusterIPs", words: clusterIPs.map(\.description))
    sink.field("externalIPs", words: externalIPs.map(\.description))
    sink.field("loadBalancerIPs", words: loadBalancerIPs.map(\.description))
    sink.field("nodePort", nodePort)
    sink.field("healthCheckNodePort", healthCheckNodePort)
    sink.field("affinitySeconds", affinitySeconds)
    sink.field("externalTrafficPolicy", externalPolicy)
    sink.field("internalTrafficPolicy", internalPolicy)
    sink.field("sourceRanges", words: sourceRanges.map(\.description))
    sink.field("scheduler", scheduler)
    sink.field("refusal", refusal)
    sink.objects("endpoints", endpoints) { $0.describe(to: &$1, names: names) }
    sink.field("problems", words: problems)
  }
}

extension Service.Endpoint: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("address", address)
    sink.field("port", port)
    sink.field("sharePermille", share.map { Int64(($0 * 1000).rounded()) })
    sink.field("weight", weight)
    sink.field("pod", pod)
    sink.field("local", isLocal)
  }
}

extension ServiceState.Problem: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("subject", subject)
    sink.field("text", text)
  }
}

extension Service: Settled {
  var settled: Self { self }
}
