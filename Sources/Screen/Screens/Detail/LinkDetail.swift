import Canvas
import NetworkTypes
import NodeModel

/// What every detail of a link says, in the links view, of a pod's interface and of a tunnel.
struct LinkDetail {
  let data: ScreenData
  let link: Link
  let namespace: Namespace

  init?(_ id: LinkID, _ data: ScreenData) {
    guard let place = data.index.place(of: id.namespace),
      let link = data.snapshot.namespaces[place].link(id.index)
    else { return nil }
    self.data = data
    self.link = link
    namespace = data.snapshot.namespaces[place]
  }

  private var names: DeviceNames { DeviceNames(namespace) }

  func add(to detail: inout Detail) {
    addState(to: &detail)
    addLink(to: &detail)
  }

  /// What an operator asks first, in groups with `prefix` before their titles.
  func addState(to detail: inout Detail, prefix: String = "") {
    detail.add(connections(prefix + "Connections"))
    detail.add(addresses(prefix + "Addresses"))
    detail.add(counters(prefix + "Counters"))
  }

  /// Everything else.
  func addLink(to detail: inout Detail, prefix: String = "") {
    detail.add(
      link, names: names, title: prefix + "Link", leaving: ["addresses", "statistics"])
  }

  private func connections(_ title: String) -> Detail.Group {
    var group = Detail.Group(title)
    let index = data.index
    let here = link.id.namespace
    group.add(
      "state", link.condition.word, link.stateRole(isUsed: index.isUsed(link)))
    group.add("pod", index.pod(of: link.id)?.title, .name)
    group.add("namespace", index.title(of: here))
    group.add("master", link.master.map { index.name(of: $0, from: here) })
    group.add("peer", link.peer.map { index.name(of: $0, from: here) })
    if let peer = link.peer, let far = index.link(peer)?.master {
      group.add("peer's master", index.name(of: far, from: here))
    }
    if let conflict = index.mtuConflict(of: link) {
      let other = index.name(of: conflict.other, from: here)
      group.add("mtu", "\(link.mtu ?? 0), but \(conflict.otherMTU) of \(other)", .warning)
    }
    group.add("parent", link.parent.map { index.name(of: $0, from: here) })
    let ports = (namespace.links ?? []).filter { $0.master == link.id }.map(\.name)
    if !ports.isEmpty { group.add("ports", "\(ports.count): " + ports.joined(separator: " ")) }
    if let routes = namespace.routes {
      let count = routes.records.count { $0.device == link.id.index }
      group.add("routes over it", Quantity.grouped(UInt64(count)))
    }
    if let neighbours = namespace.neighbours {
      group.add("neighbours", "\(neighbours.count { $0.device == link.id.index })")
    }
    if let qdiscs = namespace.qdiscs {
      let own = qdiscs.filter { $0.device == link.id.index }
      group.add("qdiscs", own.map { "\($0.kind) \($0.handle)" }.joined(separator: ", "))
    }
    return group
  }

  private func addresses(_ title: String) -> Detail.Group {
    var group = Detail.Group(title)
    for address in link.orderedAddresses {
      var words = [address.scope.word]
      if let peer = address.peer { words.append("peer \(peer)") }
      words += address.flags.words(for: address.address.family)
      if let label = address.label, label != link.name { words.append("label \(label)") }
      if let valid = address.validSeconds { words.append("valid " + Self.lifetime(valid)) }
      if let preferred = address.preferredSeconds, preferred != address.validSeconds {
        words.append("preferred " + Self.lifetime(preferred))
      }
      if let metric = address.metric { words.append("metric \(metric)") }
      if let broadcast = address.broadcast { words.append("broadcast \(broadcast)") }
      group.add(
        "\(address.address)/\(address.prefixLength)", words.joined(separator: " "),
        address.flags.contains(.dadFailed) ? .down : .text)
    }
    return group
  }

  private static func lifetime(_ seconds: UInt32) -> String {
    seconds == .max ? "forever" : Quantity.duration(seconds: Int64(seconds))
  }

