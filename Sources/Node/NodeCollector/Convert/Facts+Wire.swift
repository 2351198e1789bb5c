import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel

/// How values of the wire become facts; each of these adds nothing for nil.
extension Facts {
  mutating func set(_ key: String, word: (some KernelWord)?) { set(key, word?.word) }

  /// Adds the word that stands at the place of a number; `unknown:17` for one without a word.
  mutating func set(_ key: String, _ number: (some FixedWidthInteger)?, words: [String]) {
    guard let number else { return }
    let position = Int(exactly: number) ?? -1
    set(key, words.indices.contains(position) ? words[position] : "unknown:\(number)")
  }

  /// Adds the names of the bits that are set; none are an empty list.
  mutating func set(_ key: String, flags: (some KernelFlags)?) { set(key, words: flags?.words) }

  /// Adds bytes as pairs of hexadecimal digits, without anything between them; no bytes add
  /// nothing.
  mutating func set(_ key: String, hex bytes: [UInt8]?) {
    if let bytes, !bytes.isEmpty { set(key, Self.hex(bytes)) }
  }

  /// Adds a number as 16 hexadecimal digits.
  mutating func set(_ key: String, hexadecimal number: UInt64?) {
    guard let number else { return }
    set(key, withUnsafeBytes(of: number.bigEndian) { Self.hex(Array($0)) })
  }

  /// Adds an address; the unspecified one stands for none in the attributes of tunnels.
  mutating func set(_ key: String, address: IPAddress?) {
    guard let address, !address.isUnspecified else { return }
    set(key, text: address)
  }

  /// Adds a list of values by their texts; an empty one adds nothing.
  mutating func set(_ key: String, texts: [some CustomStringConvertible]) {
    if !texts.isEmpty { set(key, words: texts.map(\.description)) }
  }

  /// Adds the index of a link; 0 is none.
  mutating func set(_ key: String, link: Int32?) {
    if let link, link != 0 { set(key, link) }
  }

  mutating func set(_ key: String, _ range: PortRange?) {
    set(key, range.map { ($0.low, $0.high) })
  }

  /// Adds a range with both of its ends.
  mutating func set<Bound: FixedWidthInteger>(_ key: String, _ range: (low: Bound, high: Bound)?) {
    guard let range else { return }
    var facts = Facts()
    facts.set("low", range.low)
    facts.set("high", range.high)
    set(key, facts)
  }

  /// Adds how priorities correspond; an empty map adds nothing.
  mutating func set(_ key: String, _ map: [VLANPriorityMapping]) {
    guard !map.isEmpty else { return }
    let list = map.map { mapping in
      var facts = Facts()
      facts.set("from", mapping.from)
      facts.set("to", mapping.to)
      return Value.facts(facts)
    }
    set(key, .list(list))
  }

  /// Adds the EtherType of a VLAN tag by the name of its standard; 0 is none.
  mutating func set(_ key: String, vlanProtocol: UInt16?) {
    guard let vlanProtocol, vlanProtocol != 0 else { return }
    switch vlanProtocol {
    case 0x8100: set(key, "802.1Q")
    case 0x88A8: set(key, "802.1ad")
    default: set(key, "unknown:\(vlanProtocol)")
    }
  }

  /// Adds the time to live of outer packets, or that it is that of the inner one.
  mutating func set(ttl: UInt8?, inherit: Bool) {
    if inherit { set("ttlInherit", true) } else { set("ttl", ttl) }
  }

  /// Adds the realms of a route or rule (`RTA_FLOW`): the source's in the upper half.
  mutating func set(realms flow: UInt32?) {
    guard let flow, flow != 0 else { return }
    var realms = Facts()
    realms.set("from", flow >> 16)
    realms.set("to", flow & 0xFFFF)
    set("realms", realms)
  }

  /// Adds the attributes that no other key is for, byte for byte.
  mutating func set(unknown attributes: [UnknownAttribute], as key: String = "unknownAttributes") {
    guard !attributes.isEmpty else { return }
    let list = attributes.map { attribute in
      var facts = Facts()
      facts.set("type", attribute.type)
      facts.set("bytes", Self.hex(attribute.bytes))
      return Value.facts(facts)
    }
    set(key, .list(list))
  }

  /// Adds all facts of a group beside the own ones.
  mutating func add(_ group: Facts) {
    for field in group.fields { set(field.key, field.value) }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      for (position, byte) in bytes.enumerated() {
        buffer[position * 2] = digit(byte >> 4)
        buffer[position * 2 + 1] = digit(byte & 0xF)
      }
      return bytes.count * 2
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 &+ value : 87 &+ value }
}
