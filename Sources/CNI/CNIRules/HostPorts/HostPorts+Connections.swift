public import CNIPlan
public import CNISpec
import NetlinkFilter
import NetworkTypes

extension RuleSession {
  /// Makes the kernel forget UDP connections to host ports that lead elsewhere than the rules
  /// say: packets of a connection that is known go on to where they went, whatever the rules.
  ///
  /// - Parameter areGone: The rules were taken away, so no connection to the container is right.
  public func forgetStaleConnections(_ rules: HostPortRules, areGone: Bool = false)
    throws(CNIError)
  {
    let mappings = rules.mappings.filter { $0.protocol == .udp }
    guard !mappings.isEmpty else { return }
    for family in [AddressFamily.ipv4, .ipv6] {
      let own = rules.addresses.first { $0.address.family == family }?.address
      // Before, packets may have gone to the node itself; afterwards only the container counts.
      if own == nil, !areGone { continue }
      do {
        try socket.forgetConnections(family, buffer: buffer) { connection in
          guard let original = connection.original, original.transport == 17 else { return false }
          let isMeant = mappings.contains { mapping in
            original.destinationPort == mapping.hostPort
              && (mapping.hostIP == nil || mapping.hostIP?.isUnspecified == true
                || mapping.hostIP == original.destination)
          }
          guard isMeant, original.destination != own else { return false }
          let leadsToOwn = own != nil && connection.reply?.source == own
          return areGone ? own == nil || leadsToOwn : !leadsToOwn
        }
      } catch {
        throw CNIError(.other, "failed to delete stale UDP conntrack entries: \(error)")
      }
    }
  }
}
