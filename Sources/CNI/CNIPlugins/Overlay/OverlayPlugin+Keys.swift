import CNICore
import CNISpec
import Glibc
import LinuxSystem
import Netlink
import NetlinkGeneric
import NetlinkRoute
import NetworkTypes

/// `cni-plugins overlay key FILE`: a private key for this node, and the public key for its peers.
extension OverlayPlugin {
  public func main(_ arguments: [String]) -> CInt {
    guard arguments.count == 2, arguments[0] == "key" else {
      PluginContext.say("usage: cni-plugins overlay key FILE")
      return 2
    }
    do throws(CNIError) {
      let key = try Self.publicKey(of: try Self.privateKey(arguments[1]))
      let bytes = Array("\(key)\n".utf8)
      return write(STDOUT_FILENO, bytes, bytes.count) == bytes.count ? 0 : 1
    } catch {
      PluginContext.say("overlay key: \(error)")
      return 1
    }
  }

  /// The key in a file, which is made where there is none: only root may read it.
  private static func privateKey(_ path: String) throws(CNIError) -> [UInt8] {
    if access(path, F_OK) == 0 { return try WireGuardKey.read(path) }
    var generator = SystemRandomNumberGenerator()
    var bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    // As Curve25519 wants private keys (RFC 7748, section 5).
    bytes[0] &= 248
    bytes[31] = bytes[31] & 127 | 64
    guard let key = PublicKey(bytes.span.bytes) else {
      throw CNIError(.other, "cannot make a key")
    }
    do { try WrittenFile.replace(path, with: Array("\(key)\n".utf8), mode: 0o600) } catch {
      throw CNIError(.inputOutput, "\(error)")
    }
    return bytes
  }

  /// The kernel knows how it follows from the private one: it is asked in a namespace of its own.
  private static func publicKey(of privateKey: [UInt8]) throws(CNIError) -> PublicKey {
    do {
      let namespace = try NetworkNamespace.empty()
      let buffer = ReceiveBuffer()
      var socket = try namespace.run { try NetlinkSocket(.route) }
      try socket.perform(CreateLink("wg", .wireGuard).message(), buffer: buffer)
      let link = try socket.get(
        LinkRequest(name: "wg", extendedMask: .skipStatistics).message(),
        answer: LinkRequest.answer, as: LinkMessage.self, buffer: buffer)
      var generic = try namespace.run { try NetlinkSocket(.generic) }
      guard let link, let family = try generic.genericFamilies(buffer)[GenericFamily.wireGuard]
      else { throw CNIError(.notAvailable, "this kernel has no WireGuard") }
      var change = ChangeWireGuard(index: link.index)
      change.privateKey = privateKey
      for message in change.messages(family) { try generic.perform(message, buffer: buffer) }
      let device = try generic.wireGuardDevice(link.index, family, buffer: buffer).device
      guard let key = device.publicKey else { throw CNIError(.other, "the kernel made no key") }
      return key
    } catch let error as CNIError {
      throw error
    } catch { throw CNIError(.notAvailable, "this kernel makes no WireGuard device: \(error)") }
  }
}
