import CNIPlan
import CNISpec
import NetlinkFilter
import NetworkTypes

/// What the table of host ports held when it was read.
struct HostPortState {
  let table: HostPortTable
  var rules: [FilterRule]
  var elements: [String: [FilterElement]] = [:]

  /// The elements of an attachment.
  func own(_ owner: RuleOwner) -> [(set: String, element: FilterElement)] {
    elements.flatMap { set, elements in
      elements.filter { $0.comment?.hasPrefix(owner.commentStart) ?? false }.map { (set, $0) }
    }
  }

  /// The rules that reference plugins made for a container: their comment is its name.
  func foreignRules(_ containerID: String) -> [FilterRule] {
    rules.filter { $0.comment == containerID }
  }

  /// The rules of an attachment whose ports have conditions.
  func conditionalRules(_ owner: RuleOwner) -> [FilterRule] {
    rules.filter { $0.isOwned(by: owner) }
  }

  /// Whoever has a port already that a mapping asks for; another network of the same container
  /// is nobody else.
  func holder(of mapping: HostPortRules.Mapping, besides owner: RuleOwner) -> String? {
    let port = [mapping.protocol.number, 0, 0, 0] + mapping.hostPort.networkOrder + [0, 0]
    let host = mapping.hostIP.flatMap { $0.isUnspecified ? nil : $0.networkOrder }
    let inMaps = [HostPortTable.anyMap, HostPortTable.addressMap].flatMap { elements[$0] ?? [] }
    for element in inMaps where element.key.suffix(8).elementsEqual(port) {
      let address = Array(element.key.dropLast(8))
      // One of all addresses meets one of any address.
      guard address.isEmpty || host == nil || address == host else { continue }
      let holder = element.comment.flatMap { RuleOwner.containerID(inComment: $0) }
      if !isSame(holder, owner.containerID) { return holder ?? element.comment ?? "unknown" }
    }
    for rule in rules {
      guard let comment = rule.comment, comment != owner.containerID,
        !rule.isOwned(by: owner), rule.translates(mapping.protocol.number, mapping.hostPort, host)
      else { continue }
      return RuleOwner.containerID(inComment: comment) ?? comment
    }
    return nil
  }

  /// Comments are cut at 128 bytes, and with them long names of containers.
  private func isSame(_ holder: String?, _ containerID: String) -> Bool {
    guard let holder, !holder.isEmpty else { return false }
    return holder == containerID || (holder.utf8.count >= 40 && containerID.hasPrefix(holder))
  }
}

extension FilterRule {
  /// Whether it is a rule of the reference plugins that leads a port elsewhere.
  func translates(_ transport: UInt8, _ port: UInt16, _ host: [UInt8]?) -> Bool {
    var loaded: FilterExpression?
    var (hasTransport, hasPort, address) = (false, false, [UInt8]?.none)
    for expression in expressions {
      if case .compare(_, .equal, let bytes) = expression, let loaded {
        switch loaded {
        case .meta(.transport, _): hasTransport = bytes == [transport]
        case .payload(.transport, offset: 2, length: 2, _): hasPort = bytes == port.networkOrder
        case .payload(.network, _, _, _): address = bytes
        default: break
        }
      }
      loaded = expression
    }
    return hasTransport && hasPort && (host == nil || address == nil || address == host)
  }
}

extension RuleSession {
  func hostPorts(_ family: AddressFamily) throws(CNIError) -> HostPortState {
    let table = HostPortTable(family)
    do {
      var state = HostPortState(
        table: table,
        rules: try dump(FilterRuleDump(family: table.family, table: HostPortTable.name)))
      for set in table.sets {
        let dump = FilterElementDump(table.family, HostPortTable.name, set.name)
        state.elements[set.name] = try self.dump(dump).flatMap(\.elements)
      }
      return state
    } catch {
      throw CNIError(.other, "cannot read the rules of host ports: \(error)")
    }
  }
}
