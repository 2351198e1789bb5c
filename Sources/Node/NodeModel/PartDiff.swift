/// What is different in the parts of two snapshots; a part that one of them does not have is not
/// compared.
enum PartDiff {
  static func changes(from old: Snapshot, to new: Snapshot) -> [Change] {
    var changes: [Change] = []
    if let before = old.cni, let after = new.cni {
      changes += rows(before.configurations, after.configurations, \.path, .configuration, new) {
        .configuration($0)
      }
      changes += rows(before.plugins, after.plugins, \.path, .plugin, new) { .plugin($0) }
    }
    if let before = old.bgp, let after = new.bgp {
      changes += rows(before.speakers, after.speakers, \.id, .bgpSpeaker, new) {
        .bgpSpeaker($0)
      }
      changes += rows(before.sessions, after.sessions, \.identity, .bgpSession, new) {
        .bgpSession($0)
      }
    }
    if let before = old.ipam, let after = new.ipam {
      for network in after.networks {
        // A network that was not there before is no lease.
        guard let known = before.networks.first(where: { $0.path == network.path }) else {
          continue
        }
        changes += rows(known.leases, network.leases, \.address, .lease, new) { .lease($0) }
      }
    }
    if let before = old.services, let after = new.services {
      changes += rows(before.services, after.services, \.key, .service, new) { .service($0) }
    }
    if let before = old.ports, let after = new.ports {
      changes += rows(before.entries, after.entries, \.identity, .port, new) { .port($0) }
    }
    return changes
  }

  private static func rows<Row: Settled, Identity: Hashable>(
    _ old: [Row], _ new: [Row], _ identity: (Row) -> Identity, _ subject: Change.Subject,
    _ snapshot: Snapshot, value: (Row) -> Change.Value
  ) -> [Change] {
    differences(old, new, identity: identity).map { before, after in
      Change(
        at: snapshot.capturedAt, subject: subject, namespace: nil, before: before.map(value),
        after: after.map(value))
    }
  }
}
