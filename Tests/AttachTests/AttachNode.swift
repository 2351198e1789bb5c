import Glibc
import TestSupport

/// A node of its own for one script: mounts, network and state of CNI are private to it and go
/// with its last process.
enum AttachNode {
  static let networks = [
    "10-lan.conflist": #"""
    {"cniVersion":"1.0.0","name":"lan","plugins":[
     {"type":"bridge","bridge":"br0","isGateway":true,
      "ipam":{"type":"host-local","subnet":"10.7.0.0/24"}},
     {"type":"portmap","capabilities":{"portMappings":true}}]}
    """#,
    "20-plain.conflist": #"""
    {"cniVersion":"1.0.0","name":"plain","plugins":[
     {"type":"bridge","bridge":"br1","isGateway":true,
      "ipam":{"type":"host-local","subnet":"10.8.0.0/24"}}]}
    """#,
    "30-default.conflist": #"""
    {"cniVersion":"1.0.0","name":"default","plugins":[
     {"type":"bridge","bridge":"br2","isDefaultGateway":true,
      "ipam":{"type":"host-local","subnet":"10.9.0.0/24"}}]}
    """#,
    "40-taken.conflist": #"""
    {"cniVersion":"1.0.0","name":"taken","plugins":[{"type":"host-device","device":"up0"}]}
    """#,
    "50-none.conflist": #"""
    {"cniVersion":"1.1.0","name":"none","plugins":[{"type":"no-such-plugin"}]}
    """#,
    "60-broken.conflist": #"{"cniVersion":"1.0.0","name":"broken","plugins":[{"type":"a/b"}]}"#,
  ]

  /// Runs lines of shell in which `c WORDS` runs cnitop and then prints its status.
  ///
  /// `$KEPT` leaves out of a `find` what stays on purpose: the list of actions, and the table beside
  /// the leases of a network, which is only there to find them.
  ///
  /// Standard error is part of the answer. There is a namespace `box`, and `/run/netns` is empty
  /// but for it.
  ///
  /// - Parameter ownProcesses: Whether no other processes than those of the script are seen.
  static func run(_ script: String, ownProcesses: Bool = false) throws -> String {
    let folder = try TemporaryFolder()
    for (name, text) in networks { try folder.write("net.d/\(name)", text) }
    let setUp = """
      for d in /run/netns /run/cni /var/lib/cni; do mkdir -p $d; mount -t tmpfs none $d; done
      ip link set lo up
      ip netns add box
      D=\(folder.path)
      KEPT="! -name actions.ndjson ! -path */cnitop/leases/*"
      c() { "\(built("cnitop"))" "$@" --conf-dir $D/net.d --plugin-dir /usr/lib/cni 2>&1 \
        && echo "= 0" || echo "= $?"; }
      """
    return try TestSupport.run(
      ["timeout", "120", "unshare", "-m", "-n"]
        + (ownProcesses ? ["-p", "-f", "--kill-child", "--mount-proc"] : [])
        + ["sh", "-ec", setUp + "\n" + script])
  }
}
