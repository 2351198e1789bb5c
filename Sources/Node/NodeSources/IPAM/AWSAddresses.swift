import CNISpec
import LinuxSystem
import NetworkTypes

/// The addresses that the daemon of AWS's VPC plugin gave to pods (`ipam.json`, `vpc-cni-ipam/1`).
enum AWSAddresses {
  static let file = "/run/aws-node/ipam.json"

  static func read(_ files: RootedFiles) -> (networks: [FoundNetwork], statuses: [SourceStatus]) {
    let source = "file:\(file)"
    do {
      let json = try JSONValue(parsing: try files.read(file))
      guard let allocations = json["allocations"]?.array else {
        return ([], [SourceStatus(source, .error, "cannot read \(file): allocations is missing")])
      }
      var network = FoundNetwork(
        name: json["allocations"]?.array?.first?["networkName"]?.string ?? "aws-cni",
        store: .aws, path: file)
      var odd = 0
      for allocation in allocations {
        for key in ["ipv4", "ipv6"] {
          guard let text = allocation[key]?.string, !text.isEmpty else { continue }
          guard let address = IPAddress(text), let id = allocation["containerID"]?.string else {
            odd += 1
            continue
          }
          // In nanoseconds since 1970.
          let written = allocation["allocationTimestamp"]?.integer.map { $0 / 1000 }
          network.leases.append(
            FoundNetwork.Lease(
              address: address,
              content: .owner(containerID: id, ifname: allocation["ifName"]?.string),
              writtenAt: written))
        }
      }
      if odd > 0 { network.problems.append("\(file) has \(odd) entries without an address") }
      network.leases.sort { $0.address < $1.address }
      return ([network], [SourceStatus(source, .ok)])
    } catch FileError.absent { return ([], []) } catch let error as FileError {
      return ([], [SourceStatus(source, error)])
    } catch {
      return ([], [SourceStatus(source, .error, "cannot read \(file): \(error)")])
    }
  }
}
