public import CNIPlan
public import CNISpec
import Netlink
public import NetlinkRoute
public import NetworkTypes

extension FoundLink {
  public init(_ message: LinkMessage) {
    self.init(index: message.index, name: message.name)
    kind = message.info.kind
    macAddress = message.macAddress
    mtu = message.mtu
    isUp = message.flags.contains(.up)
    isPromiscuous = message.flags.contains(.promiscuous)
    master = message.master ?? 0
    link = message.link
  }
}

/// Questions that fail as an operation fails: with one line for the runtime.
extension KernelSession {
  public func link(_ name: String) throws(CNIError) -> FoundLink? {
    try describing("cannot look up link \(JSONValue.string(name))") {
      () throws(NetlinkError) in try message(name).map { FoundLink($0) }
    }
  }

  public func link(index: Int32) throws(CNIError) -> FoundLink? {
    try describing("cannot look up link \(index)") {
      () throws(NetlinkError) in try message(index).map { FoundLink($0) }
    }
  }

  /// Everything about a link.
  public func linkMessage(_ index: Int32) throws(CNIError) -> LinkMessage? {
    try describing("cannot look up link \(index)") { () throws(NetlinkError) in
      try message(index)
    }
  }

  public func message(named name: String) throws(CNIError) -> LinkMessage? {
    try describing("cannot look up link \(JSONValue.string(name))") {
      () throws(NetlinkError) in try message(name)
    }
  }

  public func links() throws(CNIError) -> [LinkMessage] {
    try describing("cannot list links") { () throws(NetlinkError) in
      try dump(LinkDump(skipStatistics: true)).entries
    }
  }

  /// The addresses of a link, of both families unless one is named.
  public func addresses(_ device: Int32, family: AddressFamily? = nil) throws(CNIError)
    -> [AddressMessage]
  {
    try describing("cannot list the addresses of link \(device)") { () throws(NetlinkError) in
      // The kernel filters by device only where it is asked strictly, and old ones do not.
      try dump(AddressDump(family: family, device: device)).entries.filter { $0.index == device }
    }
  }

  /// - Parameter device: Only routes of this link: a node may have a million others.
  public func routes(
    _ family: AddressFamily, device: Int32? = nil
  ) throws(CNIError) -> [RouteMessage] {
    try describing("cannot list routes") { () throws(NetlinkError) in
      // A kernel before 4.20 gives all of them in any case.
      try dump(RouteDump(family: family, device: device)).entries
        .filter { device == nil || $0.device == device }
    }
  }

  /// The route that the kernel takes to an address; nil if it has none.
  public func route(to address: IPAddress) throws(CNIError) -> RouteMessage? {
    do throws(NetlinkError) { return try get(RouteRequest(address)) } catch {
      if case .refused = error { return nil }
      throw CNIError(.other, "cannot look up the route to \(address): \(error)")
    }
  }

  private func describing<Value>(_ what: String, _ body: () throws(NetlinkError) -> Value)
    throws(CNIError) -> Value
  {
    do { return try body() } catch { throw CNIError(.other, "\(what): \(error)") }
  }
}

extension AddressMessage {
  /// The address of the link itself with the length of its prefix.
  public var ownPrefix: IPPrefix? { (local ?? address).map { IPPrefix($0, length: prefixLength) } }
}

extension KernelSession {
  /// What a bridge says of itself; nil if there is none of that name.
  public func bridge(_ name: String) throws(CNIError) -> BridgeData? {
    guard case .bridge(let data) = try message(named: name)?.info.data else { return nil }
    return data
  }

  /// What a bridge does with a port; nil if the link is none.
  public func bridgePort(_ name: String) throws(CNIError) -> BridgePortData? {
    guard case .bridge(let data) = try message(named: name)?.info.port else { return nil }
    return data
  }
}
