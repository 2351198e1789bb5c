import NetworkTypes
import NodeModel

/// An IP network with the addresses that were seen in it.
struct AddressSegment: Hashable {
  var prefix: IPPrefix
  var addresses = 0
  /// How many of them pods have.
  var podAddresses = 0
  /// A link of the node in it; nil if none is.
  var link: String?
  /// Whether each address stands alone with its full length, so the network is a guess.
  var isGuess = true
  /// The network around it or within it; nil if it shares addresses with no other.
  var overlap: IPPrefix?

  /// All that are in use, those with most addresses first.
  static func segments(of snapshot: Snapshot, index: NodeIndex) -> [AddressSegment] {
    var found: [IPPrefix: AddressSegment] = [:]
    for namespace in snapshot.namespaces {
      let isPod = !namespace.isHost && index.pod(of: namespace.id) != nil
      for link in namespace.links ?? [] where !link.flags.contains(.loopback) {
        for address in link.addresses where !address.address.isLinkLocal {
          let isSingle = address.prefixLength == address.address.family.bits
          // Pods with single addresses would be a segment each: they are counted in the
          // network that they are most often taken from.
          let length = isSingle ? (address.address.family == .ipv4 ? 24 : 64) : address.prefixLength
          let prefix = IPPrefix(address.address, length: length).network
          var segment = found[prefix] ?? AddressSegment(prefix: prefix)
          segment.addresses += 1
          if isPod { segment.podAddresses += 1 }
          // The link that has the whole network says more than one with an address out of it.
          if namespace.isHost, segment.link == nil || (segment.isGuess && !isSingle) {
            segment.link = link.name
          }
          if !isSingle { segment.isGuess = false }
          found[prefix] = segment
        }
      }
    }
    markOverlaps(&found)
    return found.values.sorted {
      ($0.prefix.address.family.bits, $1.addresses, $0.prefix.address)
        < ($1.prefix.address.family.bits, $0.addresses, $1.prefix.address)
    }
  }

  /// In the order of addresses the networks around one are those before it that still last, as
  /// brackets are.
  private static func markOverlaps(_ segments: inout [IPPrefix: AddressSegment]) {
    // Nobody said that a guess is a network.
    let ordered = segments.values.filter { !$0.isGuess }.map(\.prefix).sorted {
      ($0.address.family.bits, $0.address, $0.length)
        < ($1.address.family.bits, $1.address, $1.length)
    }
    var open: [IPPrefix] = []
    for prefix in ordered {
      while let last = open.last, !last.contains(prefix.address) { open.removeLast() }
      if let around = open.last {
        segments[prefix]?.overlap = around
        if segments[around]?.overlap == nil { segments[around]?.overlap = prefix }
      }
      open.append(prefix)
    }
  }
}
