import CNISpec
import LinuxSystem
import NetworkTypes

/// Another node of an overlay network, or this one.
struct OverlayPeer: Hashable {
  var name: String
  /// Its address on the underlay.
  var address: IPAddress
  /// What its pods have addresses of.
  var subnets: [IPPrefix]
  /// Nil for the one that follows from its address.
  var macAddress: MACAddress?

  init(_ fields: JSONFields) throws(CNIError) {
    try OverlayKeys.requireKnown(fields, OverlayKeys.ofPeers)
    do throws(CNIDecodingError) {
      guard
        let address = try fields.parsed(
          "address", expected: "an address", { IPAddress($0) })
      else { throw fields.missing("address") }
      self.address = address
      name = try fields.string("name") ?? "\(address)"
      macAddress = try fields.parsed(
        "mac", expected: "a hardware address of six bytes",
        { MACAddress($0).flatMap { $0.byteCount == 6 && !$0.isMulticast ? $0 : nil } })
    } catch { throw CNIError(error) }
    subnets = try OverlayKeys.prefixes(fields, "subnet", "subnets")
  }
}

/// Who the nodes of a network are: from the configuration, or from a store that a cluster shares.
protocol PeerSource {
  /// All nodes, this one perhaps among them.
  func peers() throws(CNIError) -> [OverlayPeer]
}

/// The key `peers`.
struct ConfiguredPeers: PeerSource {
  let fields: JSONFields

  func peers() throws(CNIError) -> [OverlayPeer] {
    let entries: [JSONFields]
    do { entries = try fields.objects("peers") } catch { throw CNIError(error) }
    var peers: [OverlayPeer] = []
    for entry in entries { peers.append(try OverlayPeer(entry)) }
    return peers
  }
}

/// The key `peersFile`: a file with a list like that of `peers`, read anew by every call, so that
/// nodes come and go without another configuration.
struct FiledPeers: PeerSource {
  let path: String

  func peers() throws(CNIError) -> [OverlayPeer] {
    let document: JSONValue
    do { document = try JSONValue(parsing: try RootedFiles().read(path)) } catch {
      throw CNIError(.inputOutput, "cannot read the peers of the network from \(path): \(error)")
    }
    guard document.array != nil else {
      throw CNIError(.decoding, "\(path) is \(document.kind), not a list of peers")
    }
    return try ConfiguredPeers(fields: JSONFields([JSONMember("peers", document)])).peers()
  }
}
