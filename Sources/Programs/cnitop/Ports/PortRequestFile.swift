import Glibc
import LinuxSystem
import NodeModel
import Yams

/// Reads what applications want of the node ports from YAML; each error has its line.
///
/// ```yaml
/// strategy: ranges            # or sequential
/// blockSize: 10
/// range: 30000-32767          # else that of this node
/// reserved: [30000-30009, 31500]
/// applications:
/// - name: web
///   namespace: shop
///   range: 30100-30199
///   ports:
///   - {name: http, nodePort: 30180}
///   - {name: quic, protocol: udp}
/// - name: game
///   count: 3
/// ```
struct PortRequestFile {
  private let path: String
  private(set) var request = PortRequest()

  /// - Parameter path: `-` for standard input, in messages only.
  init(_ text: String, path: String) throws {
    self.path = path
    let root: Yams.Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw CommandFailure("\(path) is malformed: \(malformation(error))", ExitStatus.usage)
    }
    guard let root, root.mapping != nil || !text.allSatisfy(\.isWhitespace) else {
      throw CommandFailure(
        "\(path) is empty: it needs a list of applications", ExitStatus.usage)
    }
    try read(root)
  }

  private func failure(_ node: Yams.Node, _ reason: String) -> CommandFailure {
    let line = node.mark.map { "\($0.line): " } ?? " "
    return CommandFailure("\(path):\(line)\(reason)", ExitStatus.usage)
  }

  private func mapping(
    _ node: Yams.Node, _ what: String, keys: Set<String>
  ) throws -> [String: Yams.Node] {
    guard let mapping = node.mapping else {
      throw failure(node, "\(what) must be keys with values")
    }
    var found: [String: Yams.Node] = [:]
    for (key, value) in mapping {
      guard let name = key.string, keys.contains(name) else {
        let known = keys.sorted().joined(separator: ", ")
        throw failure(key, "\(key.string ?? "this") is no key of \(what); there are \(known)")
      }
      found[name] = value
    }
    return found
  }

  private func list(_ node: Yams.Node?, _ what: String) throws -> [Yams.Node] {
    guard let node else { return [] }
    guard let sequence = node.sequence else { throw failure(node, "\(what) must be a list") }
    return Array(sequence)
  }

  private func text(_ node: Yams.Node, _ what: String) throws -> String {
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw failure(node, "\(what) must be a word")
    }
    return text
  }

  private func range(_ node: Yams.Node, _ what: String) throws -> ClosedRange<UInt16> {
    let text = try text(node, what)
    guard let range = ClosedRange<UInt16>(ports: text), range.lowerBound > 0 else {
      throw failure(node, "\(what) must be a range of ports like 30000-30099, not \(text)")
    }
    return range
  }

  private func number(_ node: Yams.Node, _ what: String, _ limits: ClosedRange<Int>) throws -> Int {
    let text = try text(node, what)
    guard let number = Int(text), limits.contains(number) else {
      throw failure(
        node,
        "\(what) must be a number from \(limits.lowerBound) to \(limits.upperBound), not "
          + text)
    }
    return number
  }

  private mutating func read(_ root: Yams.Node) throws {
    let keys = try mapping(
      root, "the file",
      keys: ["strategy", "blockSize", "range", "reserved", "applications"])
    if let node = keys["strategy"] {
      let word = try text(node, "strategy")
      guard let strategy = PortRequest.Strategy(rawValue: word) else {
        throw failure(node, "strategy must be sequential or ranges, not \(word)")
      }
      request.strategy = strategy
    }
    if let node = keys["blockSize"] {
      request.blockSize = try number(node, "blockSize", 1...10_000)
    }
    request.range = try keys["range"].map { try range($0, "range") }
    request.reserved = try list(keys["reserved"], "reserved").map { try range($0, "reserved") }
    guard let applications = keys["applications"] else {
      throw failure(root, "the list of applications is missing")
    }
    var lines: [String: Int] = [:]
    for node in try list(applications, "applications") {
      let application = try application(node)
      if let line = lines.updateValue(application.line, forKey: application.title) {
        throw failure(node, "\(application.title) is in line \(line) already")
      }
      request.applications.append(application)
    }
    guard request.applications.reduce(0, { $0 + $1.ports.count }) <= 65_535 else {
      throw failure(applications, "more ports are wanted than there are numbers")
    }
  }

  private func application(_ node: Yams.Node) throws -> PortRequest.Application {
    let keys = try mapping(
      node, "an application", keys: ["name", "namespace", "ports", "count", "protocol", "range"])
    guard let name = keys["name"] else { throw failure(node, "the application has no name") }
    let line = node.mark?.line ?? 0
    var ports = try list(keys["ports"], "ports").map { try port($0, keys["protocol"]) }
    if let count = keys["count"] {
      let wanted = try number(count, "count", 1...65_535)
      guard wanted >= ports.count else {
        throw failure(count, "count is \(wanted), but there are \(ports.count) ports")
      }
      let transport = try keys["protocol"].map(transport) ?? "tcp"
      let mark = count.mark?.line ?? line
      for position in ports.count..<wanted {
        ports.append(
          PortRequest.Port(name: "port-\(position + 1)", protocol: transport, line: mark))
      }
    }
    guard !ports.isEmpty else { throw failure(node, "the application has no ports and no count") }
    var names: Set<String> = []
    for port in ports where !names.insert("\(port.name)/\(port.protocol)").inserted {
      throw CommandFailure(
        "\(path):\(port.line): the port \(port.name) is there twice", ExitStatus.usage)
    }
    return PortRequest.Application(
      namespace: try keys["namespace"].map { try text($0, "namespace") },
      name: try text(name, "name"), ports: ports,
      range: try keys["range"].map { try range($0, "range") }, line: line)
  }

  private func port(_ node: Yams.Node, _ usual: Yams.Node?) throws -> PortRequest.Port {
    let line = node.mark?.line ?? 0
    let usual = try usual.map(transport) ?? "tcp"
    // A name alone is a port of any number.
    if let name = node.scalar?.string, !name.isEmpty {
      return PortRequest.Port(name: name, protocol: usual, line: line)
    }
    let keys = try mapping(node, "a port", keys: ["name", "protocol", "nodePort"])
    var number: UInt16?
    if let node = keys["nodePort"] {
      number = UInt16(try self.number(node, "nodePort", 1...65_535))
    }
    let named = try keys["name"].map { try text($0, "name") }
    guard let name = named ?? number.map({ "\($0)" })
    else { throw failure(node, "the port has no name and no nodePort") }
    return PortRequest.Port(
      name: name, protocol: try keys["protocol"].map(transport) ?? usual, number: number,
      line: line)
  }

  private func transport(_ node: Yams.Node) throws -> String {
    let word = try text(node, "protocol").lowercased()
    guard ["tcp", "udp", "sctp"].contains(word) else {
      throw failure(node, "protocol must be tcp, udp or sctp, not \(word)")
    }
    return word
  }
}
