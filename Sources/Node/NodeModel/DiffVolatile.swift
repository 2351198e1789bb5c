import NetworkTypes

/// What runs by itself – ages, lifetimes, timers – and is no change.
enum Volatile {
  /// Whether a key of the snapshot has such a value.
  static func isVolatile(_ key: some StringProtocol) -> Bool { keys.contains(String(key)) }

  private static let keys: Set<String> = [
    // Lifetimes and ages.
    "validSeconds", "preferredSeconds", "expiresSeconds", "confirmedSeconds", "usedSeconds",
    "updatedSeconds", "unbalancedTimeCentiseconds",
    // Of a BGP session, with its connection, which a failing one has anew every few seconds.
    "sinceSeconds", "holdLeftSeconds", "secondsLeft", "uptimeSeconds", "tcp",
    "ageSeconds",
    // Timers of a bridge, of its ports and of its multicast querier.
    "helloTimerCentiseconds", "topologyChangeNotificationTimerCentiseconds",
    "topologyChangeTimerCentiseconds", "garbageCollectionTimerCentiseconds",
    "messageAgeTimerCentiseconds", "forwardDelayTimerCentiseconds", "holdTimerCentiseconds",
    "otherTimerCentiseconds", "otherTimer6Centiseconds",
    // What IPv6 does by itself on a new link: `routerSolicitationSent`, `ready`.
    "inet6Flags",
    // Counters.
    "received", "accepted", "advertised", "preferred", "notificationsSent",
    "notificationsReceived", "flaps", "established",
    "rxBytes", "txBytes", "lastHandshakeAt",
    "statistics", "extendedStatistics", "groupStatistics", "learnedCount", "probes",
  ]
}

/// A value without what runs by itself, so that two of them are equal if nothing changed.
protocol Settled: Hashable {
  var settled: Self { get }
  /// Whether both are equal when settled.
  func isAlike(_ other: Self) -> Bool
}

extension Settled {
  func isAlike(_ other: Self) -> Bool { settled == other.settled }
}

extension Facts {
  var settled: Facts {
    guard fields.contains(where: Self.isAffected) else { return self }
    var result = Facts()
    for field in fields where !Volatile.isVolatile(field.key) {
      if case .facts(let inner) = field.value {
        result.set(field.key, .facts(inner.settled))
      } else {
        result.set(field.key, field.value)
      }
    }
    return result
  }

  private static func isAffected(_ field: Field) -> Bool {
    if case .facts(let inner) = field.value, inner.fields.contains(where: isAffected) {
      return true
    }
    return Volatile.isVolatile(field.key)
  }
}

extension Link: Settled {
  var settled: Link {
    var link = self
    link.addresses = []
    link.altNames.sort()
    var details = details
    details.attributes = details.attributes.settled
    details.detail = details.detail.settled
    details.port = details.port.settled
    link.details = details
    return link
  }

  /// Two rows with different ids are told apart without their details.
  func isAlike(_ other: Link) -> Bool { id == other.id && settled == other.settled }
}

extension InterfaceAddress: Settled {
  var settled: InterfaceAddress {
    var address = self
    // That a lifetime ends or not is a fact; how much of it is left is not.
    address.validSeconds = validSeconds.map { $0 == .max ? .max : 0 }
    address.preferredSeconds = preferredSeconds.map { $0 == .max ? .max : 0 }
    return address
  }
}

extension Neighbour: Settled {
  var settled: Neighbour {
    var neighbour = self
    neighbour.confirmedSeconds = nil
    neighbour.usedSeconds = nil
    neighbour.updatedSeconds = nil
    neighbour.probes = nil
    return neighbour
  }
}

extension FDBEntry: Settled {
  var settled: FDBEntry {
    var entry = self
    entry.usedSeconds = nil
    entry.updatedSeconds = nil
    return entry
  }
}

extension RouteExtra {
  var settled: RouteExtra {
    var extra = self
    extra.expiresSeconds = expiresSeconds.map { _ in 0 }
    extra.attributes = attributes.settled
    return extra
  }
}

extension Rule: Settled {
  var settled: Rule { self }
}
extension NextHop: Settled {
  var settled: NextHop {
    var hop = self
    hop.attributes = attributes.settled
    return hop
  }
}
extension Qdisc: Settled {
  var settled: Qdisc { self }
}
extension Pod: Settled {
  var settled: Pod { self }
}
extension Tunnel: Settled {
  var settled: Tunnel {
    guard let wireGuard else { return self }
    var tunnel = self
    tunnel.wireGuard = wireGuard.settled
    return tunnel
  }
}
