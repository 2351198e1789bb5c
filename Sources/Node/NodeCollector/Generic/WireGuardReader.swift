import LinuxSystem
import Netlink
import NetlinkGeneric
import NetworkTypes
import NodeModel

/// Reads the WireGuard devices of one namespace.
struct WireGuardReader: ~Copyable {
  private var generic = GenericSocket()

  /// - Parameter links: Those of the namespace; without a WireGuard device among them nothing is
  ///   opened and nothing asked.
  /// - Returns: What each device has, by its index.
  mutating func read(
    _ links: [Link], in namespace: borrowing NetworkNamespace, buffer: ReceiveBuffer,
    _ outcome: inout NamespaceSession.Outcome
  ) throws(NetlinkError) -> [Int32: WireGuard] {
    var devices: [Int32: WireGuard] = [:]
    for link in links where link.kind == GenericFamily.wireGuard {
      do throws(NetlinkError) {
        let answer = try generic.ask(GenericFamily.wireGuard, in: namespace, buffer) {
          socket, family throws(NetlinkError) in
          try socket.wireGuardDevice(link.id.index, family, buffer: buffer)
        }
        devices[link.id.index] = WireGuard(answer.device)
        outcome.add(answer.answer)
      } catch {
        // It went after the links were read.
        guard error.reason == .noSuchDevice else { throw error }
      }
    }
    return devices
  }
}

extension WireGuard {
  /// A peer without a key, which no kernel sends, is left out.
  init(_ device: WireGuardDevice) {
    self.init(
      publicKey: device.publicKey, listenPort: device.listenPort, fwMark: device.fwMark)
    allowedPrefixes = device.allowedPrefixes
    peers.reserveCapacity(device.peers.count)
    for peer in device.peers {
      guard let key = peer.publicKey else { continue }
      var own = Peer(key, allowed: peer.allowed)
      own.endpoint = peer.endpoint?.address
      own.endpointPort = peer.endpoint?.port ?? 0
      own.keepaliveSeconds = peer.keepaliveSeconds
      own.lastHandshake = peer.lastHandshake == 0 ? nil : peer.lastHandshake / 1000
      own.rxBytes = peer.rxBytes
      own.txBytes = peer.txBytes
      peers.append(own)
    }
  }
}
