public import Netlink
public import NetworkTypes

/// Asks which route packets to an address take; none is `ENETUNREACH`.
public struct RouteRequest: Hashable, Sendable {
  public static let answer = MessageType.newRoute

  public var destination: IPAddress

  public init(_ destination: IPAddress) { self.destination = destination }

  public func message() -> MessageEncoder {
    var message = MessageEncoder(type: .getRoute, flags: .request)
    message.append(destination.family.rawValue)
    message.append(destination.family.bits)
    message.appendZeros(10)
    message.attribute(RouteAttribute.destinationAddress.rawValue, destination)
    return message
  }
}
