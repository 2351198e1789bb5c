import NetlinkRoute
import NetworkTypes
import NodeModel

/// From `RTM_NEWADDR` to the addresses of a link.
enum AddressConversion {
  /// The address; nil for a message without one, which Linux does not send.
  static func address(_ message: AddressMessage) -> InterfaceAddress? {
    guard let address = message.local ?? message.address else { return nil }
    var result = InterfaceAddress(
      address: address, prefixLength: message.prefixLength, scope: message.scope,
      flags: message.flags)
    // IFA_ADDRESS is the other end only where IFA_LOCAL is there and another one.
    if let peer = message.address, peer != address { result.peer = peer }
    result.broadcast = message.broadcast
    result.anycast = message.anycast
    result.label = message.label
    result.validSeconds = message.cache?.validSeconds
    result.preferredSeconds = message.cache?.preferredSeconds
    result.metric = message.routePriority
    result.origin = message.origin
    return result
  }
}
