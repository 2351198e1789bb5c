import CNIPlan
public import CNISpec
import LinuxSystem
import Netlink
public import NetlinkRoute
public import NetworkTypes

extension KernelSession {
  /// The rules that choose routing tables.
  public func rules(_ family: AddressFamily) throws(CNIError) -> [RuleMessage] {
    do { return try dump(RuleDump(family: family)).entries } catch {
      // A kernel without IPv6 has no rules of it.
      if error.reason == .notSupported { return [] }
      throw CNIError(.other, "cannot list rules: \(error)")
    }
  }

  func add(_ rule: SourceRule) throws(NetlinkError) { try perform(change(.add, rule).message()) }

  /// That it is not there is no failure.
  func delete(_ rule: SourceRule) throws(NetlinkError) {
    try tolerating(.noSuchFile) { () throws(NetlinkError) in
      try perform(change(.delete, rule).message())
    }
  }

  private func change(_ change: Change, _ rule: SourceRule) -> ChangeRule {
    // The kernel finds a place before those that are there.
    var request = ChangeRule(change, rule.source.family, priority: nil, table: rule.table)
    request.from = IPPrefix(rule.source, length: rule.source.family.bits)
    return request
  }
}
