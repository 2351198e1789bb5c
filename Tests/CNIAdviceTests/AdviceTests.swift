import CNIAdvice
import CNIPlan
import CNISpec
import NetworkTypes
import Testing

@testable import CNIPlugins

/// Every combination of answers: advice that holds together and configurations that the plugins
/// take, or one clear line.
struct AdviceTests {
  private static let mtus: [UInt32] = [600, 1300, 1340, 1400, 1500, 9000]
  private static let counts = [1, 2, 3, 100, 101, 501]

  /// All combinations of what is asked, for one choice of networks.
  private static func all(_ networks: [IPPrefix], overIPv6: Bool) -> [NetworkAnswers] {
    var all: [NetworkAnswers] = []
    for fabric in NetworkAnswers.Fabric.allCases {
      for layer in NetworkAnswers.Layer.allCases {
        for (mtu, count) in mtus.flatMap({ mtu in counts.map { (mtu, $0) } }) {
          for flags in 0..<8 {
            var answers = NetworkAnswers()
            (answers.fabric, answers.layer, answers.mtu) = (fabric, layer, mtu)
            answers.networks = networks
            answers.nodeCount = count
            answers.routersPeer = flags & 1 != 0
            answers.isEncrypted = flags & 2 != 0
            answers.isFlat = flags & 4 != 0
            answers.nodes = nodes(count, overIPv6)
            for node in answers.nodes {
              answers.publicKeys[node.name] = "Wyl5M1IAMU2SKNwQu3DwLBaSb9IQ4LX0OCZlGAFmjgI="
            }
            all.append(answers)
          }
        }
      }
    }
    return all
  }

  private static func nodes(_ count: Int, _ overIPv6: Bool) -> [NetworkAnswers.Node] {
    (0..<count).map { index in
      let four = IPAddress(ipv4: 0xC000_0201 + UInt32(index))
      let six = IPAddress(high: 0x2001_0DB8 << 32, low: UInt64(index + 1), family: .ipv6)
      return NetworkAnswers.Node("n\(index + 1)", overIPv6 ? [six, four] : [four, six])
    }
  }

  static let networks: [(what: String, texts: [String])] = [
    ("IPv4", ["10.244.0.0/16"]), ("IPv6", ["fd00:10::/48"]),
    ("both", ["10.244.0.0/14", "fd00:10::/48"]),
  ]

  @Test(arguments: networks.indices, [false, true])
  func everyCombination(_ index: Int, overIPv6: Bool) throws {
    let networks = try Self.networks[index].texts.map { try #require(IPPrefix($0)) }
    var (served, refused) = (0, 0)
    for answers in Self.all(networks, overIPv6: overIPv6) {
      let advice: NetworkAdvice
      do throws(NetworkContradiction) { advice = try NetworkAdvice(answers) } catch {
        #expect(!error.description.isEmpty && !error.description.contains("\n"))
        requireContradiction(answers, error)
        refused += 1
        continue
      }
      served += 1
      try requireSense(advice)
      // A thousand nodes make large lists; the plugins read a part of them.
      guard answers.nodeCount <= 101 || answers.mtu == 1500 else { continue }
      try requireConfiguration(advice)
    }
    #expect(served > 200 && refused > 50, "\(served) served, \(refused) refused")
  }

  /// What cannot be served has one of the reasons that there are.
  private func requireContradiction(_ answers: NetworkAnswers, _ error: NetworkContradiction) {
    let least: UInt32 = answers.networks.contains { $0.address.family == .ipv6 } ? 1280 : 576
    let isTight = answers.mtu < least + 80
    let isFlatImpossible =
      answers.isFlat && (answers.fabric == .cloud || answers.layer == .l3 || answers.isEncrypted)
    #expect(isTight || isFlatImpossible, "\(error)")
  }

  private func requireSense(_ advice: NetworkAdvice) throws {
    let answers = advice.answers
    #expect(advice.reasons.count >= 2)
    switch advice.carrier {
    case .overlay(let kind, _):
      let outer = try #require(answers.nodes.first?.addresses.first?.family)
      #expect(advice.mtu + kind.overhead(over: outer) == answers.mtu)
      #expect(answers.isEncrypted == (kind == .wireguard))
      #expect(answers.isEncrypted || answers.fabric == .cloud || answers.layer == .l3)
      if answers.fabric == .cloud { #expect(kind == .vxlan || kind == .wireguard) }
    case .flat: #expect(answers.isFlat && answers.layer == .l2 && answers.fabric == .own)
    case .routed(let sessions):
      #expect(advice.mtu == answers.mtu && !answers.isEncrypted)
      let count = answers.nodeCount
      switch sessions {
      case .mesh:
        #expect(count <= 100 && answers.layer == .l2 && !answers.routersPeer)
        #expect(sessions.count(nodes: count) == (0..<count).reduce(0, +))
      case .reflectors(let few):
        #expect(count > 100 && few >= 2)
        // Each of the others with each of the few, and the few with each other.
        #expect(sessions.count(nodes: count) == (count - few) * few + (0..<few).reduce(0, +))
        #expect(sessions.count(nodes: count) < NetworkAdvice.Sessions.mesh.count(nodes: count))
      case .routers: #expect(answers.routersPeer)
      }
    }
  }

  /// The plugins take what is written.
  private func requireConfiguration(_ advice: NetworkAdvice) throws {
    let files = try advice.files().filter { $0.path.hasSuffix(".conflist") }
    #expect(files.count == 1 || files.count == advice.answers.nodeCount)
    // The first and the last stand for all of them.
    for file in [files.first, files.last].compactMap({ $0 }) {
      let list = try NetworkConfiguration(parsing: Array(file.content.utf8))
      #expect(list.plugins.count == 1)
      let plugin = try list.configuration(of: try #require(list.plugins.first))
      let call = try call(plugin)
      switch plugin.type {
      case "overlay": _ = try OverlayConfiguration(call)
      case "underlay":
        if try UnderlayKind(plugin) == .routed { _ = try RoutedConfiguration(call) }
      default: Issue.record("\(plugin.type)")
      }
    }
  }

  private func call(_ plugin: PluginConfiguration) throws -> PluginCall {
    let variables = [
      "CNI_COMMAND": "ADD", "CNI_CONTAINERID": "a", "CNI_NETNS": "/n", "CNI_IFNAME": "eth0",
      "CNI_PATH": "/",
    ]
    return PluginCall(try CNIEnvironment { variables[$0] }, plugin)
  }

  @Test func subnetsDoNotOverlap() throws {
    var answers = NetworkAnswers()
    answers.networks = [
      try #require(IPPrefix("10.244.0.0/20")), try #require(IPPrefix("fd00::/60")),
    ]
    answers.nodes = Self.nodes(40, false)
    answers.nodeCount = 40
    answers.layer = .l3
    let file = try #require(try NetworkAdvice(answers).files().first)
    let list = try JSONValue(parsing: Array(file.content.utf8))
    let peers = list["plugins"]?.array?.first?["peers"]?.array ?? []
    let subnets = peers.flatMap { $0["subnets"]?.array ?? [] }.compactMap(\.string)
      .compactMap { IPPrefix($0) }
    #expect(subnets.count == 80 && Set(subnets).count == 80)
    for (index, subnet) in subnets.enumerated() {
      #expect(!subnets[..<index].contains { $0.overlaps(subnet) })
      #expect(answers.networks.contains { $0.contains(subnet.address) })
    }
    answers.networks = [try #require(IPPrefix("10.244.0.0/24"))]
    #expect(throws: NetworkContradiction.self) { try NetworkAdvice(answers).files() }
  }
}