  private func counters(_ title: String) -> Detail.Group {
    var group = Detail.Group(title)
    guard let all = namespace.statistics(link.id.index) else { return group }
    let rate = data.rates[link.id]
    func add(_ name: String, _ bytes: UInt64, _ packets: UInt64, _ perSecond: (Double, Double)?) {
      let total = "\(Quantity.bytes(bytes)) in \(Quantity.count(packets)) packets"
      guard let perSecond else { return group.add(name, total) }
      group.add(
        name,
        "\(total), \(Quantity.rate(perSecond.0))B/s \(Quantity.rate(perSecond.1))p/s")
    }
    add("received", all.rxBytes, all.rxPackets, rate.map { ($0.rxBytes, $0.rxPackets) })
    add("sent", all.txBytes, all.txPackets, rate.map { ($0.txBytes, $0.txPackets) })
    let faults: [(String, UInt64)] = [
      ("rx errors", all.rxErrors), ("tx errors", all.txErrors), ("rx dropped", all.rxDropped),
      ("tx dropped", all.txDropped), ("collisions", all.collisions),
      ("rx length errors", all.rxLengthErrors), ("rx over errors", all.rxOverErrors),
      ("rx crc errors", all.rxCRCErrors), ("rx frame errors", all.rxFrameErrors),
      ("rx fifo errors", all.rxFIFOErrors), ("rx missed", all.rxMissedErrors),
      ("tx aborted", all.txAbortedErrors), ("tx carrier errors", all.txCarrierErrors),
      ("tx fifo errors", all.txFIFOErrors), ("tx heartbeat errors", all.txHeartbeatErrors),
      ("tx window errors", all.txWindowErrors), ("rx no handler", all.rxNoHandler),
    ]
    let present = faults.filter { $0.1 != 0 }
    for (name, value) in present { group.add(name, Quantity.grouped(value), .warning) }
    if present.isEmpty { group.add("errors, drops", "none", .mutedText) }
    group.add("multicast", Quantity.grouped(all.multicast))
    if all.rxCompressed != 0 { group.add("rx compressed", Quantity.grouped(all.rxCompressed)) }
    if all.txCompressed != 0 { group.add("tx compressed", Quantity.grouped(all.txCompressed)) }
    return group
  }

  var command: String? { data.equivalent.link(link.name, in: namespace) }
}

extension LinksSource {
  func detail(of row: Int) -> Detail {
    let link = link(row)
    var detail = Detail(link.name)
    detail.traffic = link.id
    LinkDetail(link.id, data)?.add(to: &detail)
    return detail
  }

  func command(for row: Int) -> String? {
    data.equivalent.link(link(row).name, in: namespace(row))
  }
}

extension PodsSource {
  func detail(of row: Int) -> Detail {
    guard let pod = pod(row) else { return unnamedDetail(row) }
    var detail = Detail(
      [pod.title, interface(row)?.name].compactMap(\.self).joined(separator: " "))
    detail.traffic = interface(row)?.link ?? interface(row)?.hostLink
    let own = interface(row)?.link.flatMap { LinkDetail($0, data) }
    let far = interface(row)?.hostLink.flatMap { LinkDetail($0, data) }
    own?.addState(to: &detail)
    let namespace = pod.netns.flatMap { data.index.namespace($0) }
    detail.add(
      pod, names: namespace.map { DeviceNames($0) } ?? DeviceNames(), title: "Pod",
      leaving: pod.interfaces.count > 1 ? [] : ["interfaces"])
    if let namespace { detail.add(Self.group(namespace)) }
    own?.addLink(to: &detail)
    far?.addState(to: &detail, prefix: "Host side: ")
    far?.addLink(to: &detail, prefix: "Host side: ")
    return detail
  }

  private func unnamedDetail(_ row: Int) -> Detail {
    var detail = Detail(title(row))
    guard let link = unnamed(row) else { return detail }
    detail.title += " " + link.name
    detail.traffic = link.id
    let own = LinkDetail(link.id, data)
    own?.addState(to: &detail)
    if let namespace = data.index.namespace(link.id.namespace) {
      detail.add(Self.group(namespace))
    }
    own?.addLink(to: &detail)
    return detail
  }

  private static func group(_ namespace: Namespace) -> Detail.Group {
    var group = Detail.Group("Namespace")
    group.add("id", namespace.id.description)
    group.add("paths", namespace.paths.isEmpty ? nil : namespace.paths.joined(separator: " "))
    group.add("nsid", namespace.nsid.map { "\($0)" })
    group.add("processes", namespace.processes.map { "\($0)" })
    group.add("links", namespace.links.map { "\($0.count)" })
    group.add("routes", namespace.routes.map { "\($0.count)" })
    return group
  }

  func command(for row: Int) -> String? {
    if let link = unnamed(row) { return LinkDetail(link.id, data)?.command }
    if pod(row)?.hostNetwork == true {
      return data.snapshot.host.flatMap { data.equivalent.tool("ip", in: $0) }
        .map { $0 + " -d -s address show" }
    }
    guard let interface = interface(row) else { return nil }
    let inside = interface.link.flatMap { LinkDetail($0, data)?.command }
    return inside ?? interface.hostLink.flatMap { LinkDetail($0, data)?.command }
  }
}
