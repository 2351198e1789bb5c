import Yams

/// Answers in a file, under the names of the options; what is absent is for options to say.
struct PlanFile: Decodable {
  var name: String?
  var fabric: String?
  var layer: String?
  var routersPeer: Bool?
  var encryption: Bool?
  var flat: Bool?
  var mtu: UInt32?
  var nodes: Int?
  var link: String?
  var podNetwork: [String]?
  var node: [String]?
  var router: [String]?
  var publicKey: [String]?
  var reflectors: Int?

  init() {}

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, fabric, layer, routersPeer, encryption, flat, mtu, nodes, link, podNetwork, node
    case router, publicKey, reflectors
  }

  /// - Throws: A failure where it cannot be read, is malformed, or has a key that nobody knows: a
  ///   word that is misspelt would change the advice.
  static func read(_ path: String) throws -> PlanFile {
    let bytes: [UInt8]
    do { bytes = try readNamedFile(path) } catch {
      throw CommandFailure("\(error)", ExitStatus.unreadable)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      guard let node = try Yams.compose(yaml: text) else { return PlanFile() }
      let known = CodingKeys.allCases.map(\.rawValue)
      if let key = node.mapping?.keys.compactMap(\.string).first(where: { !known.contains($0) }) {
        throw CommandFailure(
          "\(path): the key \(key) is not known; there are \(known.joined(separator: ", "))",
          ExitStatus.usage)
      }
      return try YAMLDecoder().decode(PlanFile.self, from: text)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure("\(path) is malformed: \(malformation(error))", ExitStatus.usage)
    }
  }
}
