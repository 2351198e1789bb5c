import CNIPlan
public import CNISpec
import LinuxSystem
import Netlink
public import NetlinkGeneric
import NetworkTypes

extension KernelSession {
  /// A WireGuard device with its peers.
  public func wireGuard(_ index: Int32) throws(CNIError) -> WireGuardDevice {
    do {
      var socket = try genericSocket()
      let family = try wireGuardFamily(&socket)
      return try socket.wireGuardDevice(index, family, buffer: buffer).device
    } catch { throw CNIError(.other, "cannot ask WireGuard about link \(index): \(error)") }
  }

  func set(_ settings: WireGuardSettings) throws {
    var change = ChangeWireGuard(index: try index(settings.device))
    if let path = settings.keyFile { change.privateKey = try WireGuardKey.read(path) }
    change.listenPort = settings.port
    for key in settings.removed {
      var peer = ChangeWireGuard.Peer(key)
      peer.isRemoved = true
      change.peers.append(peer)
    }
    for wanted in settings.peers {
      var peer = ChangeWireGuard.Peer(wanted.publicKey)
      peer.endpoint = WireGuardEndpoint(address: wanted.address, port: wanted.port)
      peer.keepaliveSeconds = wanted.keepaliveSeconds
      peer.allowedPrefixes = wanted.allowedPrefixes
      change.peers.append(peer)
    }
    var socket = try genericSocket()
    let family = try wireGuardFamily(&socket)
    for message in change.messages(family) { try socket.perform(message, buffer: buffer) }
  }

  private func wireGuardFamily(_ socket: inout NetlinkSocket) throws -> GenericFamily {
    // The kernel has it as soon as it made a device of the kind.
    guard let family = try socket.genericFamilies(buffer)[GenericFamily.wireGuard] else {
      throw CNIError(.notAvailable, "this kernel has no WireGuard")
    }
    return family
  }
}

/// The private key of a node, in a file as `wg genkey` writes it.
public enum WireGuardKey {
  /// - Returns: 32 bytes.
  public static func read(_ path: String) throws(CNIError) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try RootedFiles().read(path, limit: 1 << 10) } catch {
      throw CNIError(
        .inputOutput,
        "cannot read the private key \(path): \(error); `cni-plugins overlay key \(path)` makes one"
      )
    }
    let text = String(decoding: bytes, as: UTF8.self)
    // A private key looks like a public one.
    guard let key = PublicKey(text.filter { !$0.isWhitespace }) else {
      throw CNIError(.decoding, "\(path) holds no key: 44 characters of base64 are expected")
    }
    return key.bytes
  }
}
