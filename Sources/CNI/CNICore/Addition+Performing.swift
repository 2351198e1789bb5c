import CNIPlan
import CNIRules
import CNISpec
import Glibc
import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes

extension Addition {
  /// Does one step and waits for the kernel's word on it.
  func perform(_ step: Step) throws(CNIError) {
    let session = session(step.place)
    do {
      switch step.action {
      case .createLink(let link): try create(link, session)
      case .setLink(let name, let settings): try set(name, settings, session)
      case .deleteLink(let name): try session.deleteLink(name)
      case .moveLink(let move): try self.move(move, session)
      case .returnLink(let link): try session.giveBack(link, to: node)
      case .setPort(let name, let settings):
        var change = ChangeBridgePort(index: try session.index(name))
        change.isHairpin = settings.isHairpin
        change.isIsolated = settings.isIsolated
        try session.perform(change.message())
      case .addVLANs(let name, let vlans):
        let ranges = vlans.map {
          ChangeBridgeVLANs.Range(
            $0.first, to: $0.last, isPVID: $0.isUntagged, isUntagged: $0.isUntagged)
        }
        try session.perform(ChangeBridgeVLANs(.add, ranges, on: session.index(name)).message())
      case .removeVLANs(let name, let ids):
        let ranges = ids.map { ChangeBridgeVLANs.Range($0) }
        try session.perform(ChangeBridgeVLANs(.delete, ranges, on: session.index(name)).message())
      default: try performTables(step.action, session)
      }
    } catch let error as CNIError {
      throw error
    } catch {
      throw CNIError(.other, "failed to \(step.action.purpose): \(error)")
    }
  }

  private func performTables(_ action: Action, _ session: KernelSession) throws {
    switch action {
    case .addAddress(let address):
      var change = ChangeAddress(.add, address.prefix, on: try session.index(address.device))
      change.broadcast = address.broadcast
      try tolerating(.fileExists, if: address.mayExist) {
        () throws(NetlinkError) in try session.perform(change.message())
      }
    case .deleteAddress(let prefix, let device):
      let change = ChangeAddress(.delete, prefix, on: try session.index(device))
      try tolerating(.noAddress) { () throws(NetlinkError) in
        try session.perform(change.message())
      }
    case .addRoute(let route):
      let change = try session.change(.add, route)
      try tolerating(.fileExists, if: route.mayExist) { () throws(NetlinkError) in
        try session.perform(change.message())
      }
    case .deleteRoute(let route):
      let change = try session.change(.delete, route)
      try tolerating(.noSuchProcess) { () throws(NetlinkError) in
        try session.perform(change.message())
      }
    case .setSysctl(let key, let value, let optional):
      if try !session.setSysctl(key, value), !optional {
        throw SystemCallError("open", .noSuchFile)
      }
    case .settleAddresses(let device): try settle(device, session)
    case .awaitUp(let device): try awaitUp(device, session)
    case .addRules(let rules): try RuleSession().add(rules)
    case .deleteRules(let rules): try RuleSession().delete(rules)
    case .limitRate(let limit): try session.add(limit)
    case .addSourceRule(let rule): try session.add(rule)
    case .deleteSourceRule(let rule): try session.delete(rule)
    case .redirectIngress(let from, let to): try session.redirect(from, to)
    default: try session.performTunnels(action)
    }
  }

  // MARK: Links

  private func create(_ link: NewLink, _ session: KernelSession) throws {
    let target = link.place.map { self.session($0) } ?? session
    if case .tap(let tap) = link.kind {
      try target.makeTap(link, tap)
      return
    }
    var request = CreateLink(link.name, .dummy)
    switch link.kind {
    case .bridge(let filtering): request.kind = .bridge(vlanFiltering: filtering)
    case .veth(let peer):
      request.kind = .veth(
        peer: peer.name,
        peerNamespace: self.session(peer.place).namespace.descriptor.rawValue,
        peerMTU: peer.mtu, peerMACAddress: peer.macAddress)
    case .macvlan(let mode, let parent, let queue):
      request.kind = .macvlan(mode.number, broadcastQueueLength: queue)
      request.parent = try session.index(parent)
    case .ipvlan(let mode, let parent):
      request.kind = .ipvlan(mode.number)
      request.parent = try session.index(parent)
    case .vlan(let id, let parent):
      request.kind = .vlan(id: id)
      request.parent = try session.index(parent)
    case .vrf(let table): request.kind = .vrf(table: table)
    case .ifb: request.kind = .ifb
    case .tunnel(let tunnel): request.kind = tunnel.request
    case .dummy, .tap: break
    }
    request.isUp = link.isUp
    request.mtu = link.mtu
    request.macAddress = link.macAddress
    if let master = link.master { request.master = try session.index(master) }
    if target !== session { request.namespace = target.namespace.descriptor.rawValue }
    try tolerating(.fileExists, if: link.mayExist) { () throws(NetlinkError) in
      try session.perform(request.message())
    }
  }

