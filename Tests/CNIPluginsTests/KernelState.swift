import Foundation
import TestSupport

/// What two namespaces have to show, without what is different each time: indices, chosen names
/// and addresses, counters, and what the kernel does later by itself.
struct KernelState: Equatable, CustomStringConvertible {
  var lines: Set<String> = []

  var description: String { lines.sorted().joined(separator: "\n") }

  init(_ pod: Pod) throws {
    try read(pod.node, "node")
    try read(pod.container, "container")
    for port in try pod.node.json("bridge -j vlan show").elements {
      lines.insert("node vlan \(Self.text(port))")
    }
    // Who has no rules has no table either, or an empty one.
    for line in try pod.node.run("iptables-save").split(separator: "\n")
    where line.hasPrefix("-A") || line.hasPrefix(":CNI") {
      lines.insert("node \(line)")
    }
  }

  private mutating func read(_ space: borrowing TestNamespace, _ place: String) throws {
    for command in [
      "ip -j -d addr show", "ip -j route show table all", "ip -j -6 route show table all",
    ] {
      for entry in try space.json(command).elements { note(entry, "\(place) \(command)") }
    }
    let settings = try space.run(
      "grep -rsH --exclude=stable_secret . /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf /proc/sys/net/ipv4/ip_forward"
    )
    for line in settings.split(separator: "\n") {
      // Later versions of the reference than 1.1.1 set them.
      if line.contains("/keep_addr_on_down") || line.contains("/ndisc_notify") { continue }
      lines.insert("\(place) \(Self.anonymous(String(line)))")
    }
  }

  private mutating func note(_ entry: JSON, _ title: String) {
    let destination = entry["dst"]?.text ?? ""
    // Addresses of links, and the groups that they join some time later.
    // What a link has of IPv6 for itself comes when its addresses are not tentative any more.
    let isOwn = destination.contains(":") && entry["table"]?.text == "local"
    if isOwn || destination.hasPrefix("fe80") || destination.hasPrefix("ff00")
      || destination == "multicast"
    {
      return
    }
    lines.insert("\(title) \(Self.text(entry))")
  }

  private static let ignored: Set<String> = [
    "ifindex", "link_index", "link_netnsid", "address", "permaddr", "bridge_id", "root_id",
    "designated_bridge", "designated_root", "gc_timer", "hello_timer", "tcn_timer",
    "topology_change_timer", "forward_delay_timer", "message_age_timer", "hold_timer",
    "tentative", "dadfailed", "valid_life_time", "preferred_life_time", "flags", "promiscuity",
    "allmulti", "state", "pref", "stable-privacy", "link", "topology_change",
    "topology_change_detected",
    // It follows the other end some time later.
    "operstate",
    // The reference 1.1.1 makes links without a queue, and leaves an alias behind.
    "txqlen", "ifalias",
  ]

  private static func text(_ value: JSON) -> String {
    switch value {
    case .object(let members):
      let parts = members.filter { !ignored.contains($0.key) }.map { key, value in
        key == "addr_info"
          ? "\(key)=\(value.elements.filter { $0["scope"]?.text != "link" }.map(text).sorted())"
          : "\(key)=\(text(value))"
      }
      return "{\(parts.sorted().joined(separator: " "))}"
    case .array(let values): return "[\(values.map(text).joined(separator: " "))]"
    case .string(let word): return anonymous(word)
    default: return "\(value)"
    }
  }

  static func anonymous(_ text: String) -> String {
    text.replacing(/veth[0-9a-f]{8}/, with: "veth*")
      .replacing(/([0-9a-f]{2}:){5}[0-9a-f]{2}/, with: "*")
      .replacing(/\/proc\/\d+\/fd\/\d+/, with: "*")
  }
}

/// A result without what is different each time.
func anonymous(_ result: JSON) -> JSON {
  switch result {
  case .object(let members):
    // An empty section and none are the same, and the reference knows no MTU of interfaces.
    .object(
      members.filter { !(($0.key == "dns" && $0.value.members.isEmpty) || $0.key == "mtu") }
        .mapValues(anonymous))
  case .array(let values): .array(values.map(anonymous))
  case .string(let text): .string(KernelState.anonymous(text))
  default: result
  }
}
