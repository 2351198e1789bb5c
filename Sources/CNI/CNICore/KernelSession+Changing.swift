import CNIPlan
import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes

extension KernelSession {
  /// Deletes a link; that it is not there is no failure.
  func deleteLink(_ name: String) throws(NetlinkError) {
    guard let found = try message(name) else { return }
    forget(name)
    try tolerating(.noSuchDevice) { () throws(NetlinkError) in
      try perform(DeleteLink(index: found.index).message())
    }
  }

  func change(_ name: String, _ settings: LinkSettings) throws(NetlinkError) -> ChangeLink {
    var change = ChangeLink(index: try index(name))
    change.isUp = settings.isUp
    change.name = settings.name
    change.mtu = settings.mtu
    change.macAddress = settings.macAddress
    change.isPromiscuous = settings.isPromiscuous
    change.isAllMulticast = settings.isAllMulticast
    change.txQueueLength = settings.txQueueLength
    change.alias = settings.alias
    if let master = settings.master { change.master = master.isEmpty ? 0 : try index(master) }
    return change
  }

  func change(_ change: Change, _ route: NewRoute) throws(NetlinkError) -> ChangeRoute {
    var request = ChangeRoute(change, route.destination.network)
    request.gateway = route.gateway
    request.device = try index(route.device)
    request.preferredSource = route.source
    if let table = route.table { request.table = table }
    request.priority = route.priority
    request.scope = route.scope
    request.mtu = route.mtu
    request.advertisedMSS = route.advertisedMSS
    request.isExclusive = !route.mayHaveSiblings
    if route.isOnLink { request.flags = .onLink }
    request.encapsulation = route.encapsulation.map { IPEncapsulation($0) }
    // What `ip route` and the reference plugins leave as the maker of a route.
    request.protocol = change == .add ? route.origin ?? .boot : .unspecified
    return request
  }

  func makeTap(_ link: NewLink, _ tap: TapSettings) throws {
    // With both ids the reference asks for headers of virtio; otherwise it leaves them out.
    let hasHeader = tap.owner != nil && tap.group != nil
    try run {
      try TapDevice.make(
        link.name, isMultiQueue: tap.isMultiQueue, vnetHeader: hasHeader, owner: tap.owner,
        group: tap.group)
    }
    var settings = LinkSettings()
    settings.mtu = link.mtu
    settings.macAddress = link.macAddress
    settings.master = link.master
    if link.isUp { settings.isUp = true }
    if settings != LinkSettings() { try perform(change(link.name, settings).message()) }
  }
}
