import CNISpec
import CNIStores
public import LinuxSystem
import NetworkTypes

/// What the stores of this node say of who has which address.
public struct IPAMFindings: Sendable {
  public private(set) var networks: [FoundNetwork] = []
  public private(set) var statuses: [SourceStatus] = []

  /// Where configurations of networks are.
  static let configurationFolders = [
    NetworkFolder.defaultPath, "/var/lib/rancher/k3s/agent/etc/cni/net.d",
  ]
  /// Where folders with leases are without a configuration that names them: host-local's own
  /// place, that of kindnet, those of the egress plugin of AWS.
  static let dataFolders = [
    LeaseFolder.defaultDataFolder, "/run/cni-ipam-state", "/run/cni/v4pd", "/run/cni/v6pd",
  ]
  /// Flannel's plugin keeps here what it told the plugins below it, a file for each container.
  static let flannelFolder = "/var/lib/cni/flannel"

  /// - Parameters:
  ///   - cache: libcni's, whose entries have the configurations that attachments were made with.
  ///   - memory: What was read before.
  public init(_ files: RootedFiles, cache: CNICacheReading, memory: IPAMMemory) {
    let hostLocal = hostLocalNetworks(files, cache, memory)
    for network in hostLocal { networks.append(read(network, files, memory)) }
    memory.keep(Set(hostLocal.map(\.folder)))
    for other in [PodmanNetworks.read(files), AWSAddresses.read(files)] {
      networks += other.networks
      statuses += other.statuses
    }
    networks.sort { ($0.name, $0.path) < ($1.name, $1.path) }
  }

  /// The folders in which a change is a reason to read again, besides those that it remembers.
  public static let folders =
    configurationFolders + dataFolders + [
      flannelFolder, PodmanNetworks.folder, "/run/aws-node",
    ]
}

// MARK: host-local

extension IPAMFindings {
  private func hostLocalNetworks(
    _ files: RootedFiles, _ cache: CNICacheReading, _ memory: IPAMMemory
  ) -> [HostLocalNetwork] {
    var merger = NetworkMerger()
    for folder in Self.configurationFolders {
      for file in NetworkFolder(folder, in: files).files {
        guard let network = file.network else { continue }
        for plugin in network.plugins {
          merger.add(HostLocalNetwork(plugin, of: network.name, origin: file.path))
        }
      }
    }
    for file in cache.folders.flatMap(\.files) {
      guard let network = file.entry.configuration else { continue }
      for plugin in network.plugins {
        merger.add(
          HostLocalNetwork(
            plugin, of: network.name, capabilities: file.entry.capabilityArguments,
            origin: file.path))
      }
    }
    for network in Self.delegates(files, memory) { merger.add(network) }
    for folder in Self.dataFolders {
      for name in (try? files.list(folder)) ?? [] where CNINames.isValid(name) {
        guard (try? files.status("\(folder)/\(name)").isDirectory) == true else { continue }
        merger.add(HostLocalNetwork(.object([]), of: name, in: folder))
      }
    }
    return merger.networks
  }

  /// What flannel told host-local, the same for all containers of a network.
  private static func delegates(_ files: RootedFiles, _ memory: IPAMMemory) -> [HostLocalNetwork] {
    var networks: [HostLocalNetwork] = []
    for name in (try? files.list(flannelFolder)) ?? [] {
      let path = "\(flannelFolder)/\(name)"
      let found = try? memory.delegates.value(of: path, in: files, limit: 1 << 20) { bytes in
        let json = try JSONValue(parsing: bytes)
        guard let name = json["name"]?.string, let ipam = json["ipam"],
          ipam["type"]?.string == "host-local"
        else { return [] }
        return HostLocalNetwork(ipam, of: name, origin: path).map { [$0] } ?? []
      }
      networks += found ?? []
    }
    return networks
  }

  private mutating func read(
    _ network: HostLocalNetwork, _ files: RootedFiles, _ memory: IPAMMemory
  ) -> FoundNetwork {
    var found = FoundNetwork(
      name: network.name, store: .hostLocal, path: network.folder, ranges: network.ranges,
      problems: network.problems)
    let source = "file:\(network.folder)"
    let listing: LeaseListing
    do { listing = try memory.listing(network.folder, files) } catch {
      // Nothing was given out yet.
      if case .absent = error { return found }
      statuses.append(SourceStatus(source, error))
      found.problems.append("\(error)")
      return found
    }
    found.leases = listing.leases.map {
      FoundNetwork.Lease(
        address: $0.address, content: FoundNetwork.Content($0.content),
        writtenAt: $0.modifiedNanoseconds > 0 ? $0.modifiedNanoseconds / 1000 : nil)
    }
    found.problems += Self.problems(of: listing, network.folder)
    let unreadable = listing.leases.compactMap { lease -> String? in
      guard case .unreadable(let reason) = lease.content else { return nil }
      return "cannot read \(network.folder)/\(lease.address.goText): \(reason)"
    }
    var status = SourceStatus(source, problems: unreadable)
    if listing.isTruncated {
      status = SourceStatus(
        source, .truncated,
        "\(network.folder) has more than \(LeaseListing.limit) names: the rest was not read")
    }
    statuses.append(status)
    return found
  }

  private static func problems(of listing: LeaseListing, _ folder: String) -> [String] {
    var lines: [String] = []
    if listing.strangerCount > 0 {
      let names = listing.strangers.joined(separator: ", ")
      let more = listing.strangerCount - listing.strangers.count
      lines.append(
        "\(folder) has files that are no leases: \(names)" + (more > 0 ? " and \(more) more" : ""))
    }
    return lines
  }
}

extension HostLocalNetwork {
  /// One of which only the folder is there.
  init?(_ ipam: JSONValue, of name: String, in folder: String) {
    self.init(ipam, of: name, origin: folder)
    self.folder = "\(folder)/\(name)"
  }
}

/// Puts together what several configurations say of one folder: the first one that has ranges
/// counts, as later ones are of attachments made before it was changed.
private struct NetworkMerger {
  private(set) var networks: [HostLocalNetwork] = []
  private var places: [String: Int] = [:]

  mutating func add(_ network: HostLocalNetwork?) {
    guard let network else { return }
    guard let place = places[network.folder] else {
      places[network.folder] = networks.count
      networks.append(network)
      return
    }
    if networks[place].ranges.isEmpty { networks[place].ranges = network.ranges }
  }
}
