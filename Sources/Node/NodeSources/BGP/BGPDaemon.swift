/// The programs that speak BGP and can be asked.
public enum BGPDaemon: String, Hashable, Sendable, CaseIterable {
  case bird, frr, gobgp, cilium
  /// A program that nobody can ask here: what the kernel knows is all there is.
  case other

  /// - Parameters:
  ///   - command: The name of the process; nil where it is not known.
  ///   - path: A socket that it listens at.
  init?(command: String?, controlPath path: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    switch command {
    case "bird", "bird6": self = .bird
    case "bgpd" where name.hasSuffix(".vty"): self = .frr
    case "gobgpd" where name.hasSuffix(".sock"): self = .gobgp
    case nil where name == "bird.ctl" || name == "bird6.ctl": self = .bird
    case nil where name == "bgpd.vty": self = .frr
    case nil where Self.isGoBGP(name): self = .gobgp
    default: return nil
    }
  }

  /// Of a program whose socket nobody knows.
  init(command: String?) {
    self =
      switch command {
      case "bird", "bird6": .bird
      case "bgpd": .frr
      case "gobgpd": .gobgp
      case "cilium-agent": .cilium
      default: .other
      }
  }

  /// Whether a socket with this path may be the control socket of a daemon.
  static func isControl(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name == "bird.ctl" || name == "bird6.ctl" || name == "bgpd.vty" || isGoBGP(name)
  }

  /// The socket has no usual place, and most often a name that tells.
  private static func isGoBGP(_ name: some StringProtocol) -> Bool {
    name.hasPrefix("gobgp") && name.hasSuffix(".sock")
  }
}
