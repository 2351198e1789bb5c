import Glibc
import TestSupport

/// A node of namespaces that are bound in a folder, with pods that the result cache of libcni
/// names.
///
/// Everything is in a folder of its own under `/run`, which goes with the value.
final class PrivateNode {
  let root: String
  /// What makes the program look at it and at nothing else.
  var arguments: [String] {
    ["--root", root, "--netns", "\(root)/host", "--proc", "/nonexistent"]
  }

  /// Off: its discovery of neighbours is traffic that comes and goes by itself.
  private static let ipv6 = "/proc/sys/net/ipv6/conf/default/disable_ipv6"
  private static let parent = "/run/cnitop-pty-tests"

  init(pods: Int) throws {
    mkdir(Self.parent, 0o755)
    var template = Array("\(Self.parent)/\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(command: ["mkdtemp"], status: errno, output: Self.parent)
    }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try shell(
      """
      mkdir -p run/netns var/lib/cni/results etc
      echo private-node > etc/hostname
      > host
      unshare --net=host sh -c 'echo 1 > \(Self.ipv6)'
      nsenter --net=host ip -batch - <<end
      link set lo up
      link add cni0 type bridge
      addr add 10.42.0.1/24 dev cni0
      link set cni0 up
      end
      """)
    for number in 0..<pods { try add(pod: number) }
  }

  deinit {
    _ = try? TestSupport.run([
      "sh", "-c",
      "cd '\(root)' && for f in host run/netns/*; do umount -l $f; done; rm -rf '\(root)'",
    ])
    rmdir(Self.parent)  // stays while another test has a node
  }

  func name(_ number: Int) -> String { "default/web-\(number)" }

  /// Makes a pod as the bridge plugin and libcni do.
  func add(pod number: Int) throws {
    let name = "web-\(number)"
    try shell(
      """
      > run/netns/\(name)
      unshare --net=run/netns/\(name) sh -c 'echo 1 > \(Self.ipv6)'
      nsenter --net=run/netns/\(name) ip -batch - <<end
      link set lo up
      link add eth0 type veth peer name veth\(number)
      addr add 10.42.0.\(number + 2)/24 dev eth0
      link set eth0 up
      end
      exec 9< host
      nsenter --net=run/netns/\(name) ip link set veth\(number) netns /proc/self/fd/9
      exec 9<&-
      nsenter --net=host ip link set veth\(number) master cni0 up
      cat > var/lib/cni/results/.new <<end
      {"kind":"cniCacheV1","containerId":"\(name)-id","config":"e30=","ifName":"eth0",
       "networkName":"cbr0","netns":"/run/netns/\(name)",
       "cniArgs":[["K8S_POD_NAMESPACE","default"],["K8S_POD_NAME","\(name)"]],
       "result":{"cniVersion":"1.0.0","interfaces":[{"name":"eth0","sandbox":"/run/netns/\(name)"}],
       "ips":[{"interface":0,"address":"10.42.0.\(number + 2)/24"}],"dns":{}}}
      end
      mv var/lib/cni/results/.new var/lib/cni/results/cbr0-\(name)-id-eth0
      """)
  }

  func remove(pod number: Int) throws {
    let name = "web-\(number)"
    try shell(
      """
      nsenter --net=host ip link delete veth\(number)
      umount -l run/netns/\(name)
      rm run/netns/\(name) var/lib/cni/results/cbr0-\(name)-id-eth0
      """)
  }

  /// Runs `ip` in the node's own namespace.
  func ip(_ words: String) throws { try shell("nsenter --net=host ip \(words)") }

  private func shell(_ script: String) throws {
    try TestSupport.run(["sh", "-ec", "cd '\(root)'\n\(script)"])
  }
}
