import Glibc
import TestSupport

/// The program that was built with these tests, in the folder of the test program.
let program: String = {
  var path = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/exe", &path, path.count)
  let text = String(
    decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return text.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/cnitop"
}()

/// A node of real namespaces below a folder that counts as `/`, with the files of its runtimes.
final class PodNode {
  let root: String
  static let sandbox = String(repeating: "ab", count: 32)
  static let container = String(repeating: "cd", count: 32)
  static let uid = "6f2d9c1e-0b7a-4f0e-9d55-3f3e0d9b7a11"

  init() throws {
    var template = Array("/run/cnitop-pods-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw NoFolder(reason: errno)
    }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try shell(
      """
      mkdir -p run/netns var/lib/cni/results var/log/pods etc proc
      ln -s /run var/run
      > host
      unshare --net=host true
      nsenter --net=host ip link add cni0 type bridge
      nsenter --net=host ip link set cni0 up
      """)
  }

  struct NoFolder: Error {
    let reason: CInt
  }

  deinit {
    _ = try? shell("for f in host run/netns/*; do umount -l $f || :; done; rm -rf '\(root)'")
  }

  @discardableResult
  func shell(_ text: String) throws -> String {
    try TestSupport.run(["sh", "-ec", "cd '\(root)'\n\(text)"])
  }

  /// A namespace with a pair of interfaces, as the bridge plugin makes them.
  func namespace(_ name: String, address: String, hostInterface: String) throws {
    try shell(
      """
      > run/netns/\(name)
      unshare --net=run/netns/\(name) true
      exec 9< host
      nsenter --net=run/netns/\(name) ip -batch - <<end
      link add eth0 type veth peer name \(hostInterface) netns /proc/self/fd/9
      addr add \(address) dev eth0
      link set eth0 up
      end
      nsenter --net=host ip link set \(hostInterface) master cni0 up
      """)
  }

  /// An entry of libcni's cache.
  func cache(
    _ namespace: String, _ name: String, sandbox: String, netns: String, address: String
  ) throws {
    try shell(
      """
      cat > var/lib/cni/results/pod-net-\(sandbox)-eth0 <<end
      {"kind":"cniCacheV1","containerId":"\(sandbox)","ifName":"eth0","networkName":"pod-net",
       "netns":"/var/run/netns/\(netns)","cniArgs":[["K8S_POD_NAMESPACE","\(namespace)"],
       ["K8S_POD_NAME","\(name)"],["K8S_POD_UID","\(Self.uid)"]],
       "result":{"cniVersion":"1.0.0","interfaces":[{"name":"eth0",
       "sandbox":"/var/run/netns/\(netns)"}],"ips":[{"interface":0,"address":"\(address)"}]}}
      end
      """)
  }

  /// The rows of `list`.
  func list(_ kind: String) throws -> [JSON] {
    let command = [program, "list", kind, "-o", "json", "--root", root, "--netns"]
    let text = try TestSupport.run(command + ["\(root)/host", "--netns-dir", "/run/netns"])
    return try JSON(parsing: text).elements
  }
}
