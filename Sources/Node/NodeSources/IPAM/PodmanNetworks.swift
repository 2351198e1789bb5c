import CNISpec
import LinuxSystem
import NetworkTypes

/// The addresses that podman gave to containers on its own networks (netavark).
///
/// `ipam.db` has a bucket for each network, in it one for each subnet, in it the container of each
/// address, by its bytes (`libnetwork/netavark/ipam.go` of containers/common). The folder is on a
/// file system of the memory: nothing of it outlives a reboot.
enum PodmanNetworks {
  static let database = "/run/containers/networks/ipam.db"
  static let folder = "/run/containers/networks"
  private static let limit = 64 << 20

  static func read(_ files: RootedFiles) -> (networks: [FoundNetwork], statuses: [SourceStatus]) {
    let source = "file:\(database)"
    let bytes: [UInt8]
    do { bytes = try files.read(database, limit: limit) } catch {
      // Without podman, or without a container on a network of its own.
      if case .absent = error { return ([], []) }
      return ([], [SourceStatus(source, error)])
    }
    do throws(MalformedBolt) {
      let configured = configured(files)
      var networks: [FoundNetwork] = []
      let file = try BoltFile(bytes)
      for (key, value) in try file.entries(of: file.top) {
        guard case .bucket(let bucket) = value else { continue }
        let name = String(decoding: key, as: UTF8.self)
        networks.append(try network(name, bucket, file, configured[name]))
      }
      return (networks, [SourceStatus(source, .ok)])
    } catch {
      return ([], [SourceStatus(source, .error, "cannot read \(database): \(error)")])
    }
  }

  private static func network(
    _ name: String, _ bucket: BoltFile.Bucket, _ file: BoltFile, _ subnets: [JSONValue]?
  ) throws(MalformedBolt) -> FoundNetwork {
    var network = FoundNetwork(name: name, store: .podman, path: "\(database)#\(name)")
    for (key, value) in try file.entries(of: bucket) {
      // The other bucket is by containers, and says the same.
      guard case .bucket(let leases) = value,
        let subnet = IPPrefix(String(decoding: key, as: UTF8.self)), key.contains(0x2F)
      else { continue }
      network.ranges.append(range(subnet, set: network.ranges.count, subnets))
      for (key, value) in try file.entries(of: leases) {
        // Another key is `lastIP`.
        guard case .bytes(let content) = value,
          let address = IPAddress(networkOrder: key.span.bytes)
        else {
          continue
        }
        let containerID = String(decoding: content, as: UTF8.self)
        network.leases.append(
          FoundNetwork.Lease(
            address: address, content: .owner(containerID: containerID, ifname: nil)))
      }
    }
    network.leases.sort { $0.address < $1.address }
    return network
  }

  /// podman gives out all of a subnet but for its first address and the broadcast address.
  private static func range(
    _ subnet: IPPrefix, set: Int, _ subnets: [JSONValue]?
  ) -> FoundNetwork.Range {
    let written = subnets?.first { $0["subnet"]?.string.flatMap { IPPrefix($0) } == subnet }
    let lease = written?["lease_range"]
    func address(_ value: JSONValue?) -> IPAddress? { value?.string.flatMap { IPAddress($0) } }
    let top = subnet.last
    let isLarge = subnet.address.family == .ipv4 && subnet.length < 31
    let end =
      isLarge ? IPAddress(number: top.number - 1, family: .ipv4) ?? top : top
    let second = subnet.network.address.next ?? subnet.address
    return FoundNetwork.Range(
      set: set, subnet: subnet.network, first: address(lease?["start_ip"]) ?? second,
      last: address(lease?["end_ip"]) ?? end, gateway: address(written?["gateway"]) ?? second)
  }

  /// The subnets of each network, as its file has them; podman's first network needs none.
  private static func configured(_ files: RootedFiles) -> [String: [JSONValue]] {
    var found: [String: [JSONValue]] = [:]
    for name in (try? files.list(SegmentFindings.podmanFolder)) ?? [] where name.hasSuffix(".json")
    {
      guard
        let bytes = try? files.read("\(SegmentFindings.podmanFolder)/\(name)", limit: 1 << 20),
        let json = try? JSONValue(parsing: bytes), let network = json["name"]?.string
      else { continue }
      found[network] = json["subnets"]?.array
    }
    return found
  }
}