  private func set(_ name: String, _ settings: LinkSettings, _ session: KernelSession) throws {
    try session.perform(try session.change(name, settings).message())
    if settings.name != nil { session.forget(name) }
  }

  /// One message: the kernel takes the link down, renames it and moves it, or does nothing.
  private func move(_ move: MovedLink, _ session: KernelSession) throws {
    var change = ChangeLink(index: try session.index(move.name))
    change.namespace = self.session(move.target).namespace.descriptor.rawValue
    if move.newName != move.name { change.name = move.newName }
    try session.perform(change.message())
    session.forget(move.name)
  }

  // MARK: Waiting

  /// Duplicate address detection takes a second or more; the kernel sends no event for its end
  /// that could not be missed, so this looks again.
  private func settle(_ device: String, _ session: KernelSession) throws {
    let index = try session.index(device)
    for attempt in 0..<100 {
      let addresses = try session.addresses(index, family: .ipv6)
      if let failed = addresses.first(where: { $0.flags.contains(.dadFailed) }) {
        let text = failed.ownPrefix.map { "\($0.address)" } ?? "?"
        throw CNIError(.other, "link \(device) has address \(text) in DADFAILED state")
      }
      if !addresses.contains(where: { $0.flags.contains(.tentative) }) { return }
      usleep(attempt < 10 ? 5_000 : 50_000)
    }
    // A link without a carrier never gets there: then it is not the address that is wrong.
    guard try session.message(index)?.operState == .up else { return }
    throw CNIError(.other, "link \(device) still has tentative addresses after 5 seconds")
  }

  private func awaitUp(_ device: String, _ session: KernelSession) throws {
    for attempt in 0..<40 {
      guard let link = try session.message(device) else {
        throw SystemCallError("RTM_GETLINK", .noSuchDevice)
      }
      if link.operState == .up { return }
      if attempt == 39 {
        throw CNIError(
          .other, "bridge port in error state: \(link.operState.map { "\($0)" } ?? "unknown")")
      }
      usleep(attempt < 10 ? 2_000 : 85_000)
    }
  }
}

/// Runs `body`; one refusal of the kernel is no failure.
func tolerating(
  _ reason: ErrorNumber, if condition: Bool = true, _ body: () throws(NetlinkError) -> Void
) throws(NetlinkError) {
  do { try body() } catch {
    guard condition, error.reason == reason else { throw error }
  }
}

extension MACVLANWord {
  var number: MACVLANMode {
    switch self {
    case .bridge: .bridge
    case .private: .private
    case .vepa: .vepa
    case .passthru: .passthru
    }
  }
}

extension IPVLANWord {
  var number: IPVLANMode {
    switch self {
    case .l2: .l2
    case .l3: .l3
    case .l3s: .l3s
    }
  }
}

extension Action {
  /// What a step is for, behind "failed to".
  var purpose: String {
    switch self {
    case .createLink(let link): "create \(link.kind.word) \(JSONValue.string(link.name))"
    case .setLink(let name, _): "change link \(JSONValue.string(name))"
    case .deleteLink(let name): "delete \(JSONValue.string(name))"
    case .moveLink(let move): "move \(JSONValue.string(move.name)) to the \(move.target.rawValue)"
    case .returnLink(let link): "give \(JSONValue.string(link.name)) back"
    case .setPort(let name, _): "change port \(JSONValue.string(name)) of its bridge"
    case .addVLANs(let name, _), .removeVLANs(let name, _):
      "setup vlan tag on interface \(JSONValue.string(name))"
    case .addAddress(let address):
      "add IP addr \(address.prefix) to \(JSONValue.string(address.device))"
    case .deleteAddress(let prefix, let device):
      "remove IP addr \(prefix) from \(JSONValue.string(device))"
    case .addRoute, .deleteRoute: "\(sign == .add ? "add" : "delete") \(text)"
    case .leaseAddresses(let lease): "get addresses of \(lease.manager)"
    case .returnAddresses(let lease): "give addresses of \(lease.manager) back"
    case .setSysctl(let key, let value, _): "set \(key) to \(value)"
    case .settleAddresses(let device): "settle addresses for \(JSONValue.string(device))"
    case .awaitUp(let device): "bring up \(JSONValue.string(device))"
    case .addSourceRule(let rule): "add the rule for \(rule.source)"
    case .deleteSourceRule(let rule): "delete the rule for \(rule.source)"
    case .limitRate(let limit): "limit the rate of \(JSONValue.string(limit.device))"
    case .redirectIngress(let from, _): "redirect what \(JSONValue.string(from)) gets"
    case .addRules(let rules): "add rules: \(rules.text)"
    case .deleteRules(let rules): "delete rules: \(rules.text)"
    case .addNeighbour, .addForwarding, .addTableRule: "add \(text)"
    case .deleteNeighbour, .deleteForwarding, .deleteTableRule, .deleteUnusedTunnel:
      "delete \(text)"
    }
  }
}
