import CNICore
import CNIPlan
import CNISpec
import Netlink
import NetlinkRoute
import NetworkTypes

/// Where an overlay network is on this node: found by looking at its links and addresses.
struct OverlaySite {
  /// The address that other nodes send to.
  let local: IPAddress
  /// What this node's pods have addresses of.
  let subnets: [IPPrefix]
  let peers: [OverlayPeer]
  let macAddress: MACAddress?
  /// Of this node's own entry among the peers.
  let publicKey: PublicKey?
  /// Of the tunnel and of the pods, in bytes.
  let mtu: UInt32

  init(_ configuration: OverlayConfiguration, _ node: KernelSession) throws(CNIError) {
    let addresses = try node.ownAddresses()
    let found = try Self.place(configuration, node, addresses)
    let (local, underlay) = (found.address, found.link)
    self.local = local
    let own = configuration.nodes.first { $0.address == local }
    peers = configuration.nodes.filter { $0.address != local }
    subnets = configuration.subnets.isEmpty ? own?.subnets ?? [] : configuration.subnets
    guard !subnets.isEmpty else {
      throw CNIError(
        .invalidConfiguration,
        "this node (\(local)) has no subnet: there is no key subnet, and no peer of that address")
    }
    macAddress = own?.macAddress
    publicKey = own?.publicKey
    if configuration.kind == .wireguard, let peer = peers.first(where: { $0.publicKey == nil }) {
      throw CNIError(
        .invalidConfiguration,
        "peer \(peer.name) has no publicKey: `cni-plugins overlay key FILE` there prints it")
    }
    if let family = peers.first?.address.family, family != local.family {
      throw CNIError(
        .invalidConfiguration,
        "this node would send from \(local) to peers of the other family; set localAddress")
    }
    mtu = try Self.mtu(configuration, local, underlay, subnets)
  }

  private static func place(
    _ configuration: OverlayConfiguration, _ node: KernelSession, _ addresses: [AddressMessage]
  ) throws(CNIError) -> (address: IPAddress, link: FoundLink) {
    func link(_ address: AddressMessage) throws(CNIError) -> FoundLink {
      guard let link = try node.link(index: address.index) else {
        throw CNIError(.other, "link \(address.index) is gone")
      }
      return link
    }
    if let wanted = configuration.localAddress {
      guard let own = addresses.first(where: { $0.ownPrefix?.address == wanted }) else {
        throw CNIError(.invalidConfiguration, "localAddress \(wanted) is on no link of this node")
      }
      return (wanted, try link(own))
    }
    var candidates = addresses.filter { $0.scope == .global }
    let family = configuration.nodes.first?.address.family
    candidates = candidates.filter {
      family == nil || $0.ownPrefix?.address.family == family
    }
    if let name = configuration.underlay {
      guard let found = try node.link(name) else {
        throw CNIError(
          .invalidConfiguration, "there is no link \(JSONValue.string(name)) (key underlay)")
      }
      candidates = candidates.filter { $0.index == found.index }
    }
    // This node's own entry among the peers says it best.
    let known = Set(configuration.nodes.map(\.address))
    let listed = candidates.first { $0.ownPrefix.map { known.contains($0.address) } ?? false }
    if let listed, let address = listed.ownPrefix?.address { return (address, try link(listed)) }
    if configuration.underlay == nil {
      let parent = try Parent(nil, inContainer: false) { _ in node }
      let index = try node.link(parent.name)?.index
      candidates = candidates.filter { $0.index == index }
    }
    guard let first = candidates.first, let address = first.ownPrefix?.address else {
      let place = configuration.underlay.map { "link \($0)" } ?? "the link of the default route"
      throw CNIError(
        .invalidConfiguration, "\(place) has no address to send from; set localAddress")
    }
    return (address, try link(first))
  }

  private static func mtu(
    _ configuration: OverlayConfiguration, _ local: IPAddress, _ underlay: FoundLink,
    _ subnets: [IPPrefix]
  ) throws(CNIError) -> UInt32 {
    let kind = configuration.kind
    let (carrier, overhead) = (underlay.mtu ?? 0, kind.overhead(over: local.family))
    let largest = carrier > overhead ? carrier - overhead : 0
    let mtu = configuration.mtu ?? largest
    guard mtu <= largest else {
      throw CNIError(
        .invalidConfiguration,
        "mtu is \(mtu), but \(underlay.name) has \(carrier), which leaves \(largest) for "
          + "\(kind.rawValue) with \(overhead) bytes of its own")
    }
    // RFC 8200 and RFC 791.
    let least: UInt32 = subnets.contains { $0.address.family == .ipv6 } ? 1280 : 576
    guard mtu >= least else {
      throw CNIError(
        .invalidConfiguration,
        "pods would get an MTU of \(mtu), and need \(least): \(underlay.name) has \(carrier), "
          + "\(kind.rawValue) takes \(overhead)")
    }
    return mtu
  }
}

extension KernelSession {
  /// The addresses of all links.
  func ownAddresses() throws(CNIError) -> [AddressMessage] {
    do { return try dump(AddressDump()).entries } catch {
      throw CNIError(.other, "cannot list addresses: \(error)")
    }
  }
}
