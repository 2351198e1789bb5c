extension CNIState: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.objects("configurations", configurations) { $0.describe(to: &$1, names: names) }
    sink.objects("attachments", attachments) { $0.describe(to: &$1, names: names) }
    sink.objects("plugins", plugins) { $0.describe(to: &$1, names: names) }
    sink.objects("solutions", solutions) { $0.describe(to: &$1, names: names) }
  }
}

extension CNIState.Configuration: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("path", path)
    sink.field("name", name)
    sink.field("cniVersion", version)
    sink.field("plugins", words: plugins)
    sink.field("active", isActive)
    sink.field("problems", words: problems)
    sink.field("document", document)
  }
}

extension CNIState.Attachment: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("network", network)
    sink.field("containerId", containerID)
    sink.field("ifname", ifname)
    sink.field("netnsPath", netnsPath)
    sink.field("pod", pod)
    sink.field("addresses", words: addresses)
    sink.field("plugins", words: plugins)
    sink.field("path", path)
  }
}

extension CNIState.Plugin: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("type", type)
    sink.field("path", path)
    if let versions { sink.field("versions", words: versions) }
    sink.field("configured", isConfigured)
    sink.field("problem", problem)
  }
}

extension CNIState.Solution: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("name", name)
    sink.field("evidence", words: evidence)
    sink.field("active", isActive)
  }
}

extension CNIState.Configuration: Settled {
  var settled: Self { self }
}
extension CNIState.Attachment: Settled {
  var settled: Self { self }
}
extension CNIState.Plugin: Settled {
  var settled: Self { self }
}
