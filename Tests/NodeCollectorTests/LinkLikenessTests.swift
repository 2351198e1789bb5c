import Netlink
import NetlinkRoute
import NodeModel
import Testing

@testable import NodeCollector

/// What counts as the same link, with messages that are made for it.
struct LinkLikenessTests {
  private static func message(
    mtu: UInt32 = 1500, received: UInt64 = 7, timer: UInt64 = 1, cost: UInt32 = 2,
    packets: UInt64 = 3
  ) -> [UInt8] {
    var message = MessageEncoder(type: MessageType(rawValue: 16), flags: [])
    message.appendZeros(16)
    message.attribute(4, mtu)  // IFLA_MTU
    message.attribute(23) { for _ in 0..<25 { $0.append(received) } }  // IFLA_STATS64
    message.nest(18) { info in  // IFLA_LINKINFO
      info.attribute(4, "bridge")  // IFLA_INFO_SLAVE_KIND
      info.nest(5) { port in  // IFLA_INFO_SLAVE_DATA
        port.attribute(BridgePortAttribute.cost.rawValue, cost)
        port.attribute(BridgePortAttribute.messageAgeTimer.rawValue, timer)
        port.attribute(BridgePortAttribute.forwardDelayTimer.rawValue, timer)
        port.attribute(BridgePortAttribute.holdTimer.rawValue, timer)
      }
    }
    message.nest(26) { families in  // IFLA_AF_SPEC
      families.nest(10) { $0.attribute(3, packets) }  // AF_INET6, IFLA_INET6_STATS
    }
    return Array(message.bytes.dropFirst(16))
  }

  private func likeness(_ new: [UInt8], _ old: [UInt8]) -> LinkStatistics? {
    var scratch: [UInt8] = []
    return LinkBytes(old.span.bytes, scratch: &scratch).statistics(ifLike: new.span.bytes)
  }

  @Test func countersAndTimersAreNoDifference() throws {
    let statistics = try #require(
      likeness(Self.message(received: 9, timer: 5, packets: 8), Self.message()))
    #expect(statistics.rxBytes == 9 && statistics.rxNoHandler == 9)
  }

  @Test(arguments: [
    ("mtu", message(mtu: 1400)), ("cost of the port", message(cost: 3)),
    ("another length", message() + [4, 0, 99, 0]),
  ])
  func anythingElseIs(_ what: String, message: [UInt8]) {
    #expect(likeness(message, Self.message()) == nil)
  }

  /// What is left out of the bytes that are kept is nothing that the details have.
  @Test(arguments: ["6.12", "6.18"])
  func detailsAreThoseOfTheWholeMessage(_ kernel: String) throws {
    var scratch: [UInt8] = []
    for payload in try recordedPayloads("\(kernel)-links.hex") {
      let bytes = LinkBytes(payload.span.bytes, scratch: &scratch)
      let message = try LinkMessage(payload: payload.span.bytes)
      #expect(bytes.details == LinkConversion.details(message), "\(message.name)")
      #expect(bytes.statistics(ifLike: payload.span.bytes) != nil, "\(message.name)")
    }
  }

  @Test func damagedMessagesAreDecoded() {
    for position in 16..<Self.message().count {
      for byte: UInt8 in [0, 1, 3, 255] {
        var damaged = Self.message()
        damaged[position] = byte
        // Whatever it says, it must not trap; and a length of nothing is never alike.
        _ = likeness(damaged, Self.message())
        _ = likeness(damaged, damaged)
        var scratch: [UInt8] = []
        _ = LinkBytes(damaged.span.bytes, scratch: &scratch).details
      }
    }
    var endless = Self.message()
    endless[16] = 0
    endless[17] = 0
    #expect(likeness(endless, endless) == nil)
  }
}
