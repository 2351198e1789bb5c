import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// The flat reader has to say what the full one says, and to promise only what that one keeps.
struct LinkFieldsTests {
  private func read(_ bytes: [UInt8]) throws -> (fields: LinkFields, hasStatistics: Bool) {
    var hasStatistics = false
    let fields = try LinkFields.read(bytes.span.bytes) { hasStatistics = !$0.isEmpty }
    return (fields, hasStatistics)
  }

  private func expectEqual(_ fields: LinkFields, _ full: LinkMessage, _ where: String) {
    #expect(fields.index == full.index && fields.flags == full.flags.rawValue, "\(`where`)")
    #expect(fields.hardwareType == full.hardwareType.rawValue, "\(`where`)")
    #expect(fields.name == full.name && fields.kind == full.info.kind, "\(`where`)")
    #expect(fields.operState == full.operState?.rawValue, "\(`where`)")
    #expect(fields.macAddress == full.macAddress, "\(`where`)")
    #expect(fields.broadcast == full.broadcast, "\(`where`)")
    #expect(fields.mtu == full.mtu && fields.master == full.master, "\(`where`)")
    #expect(fields.link == full.link && fields.linkNetnsID == full.linkNetnsID, "\(`where`)")
    #expect(fields.group == full.group, "\(`where`)")
    #expect(fields.txQueueLength == full.txQueueLength, "\(`where`)")
    // What a link has beyond its details.
    #expect(full.altNames.isEmpty && full.info.data == nil, "\(`where`)")
    #expect(full.virtualFunctions.isEmpty && full.family == 0, "\(`where`)")
  }

  @Test(arguments: recordedKernels)
  func agreesWithTheMessage(_ kernel: String) throws {
    var simple: Set<String> = []
    for message in try Recording(named: "\(kernel)-links.hex").messages {
      let full = try LinkMessage(payload: message.payload.span.bytes)
      let (fields, hasStatistics) = try read(message.payload)
      #expect(hasStatistics == (full.statistics != nil))
      guard fields.isSimple else { continue }
      simple.insert(full.info.kind ?? full.name)
      expectEqual(fields, full, full.name)
    }
    #expect(simple.isSuperset(of: ["lo", "veth"]))
    #expect(simple.isDisjoint(with: ["vxlan", "bridge", "macvlan"]))
  }

  /// Whatever bytes are called simple, the full reader takes, and says the same of them.
  @Test(.timeLimit(.minutes(1)), arguments: recordedKernels, 0..<8)
  func promisesNothingThatTheMessageRefuses(_ kernel: String, seed: Int) throws {
    let seeds = try Recording(named: "\(kernel)-links.hex").messages.map(\.payload)
      .filter { try read($0).fields.isSimple }
    try #require(!seeds.isEmpty)
    var random = SplitMix(seed: UInt64(seed))
    var promises = 0
    for round in 0..<1200 {
      var bytes = seeds[round % seeds.count]
      for _ in 0...Int(random.next() % 2) { random.mutate(&bytes) }
      guard let fields = try? read(bytes).fields, fields.isSimple else { continue }
      promises += 1
      let full = try LinkMessage(payload: bytes.span.bytes)
      expectEqual(fields, full, "round \(round)")
    }
    #expect(promises > 100)
  }

  /// Every size of every attribute, at each place in the nest: what is refused is not promised.
  @Test func knowsTheSizesOfAllAttributes() throws {
    let header = [UInt8](repeating: 0, count: 16)
    let nests: [(String, ([UInt8]) -> [UInt8])] = [
      ("link", { $0 }),
      ("information", { nest([(18, $0)]) }),
      ("bridge port", { nest([(18, nest([(4, Array("bridge\0".utf8)), (5, $0)]))]) }),
      ("inet", { nest([(26, nest([(2, $0)]))]) }),
      ("inet6", { nest([(26, nest([(10, $0)]))]) }),
      ("XDP", { nest([(43, $0)]) }),
    ]
    var promised = 0
    for (place, wrap) in nests {
      for type in UInt16(0)...80 {
        for size in [0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 20, 27, 28, 183, 184, 192, 200] {
          let bytes = header + wrap(nest([(type, [UInt8](repeating: 0, count: size))]))
          guard try read(bytes).fields.isSimple else { continue }
          promised += 1
          #expect(throws: Never.self, "\(type) of \(size) bytes in \(place)") {
            try LinkMessage(payload: bytes.span.bytes)
          }
        }
      }
    }
    #expect(promised > 1000)
  }

  @Test(
    arguments: [
      ("data of its kind", nest([(18, nest([(1, Array("vlan\0".utf8)), (2, [])]))])),
      ("a port of a bond", nest([(18, nest([(4, Array("bond\0".utf8)), (5, [])]))])),
      ("a port of nobody knows what", nest([(18, nest([(5, [])]))])),
      (
        "two kinds of port",
        nest([(18, nest([(4, Array("bridge\0".utf8)), (5, []), (4, Array("bond\0".utf8))]))])
      ),
      ("alternative names", nest([(52, nest([(53, Array("other\0".utf8))]))])),
      ("virtual functions", nest([(22, [])])), ("an MTU of two bytes", nest([(4, [1, 2])])),
      ("a nest that is cut", nest([(26, [9, 0, 10, 0])])),
      ("half of the counters", nest([(23, [UInt8](repeating: 0, count: 96))])),
    ] as [(String, [UInt8])])
  func leavesTheRestToTheMessage(_ what: String, attributes: [UInt8]) throws {
    let header: [UInt8] = [0, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    #expect(try read(header).fields.isSimple)
    #expect(try !read(header + attributes).fields.isSimple)
    // The events of a bridge have other attributes under the same numbers.
    #expect(try !read([7] + header.dropFirst()).fields.isSimple)
  }
}

/// Attributes with these types and values.
private func nest(_ attributes: [(type: UInt16, value: [UInt8])]) -> [UInt8] {
  var bytes: [UInt8] = []
  for (type, value) in attributes {
    for number in [UInt16(value.count + 4), type] {
      bytes += [UInt8(number & 0xFF), UInt8(number >> 8)]
    }
    bytes += value
    while bytes.count % 4 != 0 { bytes.append(0) }
  }
  return bytes
}
