import LinuxSystem
import NetworkTypes
import NodeModel
import Yams

/// The file that a plan of addresses is made from.
struct PlanRequest: Decodable {
  /// A segment with a name.
  struct Segment: Decodable {
    var name: String
    var prefixes: [String]
  }

  /// The name of the network in configurations.
  var name: String?
  var nodes: Int
  var podsPerNode: Int?
  var services: Int?
  var growth: Double?
  /// `ipv4`, `ipv6`.
  var families: [String]?
  var space: [String]?
  var nodeSegments: [String]?
  var podSegments: [String]?
  var serviceSegments: [String]?
  var sites: [Segment]?
  var networks: [Segment]?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, nodes, podsPerNode, services, growth, families, space, nodeSegments, podSegments
    case serviceSegments, sites, networks
  }

  /// - Throws: A failure that says where the file is wrong.
  static func read(_ file: String) throws -> PlanRequest {
    let bytes: [UInt8]
    do { bytes = try readNamedFile(file) } catch {
      throw CommandFailure("\(error)", ExitStatus.usage)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let known = CodingKeys.allCases.map(\.rawValue)
      // A key that is spelt wrongly would be a wish that nobody fulfils.
      for key in try Yams.compose(yaml: text)?.mapping?.keys.compactMap(\.string) ?? []
      where !known.contains(key) {
        throw CommandFailure(
          "\(file): the key \(key) is not known; there are \(known.joined(separator: ", "))",
          ExitStatus.usage)
      }
      return try YAMLDecoder().decode(PlanRequest.self, from: text)
    } catch let failure as CommandFailure { throw failure } catch {
      throw CommandFailure("\(file) is malformed: \(malformation(error))", ExitStatus.usage)
    }
  }

  /// What is asked for, with what else is known to be taken.
  func demand(_ file: String, taken: [AddressDemand.Taken]) throws -> AddressDemand {
    func refuse(_ key: String, _ what: String) -> CommandFailure {
      CommandFailure("\(file): \(key): \(what)", ExitStatus.usage)
    }
    func prefix(_ text: String, _ key: String) throws -> IPPrefix {
      guard text.contains("/"), let prefix = IPPrefix(text) else {
        throw refuse(key, "\(text) is no prefix such as 10.0.0.0/8")
      }
      guard prefix.network == prefix else {
        throw refuse(key, "\(text) has bits behind its length; \(prefix.network) has none")
      }
      return prefix
    }
    let podsPerNode = podsPerNode ?? 110
    let services = services ?? 1000
    let growth = growth ?? 2
    for (key, value) in [("nodes", nodes), ("podsPerNode", podsPerNode), ("services", services)]
    where value < 1 {
      throw refuse(key, "\(value) is not a number from 1 on")
    }
    guard growth.isFinite, growth >= 1 else { throw refuse("growth", "it must be at least 1") }
    let families = try (families ?? ["ipv4"]).map { word in
      switch word {
      case "ipv4": AddressFamily.ipv4
      case "ipv6": AddressFamily.ipv6
      default: throw refuse("families", "\(word) is neither ipv4 nor ipv6")
      }
    }
    guard !families.isEmpty, Set(families).count == families.count else {
      throw refuse("families", "ipv4, ipv6 or both, each once")
    }
    let space = space ?? ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
    var demand = AddressDemand(
      nodes: nodes, podsPerNode: podsPerNode, services: services, growth: growth,
      families: families, spaces: try space.map { try prefix($0, "space") }, taken: taken)
    demand.nodeSegments = try (nodeSegments ?? []).map { try prefix($0, "nodeSegments") }
    demand.podSegments = try (podSegments ?? []).map { try prefix($0, "podSegments") }
    demand.serviceSegments = try (serviceSegments ?? []).map { try prefix($0, "serviceSegments") }
    for (kind, key, list) in [
      ("site", "sites", sites ?? []), ("network", "networks", networks ?? []),
    ] {
      for segment in list {
        for text in segment.prefixes {
          demand.taken.append(
            AddressDemand.Taken(
              name: "\(kind) \(segment.name)", prefix: try prefix(text, "\(key).\(segment.name)")))
        }
      }
    }
    return demand
  }
}
