import CNIPlan
import CNISpec
import LinuxSystem
import NetlinkFilter
import NetworkTypes

/// Ports of the node that lead to the container only under conditions.
///
/// Those are words of `nft`, which only that program understands; so each is a rule of its own, as
/// the reference plugins make all.
struct ConditionalPorts {
  let rules: HostPortRules
  let address: IPAddress

  var conditions: [String] { rules.conditions[address.family] ?? [] }

  /// What `nft -f` reads.
  var script: String {
    let table = HostPortTable(address.family)
    let (word, comment) = (address.family == .ipv4 ? "ip" : "ip6", rules.owner.comment)
    let target = address.family == .ipv4 ? "\(address)" : "[\(address)]"
    return rules.mappings(for: address.family).map { mapping in
      let host = mapping.hostIP.flatMap { $0.isUnspecified ? nil : "\(word) daddr \($0) " } ?? ""
      return "add rule \(table.family) \(HostPortTable.name) \(HostPortTable.chain) "
        + "\(conditions.joined(separator: " ")) \(host)\(mapping.protocol) dport \(mapping.hostPort) "
        + "dnat to \(target):\(mapping.containerPort) comment \"\(comment)\"\n"
    }.joined()
  }

  func add() throws(CNIError) {
    // One that ends its line or its command would start another one.
    if let bad = conditions.first(where: { word in
      word.utf8.contains {
        $0 < 32 || $0 == 127 || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "#")
      }
    }) {
      throw CNIError(
        .invalidConfiguration, "not a condition of nftables: \(JSONValue.string(bad))")
    }
    guard let program = IPTables.find("nft") else {
      throw CNIError(.other, "conditions need the program nft, which is not installed")
    }
    let end: ProgramEnd
    do {
      end = try Subprogram.run(
        program, arguments: ["-f", "-"], input: Array(script.utf8), capturesErrors: true)
    } catch {
      throw CNIError(.other, "cannot run \(program): \(error)")
    }
    guard end.isSuccess else {
      let text =
        String(decoding: end.errors.prefix(400), as: UTF8.self)
        .split(separator: "\n").first.map(String.init) ?? ""
      throw CNIError(
        .other, "\(program) refuses the conditions \(conditions): \(text)", details: script)
    }
  }

  /// The mappings that have no rule.
  func missing(in state: HostPortState) -> [HostPortRules.Mapping] {
    rules.mappings(for: address.family).filter { mapping in
      let host = mapping.hostIP.flatMap { $0.isUnspecified ? nil : $0.networkOrder }
      return !state.rules.contains {
        $0.isOwned(by: rules.owner)
          && $0.translates(mapping.protocol.number, mapping.hostPort, host)
      }
    }
  }
}
