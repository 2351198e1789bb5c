import CNISpec
import NetworkTypes

/// What `show bgp vrf all summary json` says beyond the neighbours themselves.
struct FRRSummary {
  struct Peer {
    /// `OK`, `Admin`, `PfxCt`, `Passive`, `Policy`, `NSF passive`.
    var states: Set<String> = []
    var sent: [String: UInt64] = [:]
    var received: [String: UInt64] = [:]
    var isDynamic = false
  }

  private(set) var routerID: IPAddress?
  private(set) var localAS: UInt32?
  /// By VRF, then by the key of the peer.
  private(set) var peers: [String: [String: Peer]] = [:]

  init(_ document: JSONValue) {
    for instance in document.object ?? [] {
      for family in instance.value.object ?? [] {
        guard let rows = family.value["peers"]?.object else { continue }
        if routerID == nil || instance.key == "default" {
          routerID = family.value["routerId"]?.string.flatMap { IPAddress($0) } ?? routerID
          localAS = family.value["as"]?.integer.flatMap { UInt32(exactly: $0) } ?? localAS
        }
        for row in rows { take(row, instance.key, family.key) }
      }
    }
  }

  private mutating func take(_ row: JSONMember, _ vrf: String, _ family: String) {
    var peer = peers[vrf]?[row.key] ?? Peer()
    if let state = row.value["peerState"]?.string { peer.states.insert(state) }
    peer.received[family] = row.value["pfxRcd"]?.integer.flatMap { UInt64(exactly: $0) }
    peer.sent[family] = row.value["pfxSnt"]?.integer.flatMap { UInt64(exactly: $0) }
    if row.value["dynamicPeer"]?.bool == true { peer.isDynamic = true }
    peers[vrf, default: [:]][row.key] = peer
  }
}
