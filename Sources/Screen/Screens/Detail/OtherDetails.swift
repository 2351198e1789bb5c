import Canvas
import NetworkTypes
import NodeModel

extension RoutesSource {
  func detail(of row: Int) -> Detail {
    let route = route(row)
    var detail = Detail("\(cell(row, column: 0).text)")
    let names = data.index.namespace(namespace(row)).map { DeviceNames($0) } ?? DeviceNames()
    detail.add(route, names: names, title: "Route")
    var group = Detail.Group("Where")
    group.add("namespace", data.index.title(of: namespace(row)))
    if let device = route.device {
      let id = LinkID(namespace(row), device)
      group.add("device", data.index.name(of: id))
      group.add("device leads to", data.index.link(id)?.peer.map { data.index.name(of: $0) })
      group.add("pod", data.index.pod(of: id)?.title, .name)
    }
    detail.add(group)
    return detail
  }

  func command(for row: Int) -> String? {
    data.index.namespace(namespace(row)).flatMap { data.equivalent.route(route(row), in: $0) }
  }
}

extension NeighboursSource {
  func detail(of row: Int) -> Detail {
    let namespace = namespace(row)
    let names = DeviceNames(namespace)
    var detail = Detail(cell(row, column: 0).text)
    if let neighbour = neighbour(row) {
      detail.add(neighbour, names: names, title: "Neighbour")
    }
    if let entry = forwarding(row) {
      if neighbour(row) == nil { detail.title = entry.macAddress.description }
      detail.add(entry, names: names, title: "Forwarding entry")
    }
    var group = Detail.Group("Where")
    group.add("namespace", data.index.title(of: namespace.id))
    if let device = neighbour(row)?.device ?? forwarding(row)?.device, device != 0 {
      let id = LinkID(namespace.id, device)
      group.add("pod", data.index.pod(of: id)?.title, .name)
    }
    let owner = namespace.isHost ? owner(of: neighbour(row)?.address) : nil
    group.add("address is of", owner, .name)
    detail.add(group)
    return detail
  }

  /// The pod that has an address.
  private func owner(of address: IPAddress?) -> String? {
    guard let address else { return nil }
    return data.snapshot.pods.first { pod in
      pod.interfaces.contains { $0.addresses.contains { $0.address == address } }
    }?.title
  }

  func command(for row: Int) -> String? {
    let namespace = namespace(row)
    if let neighbour = neighbour(row) {
      return data.equivalent.neighbour(neighbour, in: namespace)
    }
    return forwarding(row).flatMap { data.equivalent.forwarding($0, in: namespace) }
  }
}

extension RulesSource {
  func detail(of row: Int) -> Detail {
    let (namespace, rule) = rule(row)
    var detail = Detail("rule \(rule.priority)")
    detail.add(rule, names: DeviceNames(), title: "Rule")
    var group = Detail.Group("Where")
    group.add("namespace", data.index.title(of: namespace))
    if let routes = data.index.namespace(namespace)?.routes {
      let count = routes.records.count { $0.table == rule.table && $0.family == rule.family }
      group.add("routes in its table", Quantity.grouped(UInt64(count)))
    }
    detail.add(group)
    return detail
  }

  func command(for row: Int) -> String? {
    let (namespace, rule) = rule(row)
    return data.index.namespace(namespace).flatMap {
      data.equivalent.rules(of: rule.family, in: $0)
    }
  }
}

extension EventsSource {
  func detail(of row: Int) -> Detail {
    let change = change(row)
    var detail = Detail("\(change.title) \(change.action.rawValue)")
    var what = Detail.Group("Event")
    what.add("time", Clock.dateAndTime(change.at) + " UTC")
    what.add("age", Quantity.duration(seconds: max(data.now &- change.at, 0) / 1_000_000))
    what.add("subject", change.subject.rawValue)
    what.add("where", event(row).owner?.title)
    what.add("namespace", change.namespace?.description)
    what.add("link", change.link.map { data.index.name(of: $0) })
    what.add("key", change.key)
    detail.add(what)
    var fields = Detail.Group("Changed")
    for field in change.fields {
      fields.add(field.name, "\(field.before ?? "-") -> \(field.after ?? "-")", .changed)
    }
    detail.add(fields)
    if let after = change.after {
      detail.add(after, names: change.names, title: change.before == nil ? "Added" : "Now")
    } else if let before = change.before {
      detail.add(before, names: change.names, title: "Removed")
    }
    return detail
  }
}
