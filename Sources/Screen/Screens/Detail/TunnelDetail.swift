import Canvas
import NetworkTypes
import NodeModel

extension TunnelsSource {
  func detail(of row: Int) -> Detail {
    let tunnel = tunnel(row)
    var detail = Detail(data.index.name(of: tunnel.link))
    let namespace = data.index.namespace(tunnel.link.namespace)
    let names = namespace.map { DeviceNames($0) } ?? DeviceNames()
    var size = Detail.Group("Packet size")
    size.add("mtu", tunnel.mtu.map { "\($0) bytes" })
    size.add("overhead", tunnel.overheadBytes.map { "\($0) bytes" })
    if let below = tunnel.underlay.flatMap({ data.index.link($0) }) {
      size.add("underlay", below.name)
      size.add("underlay mtu", below.mtu.map { "\($0) bytes" })
    }
    if let headroom = tunnel.headroom(data.index) {
      size.add(
        "headroom",
        headroom < 0 ? "\(headroom) bytes: full packets do not fit" : "\(headroom) bytes",
        headroom < 0 ? .down : .text)
    }
    detail.add(size)
    detail.add(paths(of: tunnel))
    detail.add(peers(of: tunnel))
    detail.add(tunnel, names: names, title: "Tunnel", leaving: ["peers"])
    LinkDetail(tunnel.link, data)?.add(to: &detail)
    detail.traffic = tunnel.link
    return detail
  }

  /// How many paths and peers are shown of a tunnel.
  private static let most = 200

  /// Route, neighbour and FDB entry of each path, and what of them is missing.
  private func paths(of tunnel: Tunnel) -> Detail.Group {
    var group = Detail.Group("Paths")
    guard let paths = data.index.tunnelPaths[tunnel.link] else { return group }
    // What is broken comes first.
    let order = paths.filter { !$0.missing.isEmpty } + paths.filter { $0.missing.isEmpty }
    for path in order.prefix(Self.most) {
      let name = (path.remote ?? path.gateway)?.description ?? path.publicKey?.short ?? "no end"
      group.add(name, Self.text(path), path.missing.isEmpty ? .text : .down)
    }
    if order.count > Self.most { group.add("more", "\(order.count - Self.most)", .mutedText) }
    return group
  }

  private static func text(_ path: TunnelPath) -> String {
    var words: [String] = []
    if !path.missing.isEmpty {
      let legs = path.missing.map { $0 == .fdb ? "FDB entry" : $0.rawValue }
      words.append("NO " + legs.joined(separator: ", NO ") + ":")
    }
    if let first = path.destinations.first {
      words.append("\(first)" + (path.routes > 1 ? " +\(path.routes - 1)" : ""))
    }
    if let gateway = path.gateway, gateway != path.remote { words.append("via \(gateway)") }
    if let address = path.macAddress { words.append("at \(address)") }
    if let key = path.publicKey { words.append("peer \(key.short)") }
    if let remote = path.remote { words.append("-> \(remote)") }
    return words.joined(separator: " ")
  }

  private func peers(of tunnel: Tunnel) -> Detail.Group {
    var group = Detail.Group("Peers")
    guard let device = tunnel.wireGuard else { return group }
    for peer in device.peers.prefix(Self.most) {
      let age = data.handshakeAge(peer.lastHandshake)
      let prefixes = device.allowedPrefixes(of: peer)
      var words = [peer.endpoint.map { "\($0) port \(peer.endpointPort)" } ?? "no endpoint"]
      words.append("handshake " + age.text + (peer.lastHandshake == nil ? "" : " ago"))
      words.append("rx \(Quantity.bytes(peer.rxBytes)) tx \(Quantity.bytes(peer.txBytes))")
      if peer.keepaliveSeconds > 0 { words.append("keepalive \(peer.keepaliveSeconds) s") }
      words.append("allowed " + prefixes.prefix(4).map(\.description).joined(separator: " "))
      if prefixes.count > 4 { words[words.count - 1] += " +\(prefixes.count - 4)" }
      group.add(
        peer.publicKey.short, words.joined(separator: ", "),
        peer.lastHandshake == nil ? .warning : .text)
    }
    let more = device.peers.count - Self.most
    if more > 0 { group.add("more", "\(more)", .mutedText) }
    return group
  }

  func command(for row: Int) -> String? { LinkDetail(tunnel(row).link, data)?.command }
}

extension ScreenData {
  /// How long ago a handshake was; a peer that never had one is not reached.
  func handshakeAge(_ time: Int64?) -> TableCell {
    guard let time else { return TableCell("never", .warning) }
    return TableCell(Quantity.duration(seconds: max(now &- time, 0) / 1_000_000))
  }
}

extension PublicKey {
  /// Enough of it to tell it from others.
  var short: String { description.prefix(10) + "…" }
}
