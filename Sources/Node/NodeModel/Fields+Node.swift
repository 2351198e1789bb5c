public import NetworkTypes

extension Node {
  /// Writes the fields of the node; `addresses` are nil where its links could not be read.
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, addresses: [IPAddress]?) {
    sink.field("name", name)
    sink.field("machineId", machineID)
    sink.field("bootId", bootID)
    sink.field("kernel", kernel)
    sink.field("uptimeSeconds", uptimeSeconds)
    guard let addresses else { return }
    sink.key("addresses")
    sink.beginList()
    for address in addresses.ordered(<) { sink.value(address) }
    sink.endList()
  }
}

extension Completeness: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("source", source)
    sink.field("status", status.rawValue)
    sink.field("detail", detail)
  }
}

extension Namespace: Described {
  /// Writes what the namespace is, without its tables.
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("id", id)
    sink.field("inode", id.inode)
    sink.field("isHost", isHost)
    sink.field("paths", words: paths.ordered(<))
    sink.field("nsid", nsid)
    sink.field("processes", processes)
  }
}

extension Pod: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("namespace", namespace)
    sink.field("name", name)
    sink.field("uid", uid)
    sink.field("sandboxId", sandboxID)
    sink.field("netns", netns)
    sink.field("hostNetwork", hostNetwork)
    sink.objects("containers", containers) { container, sink in
      sink.field("name", container.name)
      sink.field("id", container.id)
    }
    sink.objects("interfaces", interfaces) { interface, sink in
      sink.field("name", interface.name)
      sink.field("link", interface.link)
      sink.field("hostLink", interface.hostLink)
      sink.key("addresses")
      sink.beginList()
      for address in interface.addresses.ordered(<) { sink.value(address) }
      sink.endList()
      sink.field("network", interface.network)
      sink.field("attachment", interface.attachment)
    }
    sink.objects("hostPorts", hostPorts) { port, sink in
      sink.field("hostPort", port.hostPort)
      sink.field("containerPort", port.containerPort)
      sink.field("protocol", port.protocol)
      sink.field("hostAddress", port.hostAddress)
    }
    sink.field("sources", words: sources.map(\.rawValue))
  }
}

extension Tunnel {
  /// Writes the fields of the tunnel with its paths; those are nil where they are not known.
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, paths: [TunnelPath]?) {
    describe(to: &sink, names: DeviceNames())
    guard let paths else { return }
    sink.objects("paths", paths) { path, sink in
      sink.field("remote", path.remote)
      sink.field("gateway", path.gateway)
      sink.field("macAddress", path.macAddress)
      sink.field("publicKey", path.publicKey?.description)
      sink.field("routes", path.routes)
      sink.key("destinations")
      sink.beginList()
      for destination in path.destinations { sink.value(destination) }
      sink.endList()
      sink.field("missing", words: path.missing.map(\.rawValue))
    }
  }
}

extension Tunnel: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("link", link)
    sink.field("kind", kind)
    sink.field("id", identifier)
    sink.field("local", local)
    sink.key("remotes")
    sink.beginList()
    for remote in remotes.ordered(<) { sink.value(remote) }
    sink.endList()
    sink.field("port", port)
    sink.field("mtu", mtu)
    sink.field("underlay", underlay)
    sink.field("overheadBytes", overheadBytes)
    sink.field("solution", solution)
    wireGuard?.describe(to: &sink)
  }
}
