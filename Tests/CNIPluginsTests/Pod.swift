import Foundation
import Glibc
import TestSupport

/// A node and a container of their own, in which plugins run.
final class Pod {
  let node: TestNamespace
  let container: TestNamespace
  let containerID: String
  static let reference = "/usr/lib/cni"

  /// - Parameters:
  ///   - prepare: Lines of `ip` commands for the node.
  ///   - containerID: One of its own if nil.
  init(prepare: String = "", containerID: String? = nil) throws {
    // In a thing that is not copied, what may fail comes first.
    let node = try TestNamespace()
    let container = try TestNamespace()
    try node.ip("link set lo up")
    if !prepare.isEmpty { try node.ip(prepare) }
    self.node = node
    self.container = container
    self.containerID = containerID ?? Self.newID()
  }

  static func newID() -> String { "test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))" }

  /// What a program answered.
  struct Answer {
    var isSuccess: Bool
    var wasKilled = false
    var text: String
    var json: JSON { (try? JSON(parsing: text)) ?? .null }
    var code: Int? { json["code"]?.integer }
    var message: String { json["msg"]?.text ?? "" }
  }

  enum Program: Equatable {
    case ours
    case reference
    /// Ours, killed before a step.
    case killed(before: Int)
    /// Ours, killed with the programs that it started, unless it has ended by then.
    case stopped(afterMicroseconds: Int)
  }

  /// Calls a plugin on the node.
  func call(
    _ command: String, _ plugin: String, _ configuration: String, by program: Program = .ours,
    netns: String? = nil, ifname: String = "eth0", arguments: String = "",
    container: String? = nil
  ) throws -> Answer {
    try Self.call(
      command, plugin, configuration, by: program, on: node.path,
      netns: netns ?? self.container.path, ifname: ifname, arguments: arguments,
      container: container ?? containerID)
  }

  /// Calls a plugin in a namespace that counts as the node's.
  static func call(
    _ command: String, _ plugin: String, _ configuration: String, by program: Program = .ours,
    on node: String, netns: String, ifname: String = "eth0", arguments: String = "",
    container: String
  ) throws -> Answer {
    let words: [String] =
      switch program {
      case .ours: [built("cni-plugins"), plugin]
      case .reference: ["\(reference)/\(plugin)"]
      case .killed(let step): [built("plugin-crash"), "\(step)", plugin]
      case .stopped(let time):
        ["timeout", "-s", "KILL", "\(Double(time) / 1e6)", built("cni-plugins"), plugin]
      }
    let variables = [
      "CNI_COMMAND=\(command)", "CNI_CONTAINERID=\(container)", "CNI_NETNS=\(netns)",
      "CNI_IFNAME=\(ifname)", "CNI_ARGS=\(arguments)", "CNI_PATH=\(reference)",
    ]
    do {
      let text = try run(
        ["nsenter", "--net=\(node)", "env"] + variables + words, input: configuration)
      return Answer(isSuccess: true, text: text)
    } catch let failure as CommandFailure {
      return Answer(
        isSuccess: false,
        wasKilled: [ProcessEnd(signal: SIGKILL), ProcessEnd(code: 137)].contains(failure.end),
        text: failure.output)
    }
  }

  /// Whether an operation left its journal.
  var hasJournal: Bool {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/run/cni/cnitop/journal")
    return (names ?? []).contains { $0.contains(containerID) }
  }
}

/// A configuration with its name and version, and what else it says.
func configuration(
  _ type: String, _ keys: String = "", version: String = "1.0.0", previous: String? = nil
) -> String {
  var text = #"{"cniVersion": "\#(version)", "name": "net-\#(type)", "type": "\#(type)""#
  if !keys.isEmpty { text += ", " + keys }
  if let previous { text += #", "prevResult": "# + previous }
  return text + "}"
}

/// A section for addresses that are always the same.
let staticAddresses = """
  "ipam": {"type": "static", "addresses": [
    {"address": "10.81.0.5/24", "gateway": "10.81.0.1"},
    {"address": "fd00:81::5/64", "gateway": "fd00:81::1"}],
    "routes": [{"dst": "10.201.0.0/16", "gw": "10.81.0.9"},
      {"dst": "fd00:99::/64", "gw": "fd00:81::1"}]}
  """
