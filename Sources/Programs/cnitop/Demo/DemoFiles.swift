import FoundationEssentials
import Glibc
import LinuxSystem
import NetworkTypes

/// The files that a container runtime and a network solution leave on a node, in a private
/// folder that stands for `/`.
struct DemoFiles {
  let root: String

  /// Writes what belongs to the node and not to one pod.
  func writeNode() throws {
    // As on every distribution; runtimes write their paths with /var/run.
    try makeFolders("var")
    symlink("/run", "\(root)/var/run")
    try write("etc/hostname", "demo-node\n")
    try write("etc/machine-id", "de300000000000000000000000000000\n")
    try write(
      "run/flannel/subnet.env",
      """
      FLANNEL_NETWORK=10.244.0.0/16
      FLANNEL_SUBNET=10.244.1.1/24
      FLANNEL_MTU=1450
      FLANNEL_IPMASQ=true

      """)
    try write("etc/cni/net.d/10-flannel.conflist", Self.configuration + "\n")
    try write("var/lib/cni/networks/cbr0/last_reserved_ip.0", "10.244.1.7")
    try write("var/lib/cni/networks/cbr0/lock", "")
  }

  /// Writes the result cache, the lease, the bundles and the log folder of a pod.
  ///
  /// - Parameter processes: Of each container, the process that stands for it.
  func write(_ pod: DemoPod, macAddress: String, hostMACAddress: String?, processes: [pid_t])
    throws
  {
    let network = pod.isMACVLAN ? "uplink" : "cbr0"
    let cache = "var/lib/cni/results/\(network)-\(pod.sandboxID)-eth0"
    try write(cache, cacheEntry(pod, network, macAddress, hostMACAddress))
    // host-local writes CR LF between the two and nothing at the end.
    try write(
      "var/lib/cni/networks/\(network)/\(pod.address.address)", "\(pod.sandboxID)\r\neth0")
    let tasks = "run/containerd/io.containerd.runtime.v2.task/k8s.io"
    try write("\(tasks)/\(pod.sandboxID)/config.json", bundle(pod, container: nil))
    for (container, process) in zip(pod.containers, processes) {
      let folder = "\(tasks)/\(pod.containerID(container))"
      try write("\(folder)/config.json", bundle(pod, container: container))
      try write("\(folder)/init.pid", "\(process)")
    }
    for container in pod.containers {
      try write("\(logFolder(pod))/\(container)/0.log", "")
    }
  }

  /// Removes the files of a pod, as a runtime does.
  func remove(_ pod: DemoPod) {
    let network = pod.isMACVLAN ? "uplink" : "cbr0"
    let tasks = "run/containerd/io.containerd.runtime.v2.task/k8s.io"
    var paths = [
      "var/lib/cni/results/\(network)-\(pod.sandboxID)-eth0",
      "var/lib/cni/networks/\(network)/\(pod.address.address)", "\(tasks)/\(pod.sandboxID)",
      logFolder(pod),
    ]
    paths += pod.containers.map { "\(tasks)/\(pod.containerID($0))" }
    for path in paths { Self.removeTree("\(root)/\(path)") }
  }

  private func logFolder(_ pod: DemoPod) -> String {
    "var/log/pods/\(pod.namespace)_\(pod.name)_\(pod.uid)"
  }

  // MARK: Formats

  private static let configuration = #"""
    {"name":"cbr0","cniVersion":"0.3.1","plugins":[{"type":"flannel","delegate":\#
    {"hairpinMode":true,"isDefaultGateway":true}},{"type":"portmap","capabilities":\#
    {"portMappings":true}}]}
    """#

  /// The format of libcni, `cniCacheV1`.
  private func cacheEntry(
    _ pod: DemoPod, _ network: String, _ macAddress: String, _ hostMACAddress: String?
  ) -> String {
    let netns = "/var/run/netns/\(pod.netns)"
    let config =
      pod.isMACVLAN
      ? #"{"name":"uplink","cniVersion":"0.3.1","plugins":[{"type":"macvlan","master":"eth0"}]}"#
      : Self.configuration
    let host = hostMACAddress.map {
      #"{"name":"cni0"},{"name":"\#(pod.hostInterface)","mac":"\#($0)"},"#
    }
    let gateway = pod.isMACVLAN ? "192.168.86.1" : "10.244.1.1"
    let ports = pod.hostPort.map {
      #""portMappings":[{"hostPort":\#($0),"containerPort":80,"protocol":"tcp"}]"#
    }
    return """
      {"kind":"cniCacheV1","containerId":"\(pod.sandboxID)",\
      "config":"\(Data(config.utf8).base64EncodedString())","ifName":"eth0",\
      "networkName":"\(network)","netns":"\(netns)","cniArgs":[["IgnoreUnknown","1"],\
      ["K8S_POD_NAMESPACE","\(pod.namespace)"],["K8S_POD_NAME","\(pod.name)"],\
      ["K8S_POD_INFRA_CONTAINER_ID","\(pod.sandboxID)"],["K8S_POD_UID","\(pod.uid)"]],\
      "capabilityArgs":{\(ports ?? "")},"result":{"cniVersion":"0.3.1","interfaces":[\
      \(host ?? ""){"name":"eth0","mac":"\(macAddress)","sandbox":"\(netns)"}],\
      "ips":[{"version":"4","interface":\(host == nil ? 0 : 2),"address":"\(pod.address)",\
      "gateway":"\(gateway)"}],"routes":[{"dst":"0.0.0.0/0","gw":"\(gateway)"}],"dns":{}}}
      """
  }

  /// The configuration of an OCI bundle with containerd's annotations.
  private func bundle(_ pod: DemoPod, container: String?) -> String {
    let type =
      container.map {
        #""io.kubernetes.cri.container-type":"container","io.kubernetes.cri.container-name":"\#($0)""#
      } ?? #""io.kubernetes.cri.container-type":"sandbox""#
    return """
      {"ociVersion":"1.2.0","annotations":{\(type),\
      "io.kubernetes.cri.sandbox-id":"\(pod.sandboxID)",\
      "io.kubernetes.cri.sandbox-name":"\(pod.name)",\
      "io.kubernetes.cri.sandbox-namespace":"\(pod.namespace)",\
      "io.kubernetes.cri.sandbox-uid":"\(pod.uid)"},"linux":{"namespaces":[\
      {"type":"pid"},{"type":"network","path":"/var/run/netns/\(pod.netns)"}]}}
      """
  }

  // MARK: Files

  func makeFolders(_ path: String) throws {
    var folder = root
    for part in path.split(separator: "/") {
      folder += "/\(part)"
      if mkdir(folder, 0o700) != 0, errno != EEXIST {
        throw CommandFailure("cannot make \(folder): \(String(cString: strerror(errno)))")
      }
    }
  }

  private func write(_ path: String, _ text: String) throws {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    try makeFolders(folder)
    let file = open("\(root)/\(path)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw CommandFailure("cannot write \(root)/\(path): \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw CommandFailure("cannot write \(root)/\(path): \(String(cString: strerror(errno)))")
    }
  }

  /// Removes a file or a folder with all that is in it; never follows a symbolic link.
  static func removeTree(_ path: String) {
    if unlink(path) == 0 || errno == ENOENT { return }
    guard let folder = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    closedir(folder)
    for name in names { removeTree("\(path)/\(name)") }
    rmdir(path)
  }
}
