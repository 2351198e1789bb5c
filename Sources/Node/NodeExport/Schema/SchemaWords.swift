import NetworkTypes
import NodeModel

/// The definitions that are one text: addresses, identities, and words of the kernel.
///
/// The words are those of the types that the documents are written from.
struct SchemaWord {
  var name: String
  var text: String
  var pattern: String

  static let all: [SchemaWord] = [
    SchemaWord(
      name: "address", text: "An IPv4 address, or an IPv6 one after RFC 5952.",
      pattern: #"^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f:]+(:[0-9.]+)?)$"#),
    SchemaWord(
      name: "prefix", text: "An address, a slash and the length in bits.",
      pattern: #"^[0-9a-f.:]+/[0-9]{1,3}$"#),
    SchemaWord(
      name: "macAddress", text: "Bytes of a link-layer address: pairs of digits with colons.",
      pattern: "^[0-9a-f]{2}(:[0-9a-f]{2})*$"),
    SchemaWord(
      name: "netnsId", text: "The identity of a namespace; opaque to readers.",
      pattern: "^netns:[0-9]+$"),
    SchemaWord(
      name: "linkId", text: "The identity of a link; opaque to readers.",
      pattern: "^link:[0-9]+/-?[0-9]+$"),
    SchemaWord(
      name: "timestamp", text: "RFC 3339 in UTC, with microseconds.",
      pattern: #"^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{6}Z$"#),
    words("hardwareType", HardwareType.self), words("operState", OperationalState.self),
    words("routeScope", RouteScope.self), words("routeProtocol", RouteProtocol.self),
    words("routeType", RouteType.self), words("ruleAction", RuleAction.self),
    words("neighbourState", NeighbourState.self, and: ["proxy"]),
    words("fdbState", NeighbourState.self, and: ["static"]),
    flags("linkFlag", LinkFlags.self), flags("addressFlag", AddressFlags.self, and: ["temporary"]),
    flags("routeFlag", RouteFlags.self), flags("neighbourFlag", NeighbourFlags.self),
    SchemaWord(
      name: "podSource", text: "Where facts about a pod come from.",
      pattern: pattern(Pod.Source.allCases.map(\.rawValue), unknown: nil)),
  ]

  private static func words<Word: KernelWord>(
    _ name: String, _: Word.Type, and others: [String] = []
  ) -> SchemaWord {
    let words = Word.words.sorted { $0.key < $1.key }.map(\.value) + others
    return SchemaWord(
      name: name, text: "A word of the kernel; a number without one is `unknown:17`.",
      pattern: pattern(words, unknown: "[0-9]+"))
  }

  private static func flags<Flags: KernelFlags>(
    _ name: String, _: Flags.Type, and others: [String] = []
  ) -> SchemaWord {
    SchemaWord(
      name: name, text: "The name of a bit of the kernel; bits without one are `unknown:0x40`.",
      pattern: pattern(Flags.names.map(\.name) + others, unknown: "0x[0-9a-f]+"))
  }

  private static func pattern(_ words: [String], unknown: String?) -> String {
    var choices = words.map { word in
      word.reduce(into: "") { $0 += $1 == "." ? #"\."# : String($1) }
    }
    if let unknown { choices.append("unknown:" + unknown) }
    return "^(" + choices.joined(separator: "|") + ")$"
  }
}
