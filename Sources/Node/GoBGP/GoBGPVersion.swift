/// The versions of GoBGP's API, which name one service in three ways and number two enumerations
/// differently.
public enum GoBGPVersion: String, Hashable, Sendable, CaseIterable {
  /// Of the daemon since 4.0: kube-router since 2.7, Kube-OVN, Cilium without the socket.
  case v4
  /// kube-router 2.5 and 2.6, Debian's daemon.
  case v3
  /// OpenELB; it has the name of version 1, too.
  case v2

  var service: String {
    switch self {
    case .v4: "api.GoBgpService"
    case .v3: "apipb.GobgpApi"
    case .v2: "gobgpapi.GobgpApi"
    }
  }

  func path(_ method: String) -> String { "/\(service)/\(method)" }

  /// What version 4 added to the numbers of enumerations, for a word that is not given.
  var offset: UInt32 { self == .v4 ? 1 : 0 }
}
