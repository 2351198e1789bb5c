import TestSupport

/// A node with pods on a bridge, which the result cache of libcni names.
final class PodNode {
  private let node: NamespaceNode
  var root: String { node.root }
  /// What makes the program look at it and at nothing else.
  var arguments: [String] {
    ["--root", root, "--netns", node.hostPath, "--proc", emptyFolder]
  }

  init(pods: Int) throws {
    node = try NamespaceNode(isQuiet: true)
    try node.files.write("etc/hostname", "private-node\n")
    try node.files.folder("var/lib/cni/results")
    try node.ip(
      "host", "link add cni0 type bridge\naddr add 10.42.0.1/24 dev cni0\nlink set cni0 up")
    for number in 0..<pods { try add(pod: number) }
  }

  func name(_ number: Int) -> String { "default/web-\(number)" }

  /// Makes a pod as the bridge plugin and libcni do.
  func add(pod number: Int) throws {
    let name = "web-\(number)"
    try node.add(name)
    try node.ip(
      name,
      """
      link add eth0 type veth peer name veth\(number)
      addr add 10.42.0.\(number + 2)/24 dev eth0
      link set eth0 up
      """)
    try node.move("veth\(number)", from: name, to: "host", as: "veth\(number)")
    try node.ip("host", "link set veth\(number) master cni0 up")
    try node.shell(
      """
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
    try node.ip("host", "link delete veth\(number)")
    try node.remove(name)
    try node.files.remove("var/lib/cni/results/cbr0-\(name)-id-eth0")
  }

  func ip(_ name: String, _ lines: String) throws { try node.ip(name, lines) }
}
