import NetlinkRoute
import NetworkTypes
import NodeModel

/// From `RTM_NEWNEXTHOP` to the next-hop objects of a namespace.
enum NextHopConversion {
  static func nextHop(_ message: NextHopMessage) -> NextHop {
    var nextHop = NextHop(id: message.id)
    nextHop.family = AddressFamily(rawValue: message.family)
    nextHop.gateway = message.gateway
    nextHop.device = message.device.flatMap { $0 == 0 ? nil : $0 }
    nextHop.group = message.group.map { NextHop.Member(id: $0.id, weight: $0.weight) }
    nextHop.scope = message.scope
    nextHop.protocol = message.protocol
    nextHop.flags = message.flags
    nextHop.attributes = message.facts
    return nextHop
  }
}
