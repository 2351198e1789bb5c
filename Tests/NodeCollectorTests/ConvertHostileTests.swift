import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// Values that no kernel sends become errors or odd facts, never a trap.
struct ConvertHostileTests {
  /// A conversion of bytes, and recordings that it can read.
  struct Target: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let seeds: [String]
    let convert: @Sendable ([UInt8]) throws -> Void

    static let all = [
      Self(testDescription: "links", seeds: ["6.12-links.hex", "6.18-links.hex"]) { bytes in
        let message = try LinkMessage(payload: bytes.span.bytes)
        let link = LinkConversion.link(message, in: convertNamespace)
        _ = LinkConversion.reference(message)
        for facts in [link.attributes, link.detail, link.port] {
          _ = Facts.Value.facts(facts).description
        }
      },
      Self(testDescription: "addresses", seeds: ["6.12-addresses.hex"]) { bytes in
        _ = AddressConversion.address(try AddressMessage(payload: bytes.span.bytes))
      },
      Self(testDescription: "routes", seeds: ["6.12-routes4.hex", "6.12-routes6.hex"]) { bytes in
        let table = try routeTable(bytes)
        guard table.count == 1 else { return }
        _ = table[0].destination.network.description
      },
      Self(testDescription: "rules", seeds: ["6.12-rules.hex", "6.12-rules6.hex"]) { bytes in
        _ = RuleConversion.rule(try RuleMessage(payload: bytes.span.bytes))
      },
      Self(testDescription: "neighbours", seeds: ["6.12-neighbours.hex", "6.12-fdb.hex"]) {
        bytes in
        let message = try NeighbourMessage(payload: bytes.span.bytes)
        _ = NeighbourConversion.neighbour(message, isProxy: false)
        _ = try NeighbourConversion.fdbEntry(message)
      },
      Self(testDescription: "next hops", seeds: ["6.12-nexthops.hex"]) { bytes in
        _ = NextHopConversion.nextHop(try NextHopMessage(payload: bytes.span.bytes))
      },
      Self(testDescription: "qdiscs", seeds: ["6.12-qdiscs.hex"]) { bytes in
        _ = QdiscConversion.qdisc(try QdiscMessage(payload: bytes.span.bytes))
      },
    ]
  }

  /// Bytes of recorded messages replaced by 0, 0x7F, 0x80, 0xFF, one at a time and in fours; what
  /// is still a message has to convert.
  @Test(.timeLimit(.minutes(20)), arguments: Target.all)
  func survivesAwkwardNumbers(_ target: Target) throws {
    var converted = 0
    for name in target.seeds {
      for seed in try recordedPayloads(name).prefix(40) {
        for offset in stride(from: 0, to: min(seed.count, 1200), by: 2) {
          for value: UInt8 in [0x00, 0x7F, 0x80, 0xFF] {
            var bytes = seed
            for position in offset..<min(offset + (value & 1 == 1 ? 1 : 4), bytes.count) {
              bytes[position] = value
            }
            do {
              try target.convert(bytes)
              converted += 1
            } catch is MalformedMessage {}
          }
        }
      }
    }
    #expect(converted > 0)
  }

  @Test func indexesOutsideTheUsualRangeAreKept() throws {
    for index in [0, -1, Int32.min, Int32.max] {
      var message = LinkMessage(index: index)
      message.master = index
      message.link = index
      let link = LinkConversion.link(message, in: convertNamespace)
      #expect(link.id.index == index)
      #expect(link.master == (index == 0 ? nil : LinkID(convertNamespace, index)))
      #expect(LinkConversion.reference(message) == nil)
    }
  }

  @Test func timesOfARouteMayBeNegative() throws {
    let payload =
      routeHeader(family: 10, length: 255)
      + attributes { message in
        message.attribute(12) { cache in
          for number in [0, 0, Int32.min, Int32.min, 0] { cache.append(number) }
        }
      }
    let route = try routeTable(payload)[0]
    #expect(route.extra?.expiresSeconds == Int32.min / 100)
    #expect(route.extra?.attributes["errorNumber"]?.number == Int64(Int32.min))
    #expect(route.destination.length == 255)
  }

  @Test func numbersAboveInt64AreText() {
    var facts = Facts()
    facts.set("large", UInt64.max)
    facts.set("word", UInt64.max, words: ["zero"])
    #expect(facts["large"]?.text == "18446744073709551615")
    #expect(facts["word"]?.text == "unknown:18446744073709551615")
  }
}
