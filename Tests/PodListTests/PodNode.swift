import TestSupport

/// The program that was built with these tests.
let program = built("cnitop")

/// A node with pods on a bridge, and the files of its runtimes.
final class PodNode {
  private let node: NamespaceNode
  static let sandbox = String(repeating: "ab", count: 32)
  static let container = String(repeating: "cd", count: 32)
  static let uid = "6f2d9c1e-0b7a-4f0e-9d55-3f3e0d9b7a11"

  init() throws {
    node = try NamespaceNode()
    try node.ip("host", "link add cni0 type bridge\nlink set cni0 up")
    try node.shell(
      """
      mkdir -p var/lib/cni/results var/log/pods etc proc
      ln -s /run var/run
      """)
  }

  @discardableResult
  func shell(_ text: String) throws -> String { try node.shell(text) }

  /// A namespace with a pair of interfaces, as the bridge plugin makes them.
  func namespace(_ name: String, address: String, hostInterface: String) throws {
    try node.add(name)
    try node.ip(
      name,
      """
      link add eth0 type veth peer name \(hostInterface)
      addr add \(address) dev eth0
      link set eth0 up
      """)
    try node.move(hostInterface, from: name, to: "host", as: hostInterface)
    try node.ip("host", "link set \(hostInterface) master cni0 up")
  }

  /// An entry of libcni's cache.
  func cache(
    _ namespace: String, _ name: String, sandbox: String, netns: String, address: String
  ) throws {
    try node.files.write(
      "var/lib/cni/results/pod-net-\(sandbox)-eth0",
      """
      {"kind":"cniCacheV1","containerId":"\(sandbox)","ifName":"eth0","networkName":"pod-net",
       "netns":"/var/run/netns/\(netns)","cniArgs":[["K8S_POD_NAMESPACE","\(namespace)"],
       ["K8S_POD_NAME","\(name)"],["K8S_POD_UID","\(Self.uid)"]],
       "result":{"cniVersion":"1.0.0","interfaces":[{"name":"eth0",
       "sandbox":"/var/run/netns/\(netns)"}],"ips":[{"interface":0,"address":"\(address)"}]}}
      """)
  }

  /// The rows of `list`.
  func list(_ kind: String) throws -> [JSON] {
    // What could not be read is told beside them.
    let command = [
      "sh", "-c", #"exec "$@" 2>/dev/null"#, "sh", program, "list", kind, "-o", "json",
    ]
    let place = ["--root", node.root, "--netns", node.hostPath, "--netns-dir", "/run/netns"]
    let text = try TestSupport.run(command + place)
    return try JSON(parsing: text).elements
  }
}
