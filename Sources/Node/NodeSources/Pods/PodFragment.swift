import CNISpec

/// What one source says of one pod or container; nil is what it does not say.
struct PodFragment {
  var source: PodSource
  var sandboxID: String?
  var namespace: String?
  var name: String?
  var uid: String?
  /// The name of the container, for one that is in no pod.
  var fallbackName: String?
  var netnsPath: String?
  var netnsInode: UInt64?
  var hostNetwork: Bool?
  /// Whether it has a new namespace without a path, which only its process tells.
  var hasOwnNamespace = false
  var containers: [FoundPod.Container] = []
  /// Other spellings of the sandbox id: nerdctl gives CNI `NAMESPACE-ID`.
  var aliases: [String] = []
  var pids: [Int32] = []
  var interfaces: [FoundPod.Interface] = []
  var hostPorts: [CNIPortMapping] = []
  /// Whether it was read from where nothing stays after its container: a bundle in `/run`
  /// whose process lives.
  var isRunning = false
  /// Whether it had a process that is gone, or was left over from before the machine started.
  var hasEnded = false

  init(_ source: PodSource) { self.source = source }

  /// Every id that it goes by.
  var ids: [String] { [sandboxID].compactMap(\.self) + aliases + containers.compactMap(\.id) }
}

extension FoundPod.Interface {
  /// The interfaces in the container that a result lists, with their addresses.
  ///
  /// - Parameter ifname: For results without a list of interfaces, or with addresses of none.
  static func list(
    _ result: CNIResult, ifname: String?, network: String?, plugins: [String]
  ) -> [Self] {
    var interfaces: [Self] = []
    var positions: [Int: Int] = [:]
    var host: String?
    for (index, entry) in result.interfaces.enumerated() {
      guard entry.sandbox != nil else {
        host = entry.name
        continue
      }
      positions[index] = interfaces.count
      interfaces.append(
        Self(
          name: entry.name, addresses: [], network: network, hostInterface: host,
          macAddress: entry.macAddress, plugins: plugins))
      host = nil
    }
    for address in result.ips {
      var position = address.interface.flatMap { positions[$0] }
      if position == nil {
        // Calico's results name the end on the node only, and give addresses no index.
        let name = ifname ?? interfaces.first?.name ?? "eth0"
        position = interfaces.firstIndex { $0.name == name }
        if position == nil {
          position = interfaces.count
          interfaces.append(
            Self(
              name: name, addresses: [], network: network, hostInterface: host, macAddress: nil,
              plugins: plugins))
        }
      }
      if let position { interfaces[position].addresses.append(address.address) }
    }
    return interfaces.filter { $0.name != "lo" }
  }
}
