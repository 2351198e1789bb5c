import NetworkTypes
import NodeModel

/// Where a shell on this machine finds the namespaces of the node.
public struct NamespaceDoors: Hashable, Sendable {
  /// A path of the namespace that counts as the node's own; nil where that is the shell's.
  public var hostPath: String?
  /// Below which folder the paths of the others are.
  public var root: String

  public init(hostPath: String? = nil, root: String = "/") {
    self.hostPath = hostPath
    self.root = root
  }
}

/// Commands of iproute2 that show what a row shows.
struct EquivalentCommand {
  let doors: NamespaceDoors

  /// A tool of iproute2 in a namespace; nil where the namespace has no name to enter it by.
  func tool(_ tool: String, in namespace: Namespace) -> String? {
    if namespace.isHost {
      guard let path = doors.hostPath else { return tool }
      return Self.tool(tool, at: path)
    }
    guard let path = namespace.paths.first else { return nil }
    return Self.tool(tool, at: doors.root == "/" ? path : doors.root + path)
  }

  private static func tool(_ tool: String, at path: String) -> String {
    for folder in ["/run/netns/", "/var/run/netns/"] where path.hasPrefix(folder) {
      let name = String(path.dropFirst(folder.count))
      // `ip -n NAME` opens `/var/run/netns/NAME`, and so does `ss -N NAME`.
      let flag = tool == "ss" ? "-N" : "-n"
      if !name.isEmpty, !name.contains("/") { return "\(tool) \(flag) \(Self.quoted(name))" }
    }
    return "nsenter --net=\(Self.quoted(path)) \(tool)"
  }

  func link(_ name: String, in namespace: Namespace) -> String? {
    tool("ip", in: namespace).map { "\($0) -d -s address show dev \(Self.quoted(name))" }
  }

  func route(_ route: Route, in namespace: Namespace) -> String? {
    let family = route.family == .ipv6 ? "-6 " : ""
    let table = RouteTableID.word(route.table)
    return tool("ip", in: namespace).map {
      "\($0) \(family)-d route show table \(table) exact \(route.destination)"
    }
  }

  func rules(of family: AddressFamily, in namespace: Namespace) -> String? {
    tool("ip", in: namespace).map { "\($0) \(family == .ipv6 ? "-6 " : "")rule show" }
  }

  func neighbour(_ neighbour: Neighbour, in namespace: Namespace) -> String? {
    let proxy = neighbour.isProxy ? "proxy " : ""
    let device =
      neighbour.device == 0 ? "" : " dev " + Self.quoted(namespace.linkName(neighbour.device))
    return tool("ip", in: namespace).map {
      "\($0) -s neighbour show \(proxy)\(neighbour.address)\(device)"
    }
  }

  func forwarding(_ entry: FDBEntry, in namespace: Namespace) -> String? {
    tool("bridge", in: namespace).map {
      "\($0) -d -s fdb show dev \(Self.quoted(namespace.linkName(entry.device)))"
    }
  }

  /// An argument for a shell: names come from outside and may contain anything.
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || "-_./:@%+=,".utf8.contains(byte)
    }
    if isPlain, !text.isEmpty { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}

extension ScreenData {
  var equivalent: EquivalentCommand { EquivalentCommand(doors: doors) }
}
