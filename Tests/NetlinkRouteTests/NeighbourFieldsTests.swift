import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// The flat reader has to say what the full one says.
struct NeighbourFieldsTests {
  @Test(arguments: recordedKernels, ["neighbours", "proxies", "fdb"])
  func agreesWithTheMessage(_ kernel: String, table: String) throws {
    var (simple, others) = (0, 0)
    for message in try Recording(named: "\(kernel)-\(table).hex").messages {
      let full = try NeighbourMessage(payload: message.payload.span.bytes)
      let fields = try NeighbourFields.read(message.payload.span.bytes)
      #expect(fields.family == full.family && fields.device == full.device)
      #expect(fields.state == full.state.rawValue && fields.type == full.type.rawValue)
      #expect(fields.address == full.address)
      #expect(fields.hasVLAN == (full.vlan != nil) && fields.vlan == full.vlan ?? 0)
      #expect(fields.master == full.master ?? 0 && fields.probes == full.probes ?? 0)
      #expect(fields.protocol == full.protocol?.rawValue ?? 0)
      #expect(fields.hasCache == (full.cache != nil))
      #expect(fields.confirmed == full.cache?.confirmed ?? 0)
      #expect(fields.used == full.cache?.used ?? 0)
      #expect(fields.updated == full.cache?.updated ?? 0)
      if fields.isSimple {
        simple += 1
        #expect(UInt32(fields.flags) == full.flags.rawValue)
        #expect(fields.macAddress == full.macAddress)
        #expect(
          full.port == nil && full.vni == nil && full.via == nil && full.nextHopID == nil
            && full.sourceVNI == nil && full.linkNetnsID == nil && full.unknown == []
            && full.fdbAttributes == nil)
      } else {
        others += 1
      }
    }
    #expect(simple > others)
    #expect(others > 0 || table != "fdb")
  }

  @Test(
    arguments: [
      ("a port", [6, 0, 6, 0, 33, 34, 0, 0]), ("a next-hop group", [8, 0, 13, 0, 1, 0, 0, 0]),
      ("a MAC of 20 bytes", [24, 0, 2, 0] + [UInt8](repeating: 1, count: 20)),
      ("flags that are newer", [8, 0, 15, 0, 1, 0, 0, 0]), ("an unknown one", [4, 0, 99, 0]),
      ("half a cache entry", [8, 0, 3, 0, 1, 0, 0, 0]),
    ] as [(String, [UInt8])])
  func leavesTheRestToTheMessage(_ what: String, attribute: [UInt8]) throws {
    let header: [UInt8] = [7, 0, 0, 0, 9, 0, 0, 0, 0x80, 0, 2, 0]
    #expect(try NeighbourFields.read(header.span.bytes).isSimple)
    let bytes = header + attribute
    #expect(try !NeighbourFields.read(bytes.span.bytes).isSimple)
  }
}
