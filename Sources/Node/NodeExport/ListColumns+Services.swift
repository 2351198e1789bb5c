import NetworkTypes
import NodeModel

enum ServiceColumns {
  static let all: [ListColumn<Service>] = [
    ListColumn("namespace", "NAMESPACE") { $2.add($0.namespace) },
    ListColumn("name", "NAME") { $2.add($0.name) },
    ListColumn("portName", "PORT NAME", isWide: true) { $2.add($0.portName) },
    ListColumn("port", "PORT", .right) { $2.add($0.port) },
    ListColumn("protocol", "PROTOCOL") { $2.add($0.transport) },
    ListColumn("clusterIPs", "CLUSTER") { $2.add($0.clusterIPs.map(\.description)) },
    ListColumn("externalIPs", "EXTERNAL") { service, _, text in
      text.add(service.externalIPs.map(\.description))
    },
    ListColumn("loadBalancerIPs", "BALANCER") { service, _, text in
      text.add(service.loadBalancerIPs.map(\.description))
    },
    ListColumn("nodePort", "NODE PORT", .right) { $2.add($0.nodePort) },
    ListColumn("externalTrafficPolicy", "POLICY", isWide: true) { $2.add($0.externalPolicy) },
    ListColumn("affinitySeconds", "AFFINITY", .right, isWide: true) { $2.add($0.affinitySeconds) },
    ListColumn("mode", "MODE") { $2.add($0.mode) },
    ListColumn("endpoints", "ENDPOINTS") { service, _, text in
      text.add(service.endpoints.map(\.title))
    },
    ListColumn("problems", "PROBLEMS") { $2.add($0.problems) },
  ]
}
