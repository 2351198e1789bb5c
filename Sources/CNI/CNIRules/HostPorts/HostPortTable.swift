import CNIPlan
import NetlinkFilter
import NetworkTypes

/// Ports of the node in the table of the reference plugins, but in maps: a packet looks its port
/// up once, however many there are, and the kernel refuses a port that leads elsewhere already.
struct HostPortTable {
  let addressFamily: AddressFamily
  var family: FilterFamily { FilterFamily(addressFamily) }

  init(_ family: AddressFamily) { addressFamily = family }

  static let name = "cni_hostport"
  /// All ports are found from here.
  static let all = "hostports_all"
  static let chain = "hostports"
  /// What older reference plugins filled; those of today still jump there.
  static let oldChain = "hostip_hostports"
  static let masquerading = "masquerading"
  static let before = "prerouting"
  static let output = "output"

  /// Of all addresses of the node: protocol and port lead to address and port.
  static let anyMap = "hostport_map"
  /// Of one address of the node.
  static let addressMap = "hostip_hostport_map"
  /// Source and destination of connections that come back to where they came from.
  static let hairpinSet = "hairpin_set"
  /// Destinations whose connections all get the address of the node.
  static let masqueradeSet = "masquerade_set"

  var sets: [FilterSet] {
    let address: FilterSet.DataType = addressFamily == .ipv4 ? .ipv4Address : .ipv6Address
    let target = FilterSet.DataType.concatenation(address, .port)
    func set(_ name: String, _ key: FilterSet.DataType, _ data: FilterSet.DataType? = nil)
      -> FilterSet
    { FilterSet(family, Self.name, name, key: key, data: data) }
    return [
      set(Self.anyMap, .concatenation(.ipProtocol, .port), target),
      set(Self.addressMap, .concatenation(address, .ipProtocol, .port), target),
      set(Self.hairpinSet, .concatenation(address, address)),
      set(Self.masqueradeSet, address),
    ]
  }

  var chains: [FilterChain] {
    func base(_ name: String, _ hook: FilterHook, _ priority: Int32) -> FilterChain {
      FilterChain(
        family, Self.name, name, base: .init(type: "nat", hook: hook, priority: priority))
    }
    return [Self.chain, Self.oldChain, Self.all].map { FilterChain(family, Self.name, $0) } + [
      base(Self.before, .prerouting, FilterPriority.destinationNAT),
      base(Self.output, .output, FilterPriority.destinationNAT),
      base(Self.masquerading, .postrouting, FilterPriority.sourceNAT),
    ]
  }

  private func rule(_ chain: String, _ expressions: [FilterExpression]) -> FilterRule {
    FilterRule(family, Self.name, chain, expressions)
  }

  /// Chains that hold these rules and nothing else.
  var fixedRules: [(chain: String, rules: [FilterRule])] {
    let jump: [FilterExpression] = .destinationIsOwn + [.verdict(.jump(Self.all))]
    return [
      (
        Self.all,
        [Self.oldChain, Self.chain].map { rule(Self.all, [.verdict(.jump($0))]) }
      ),
      (Self.before, [rule(Self.before, jump)]), (Self.output, [rule(Self.output, jump)]),
    ]
  }

  /// Rules that have to be there once, among those of reference plugins.
  var lookups: [FilterRule] {
    let words = addressFamily.byteCount / 4
    let destination = FilterExpression.payload(
      .network, offset: addressFamily.destinationOffset,
      length: UInt32(addressFamily.byteCount), into: .first)
    func port(behind register: Int) -> [FilterExpression] {
      [
        .meta(.transport, into: .word(register)),
        .payload(.transport, offset: 2, length: 2, into: .word(register + 1)),
      ]
    }
    let translation = FilterNAT(
      isDestination: true, family: family, address: .first, port: .word(words))
    func translate(_ map: String) -> [FilterExpression] {
      [.lookup(set: map, key: .first, into: .first, isInverted: false), .nat(translation)]
    }
    let source = FilterExpression.payload(
      .network, offset: addressFamily.sourceOffset, length: UInt32(addressFamily.byteCount),
      into: .first)
    let second = FilterExpression.payload(
      .network, offset: addressFamily.destinationOffset,
      length: UInt32(addressFamily.byteCount), into: .word(words))
    func isIn(_ set: String) -> FilterExpression {
      .lookup(set: set, key: .first, into: nil, isInverted: false)
    }
    return [
      rule(Self.chain, [destination] + port(behind: words) + translate(Self.addressMap)),
      rule(Self.chain, port(behind: 0) + translate(Self.anyMap)),
      rule(Self.masquerading, [source, second, isIn(Self.hairpinSet), .masquerade([])]),
      rule(
        Self.masquerading,
        .isDestinationTranslated + [destination, isIn(Self.masqueradeSet), .masquerade([])]),
    ]
  }

  // MARK: Elements

  /// What a mapping is in its map, and which map that is.
  func element(
    _ mapping: HostPortRules.Mapping, to address: IPAddress, comment: String
  ) -> (map: String, element: FilterElement) {
    let port = [mapping.protocol.number, 0, 0, 0] + mapping.hostPort.networkOrder + [0, 0]
    let target = address.networkOrder + mapping.containerPort.networkOrder + [0, 0]
    guard let host = mapping.hostIP, !host.isUnspecified else {
      return (Self.anyMap, FilterElement(port, data: .value(target), comment: comment))
    }
    return (
      Self.addressMap,
      FilterElement(host.networkOrder + port, data: .value(target), comment: comment)
    )
  }

  /// The elements of the sets of masquerading.
  func masqueradeElements(_ rules: HostPortRules, _ address: IPAddress)
    -> [(set: String, element: FilterElement)]
  {
    guard rules.masquerades else { return [] }
    let comment = rules.owner.comment
    let bytes = address.networkOrder
    if rules.masqueradesAll {
      return [(Self.masqueradeSet, FilterElement(bytes, comment: comment))]
    }
    var elements = [(Self.hairpinSet, FilterElement(bytes + bytes, comment: comment))]
    if addressFamily == .ipv4 {
      // 127.0.0.1 does not route; a client on the node has to become the node.
      elements.append((Self.hairpinSet, FilterElement([127, 0, 0, 1] + bytes, comment: comment)))
    }
    return elements
  }
}
