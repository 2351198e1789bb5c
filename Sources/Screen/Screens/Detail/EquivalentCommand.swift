import NetworkTypes
import NodeModel

/// Commands of iproute2 that show what a row shows.
enum EquivalentCommand {
  /// A tool of iproute2 in a namespace; nil where the namespace has no name to enter it by.
  static func tool(_ tool: String, in namespace: Namespace) -> String? {
    if namespace.isHost { return tool }
    guard let path = namespace.paths.first else { return nil }
    for folder in ["/run/netns/", "/var/run/netns/"] where path.hasPrefix(folder) {
      let name = String(path.dropFirst(folder.count))
      if !name.contains("/") { return "\(tool) -n \(quoted(name))" }
    }
    return "nsenter --net=\(quoted(path)) \(tool)"
  }

  static func link(_ name: String, in namespace: Namespace) -> String? {
    tool("ip", in: namespace).map { "\($0) -d -s address show dev \(quoted(name))" }
  }

  static func route(_ route: Route, in namespace: Namespace) -> String? {
    let family = route.family == .ipv6 ? "-6 " : ""
    let table = RoutesSource.tableWord(route.table)
    return tool("ip", in: namespace).map {
      "\($0) \(family)-d route show table \(table) exact \(route.destination)"
    }
  }

  static func rules(of family: AddressFamily, in namespace: Namespace) -> String? {
    tool("ip", in: namespace).map { "\($0) \(family == .ipv6 ? "-6 " : "")rule show" }
  }

  static func neighbour(_ neighbour: Neighbour, in namespace: Namespace) -> String? {
    let proxy = neighbour.isProxy ? "proxy " : ""
    let device = neighbour.device == 0 ? "" : " dev " + quoted(namespace.linkName(neighbour.device))
    return tool("ip", in: namespace).map {
      "\($0) -s neighbour show \(proxy)\(neighbour.address)\(device)"
    }
  }

  static func forwarding(_ entry: FDBEntry, in namespace: Namespace) -> String? {
    tool("bridge", in: namespace).map {
      "\($0) -d -s fdb show dev \(quoted(namespace.linkName(entry.device)))"
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
