import CNIPlan
public import CNISpec
import NetlinkFilter
import NetworkTypes

/// Rules whose attachment is gone.
extension RuleSession {
  public typealias Attachment = PluginConfiguration.Attachment

  /// Takes masquerading of a network away from attachments that do not exist any more.
  public func collectMasquerade(network: String, except valid: Set<Attachment>) throws(CNIError) {
    try exclusively { () throws(CNIError) in
      let stale = StaleComments(network: network, except: valid)
      try deleteMasquerade { stale.contains($0.comment) }
      try collectChains(network: network, except: valid, "", entry: "POSTROUTING")
    }
  }

  /// Takes host ports of a network away from attachments that do not exist any more.
  public func collectHostPorts(network: String, except valid: Set<Attachment>) throws(CNIError) {
    try exclusively { () throws(CNIError) in
      let comments = StaleComments(network: network, except: valid)
      try deleteHostPorts { state in
        let stale = state.elements.flatMap { set, elements in
          elements.filter { comments.contains($0.comment) }.map { (set, $0) }
        }
        // The comments of reference plugins name no network: whose they are is not known.
        return (stale, state.rules.filter { comments.contains($0.comment) })
      }
      try collectChains(network: network, except: valid, "DN-", entry: HostPortChains.top)
    }
  }

  /// Takes the checks of source addresses away of a network's attachments that do not exist any
  /// more, but for those that reference plugins made, whose network is not known.
  public func collectSpoofCheck(network: String, except valid: Set<Attachment>) throws(CNIError) {
    try exclusively { () throws(CNIError) in
      let stale = StaleComments(network: network, except: valid)
      try deleteSpoofCheck { stale.contains($0.comment) }
    }
  }

  /// Chains of iptables, whose owner stands in the comment of the rule that leads there.
  private func collectChains(
    network: String, except valid: Set<Attachment>, _ kind: String, entry: String
  ) throws(CNIError) {
    let keep = Set(
      valid.map {
        RuleOwner(network: network, containerID: $0.containerID, ifname: "").chain(kind)
      })
    for family in [AddressFamily.ipv4, .ipv6] {
      let entries: [FilterRule]
      do {
        entries = try dump(
          FilterRuleDump(family: FilterFamily(family), table: "nat", chain: entry))
      } catch {
        throw CNIError(.other, "cannot read the rules of iptables: \(error)")
      }
      // Of this network, whatever container: the hash has to fit to the names in the comment.
      func isStale(_ comment: String, _ chain: String) -> Bool {
        guard let (name, id) = Self.names(in: comment), name == network else { return false }
        let owner = RuleOwner(network: name, containerID: id, ifname: "")
        return owner.chain(kind) == chain && !keep.contains(chain)
      }
      var stale: Set<String> = []
      for rule in entries {
        guard let comment = rule.anyComment else { continue }
        for case .immediate(.verdict(.jump(let chain)), _) in rule.expressions
        where isStale(comment, chain) { stale.insert(chain) }
      }
      if !stale.isEmpty { try removeChains(family, "nat") { stale.contains($0) } }
      try editLegacy(family, "nat") { table in
        table.rules(of: entry).flatMap { rule -> [String] in
          guard let chain = rule.split(separator: " ").last.map(String.init),
            isStale(rule.unquoted, chain)
          else { return [] }
          return table.removing(chain)
        }
      }
    }
  }

  /// Network and container of `name: "a" id: "b"`.
  static func names(in comment: String) -> (network: String, containerID: String)? {
    let parts = comment.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count >= 5, parts[0].hasSuffix("name: "), parts[2] == " id: " else { return nil }
    return (String(parts[1]), String(parts[3]))
  }
}

extension String {
  /// The comment in a rule of `iptables-save`, without quotes and what protects them.
  fileprivate var unquoted: String {
    guard let start = firstIndex(of: "\"") else { return self }
    var text = ""
    var isProtected = false
    for character in self[index(after: start)...] {
      if isProtected {
        text.append(character)
        isProtected = false
      } else if character == "\\" {
        isProtected = true
      } else if character == "\"" {
        break
      } else {
        text.append(character)
      }
    }
    return text
  }
}
