import Canvas
import NetworkTypes
import NodeModel

/// How a link does, in the fewest words, so that colour only repeats what a word says.
enum LinkCondition: Hashable {
  case up
  /// Set down by someone (`IFF_UP` is not set).
  case off
  /// Set up, but without a carrier or a working link below.
  case noCarrier
  case other(OperationalState)

  init(_ link: Link) {
    guard link.flags.contains(.up) else {
      self = .off
      return
    }
    switch link.operState {
    case .up?: self = .up
    case .down?, .lowerLayerDown?: self = .noCarrier
    // Drivers of software devices leave the state unknown and say by a flag that they work.
    case .unknown?, nil: self = link.flags.contains(.lowerUp) ? .up : .noCarrier
    case .some(let state): self = .other(state)
    }
  }

  var word: String {
    switch self {
    case .up: "up"
    case .off: "down"
    case .noCarrier: "no link"
    case .other(let state): state.word
    }
  }
}

extension Link {
  var condition: LinkCondition { LinkCondition(self) }

  /// Whether somebody made it, other than the kernel for every namespace.
  var isInterface: Bool { !flags.contains(.loopback) && name != "lo" && !isFallbackDevice }

  /// The role of its state: a link that nobody uses may be down without being a fault.
  func stateRole(isUsed: Bool) -> Role {
    switch condition {
    case .up: .up
    case .off: isUsed ? .down : isInterface ? .warning : .mutedText
    case .noCarrier: kind == "bridge" ? .warning : .down
    case .other: .warning
    }
  }

  /// Whether its state hurts: it is down although it has a use, or is up without a carrier.
  func isFaulty(isUsed: Bool) -> Bool {
    switch condition {
    case .up: false
    case .off: isUsed && !isFallbackDevice
    // A bridge has no carrier before it has its first port.
    case .noCarrier: kind != "bridge"
    case .other: true
    }
  }
}

extension NodeIndex {
  /// Whether someone counts on a link: it has addresses, is a port, or is an end of a pod.
  func isUsed(_ link: Link) -> Bool {
    if link.flags.contains(.loopback) { return false }
    return !link.addresses.isEmpty || link.master != nil || interface(of: link.id) != nil
  }
}
