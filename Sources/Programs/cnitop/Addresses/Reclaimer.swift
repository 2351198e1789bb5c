import CNISpec
import CNIStores
import LinuxSystem
import NetworkTypes
import NodeCollector
import NodeModel

/// Carries out a plan of reclaiming, and turns it round.
struct Reclaimer {
  struct Outcome {
    var taken: [ActionLog.Lease] = []
    /// What was in the plan, and lives by what was seen under the lock.
    var kept: [ReclaimPlan.Item] = []
    var problems: [String] = []
    /// The number of the action; nil where nothing was taken.
    var number: Int?
  }

  var node: NodeOptions
  var options: RuntimeOptions
  var network: String?
  var graceSeconds: Int64

  static func plan(
    _ node: NodeOptions, network: String?, addresses: Set<IPAddress>, graceSeconds: Int64
  ) throws -> ReclaimPlan {
    let snapshot = try node.read([.links, .addresses, .neighbours, .routes], .ipam)
    var state = snapshot.ipam ?? IPAMState()
    if let network {
      state.networks.removeAll { $0.name != network }
      guard !state.networks.isEmpty else {
        throw CommandFailure("no store has a network \(network)", ExitStatus.findings)
      }
    }
    return ReclaimPlan(state, addresses: addresses, graceSeconds: graceSeconds)
  }

  /// Takes back what is in the plan and still proven with the lock of its network in hand.
  ///
  /// An ADD writes its lease under that lock, so none comes between the proof and the deletion;
  /// one that has its lease and not yet its address is younger than any grace.
  func take(_ plan: ReclaimPlan) throws -> Outcome {
    var outcome = Outcome()
    guard !plan.items.isEmpty else { return outcome }
    // A request to end must not come between what is done and the line about it.
    return try EndingSignals.puttingOff {
      let planned = plan.items.map {
        ActionLog.Lease(
          network: $0.network, folder: $0.folder, address: $0.lease.address.goText, file: "")
      }
      let number: Int
      do {
        number = try options.log.append(leases: planned, time: Clock.now(), outcome: nil)
      } catch {
        throw CommandFailure("nothing was done, for it could not be written down: \(error)")
      }
      let trash = "\(absolute(options.runFolder))/trash/\(number)"
      for (folder, items) in Dictionary(grouping: plan.items, by: \.folder)
        .sorted(by: { $0.key < $1.key })
      {
        do { try take(items, from: folder, trash: trash, &outcome) } catch {
          outcome.problems.append("\(folder): \(error)")
        }
      }
      if !outcome.taken.isEmpty { outcome.number = number }
      do {
        try options.log.append(
          leases: outcome.taken, number: number, time: Clock.now(),
          outcome: outcome.taken.isEmpty ? "nothing was taken" : "done")
      } catch {
        outcome.problems.append(
          "it cannot be undone by cnitop undo: \(error); the files are in \(trash)")
      }
      return outcome
    }
  }

  private func take(
    _ items: [ReclaimPlan.Item], from folder: String, trash: String, _ outcome: inout Outcome
  ) throws {
    var leases = try LeaseFolder(path: folder)
    let fresh = try Self.plan(
      node, network: network, addresses: Set(items.map(\.lease.address)),
      graceSeconds: graceSeconds)
    outcome.kept += fresh.refused.filter { $0.folder == folder }
    let grace = max(graceSeconds, ReclaimPlan.shortestGrace)
    let writtenBefore = (Clock.now() - grace * 1_000_000) * 1000
    for item in fresh.items where item.folder == folder {
      let lease = item.lease
      // Another container may have the address by now, which leaked too; it was not asked about.
      guard let containerID = lease.containerID,
        items.contains(where: {
          $0.lease.address == lease.address && $0.lease.containerID == containerID
        })
      else { continue }
      let file = "\(trash)/\(outcome.taken.count)"
      let isTaken = try leases.withdraw(
        lease.address, containerID: containerID, ifname: lease.ifname,
        writtenBefore: writtenBefore
      ) { content in
        try WrittenFile.makeFolder(trash, mode: 0o700)
        try WrittenFile.replace(file, with: content, mode: 0o600)
      }
      guard isTaken else { continue }
      outcome.taken.append(
        ActionLog.Lease(
          network: item.network, folder: folder, address: lease.address.goText, file: file))
    }
  }

  /// Puts leases back whose address nobody was given since.
  ///
  /// - Returns: Why some are not.
  static func putBack(_ leases: [ActionLog.Lease]) -> [String] {
    var problems: [String] = []
    for (path, group) in Dictionary(grouping: leases, by: \.folder)
      .sorted(by: { $0.key < $1.key })
    {
      do {
        var folder = try LeaseFolder(path: path)
        for lease in group {
          guard let address = IPAddress(lease.address) else { continue }
          let content = try RootedFiles().read(lease.file, limit: 1 << 16)
          guard try folder.putBack(address, content) else {
            problems.append(
              "\(lease.address) of network \(lease.network) was given to somebody since")
            continue
          }
        }
      } catch { problems.append("\(error)") }
    }
    return problems
  }
}
