import NetworkTypes

/// A pod of the demo node, as it is planned.
struct DemoPod {
  var namespace: String
  var name: String
  /// The last number of its address.
  var host: UInt32
  var containers: [String]
  /// On the bridge, or straight on the uplink.
  var isMACVLAN = false
  var hostPort: UInt16?

  /// Made of the name, so that a demo looks the same each time.
  var uid: String {
    let digits = Array(Self.digits(of: "\(namespace)/\(name)", count: 32))
    let cuts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return cuts.map { String(digits[$0]) }.joined(separator: "-")
  }
  var sandboxID: String { Self.digits(of: "sandbox \(namespace)/\(name)", count: 64) }
  var netns: String { "cni-" + uid.dropFirst(9) }
  /// As the bridge plugin names them: eight digits.
  var hostInterface: String { "veth" + Self.digits(of: name, count: 8) }

  func containerID(_ container: String) -> String {
    Self.digits(of: "container \(namespace)/\(name)/\(container)", count: 64)
  }

  var address: IPPrefix {
    isMACVLAN
      ? IPPrefix(IPAddress(ipv4: 0xC0A8_5600 | host), length: 24)  // 192.168.86.0/24
      : IPPrefix(IPAddress(ipv4: 0x0AF4_0100 | host), length: 24)  // 10.244.1.0/24
  }

  /// Hexadecimal digits that look like those of a hash (FNV-1a, again and again).
  private static func digits(of text: String, count: Int) -> String {
    var digits = ""
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    while digits.count < count {
      hash = (hash ^ UInt64(digits.count + 1)) &* 0x100_0000_01B3
      let part = String(hash, radix: 16)
      digits += String(repeating: "0", count: 16 - part.count) + part
    }
    return String(digits.prefix(count))
  }

  static let all = [
    DemoPod(
      namespace: "kube-system", name: "coredns-5d78c9869d-7xk2p", host: 2, containers: ["coredns"]),
    DemoPod(
      namespace: "default", name: "web-0", host: 3, containers: ["nginx", "log-shipper"],
      hostPort: 8080),
    DemoPod(namespace: "default", name: "web-1", host: 4, containers: ["nginx"]),
    DemoPod(
      namespace: "shop", name: "cart-6b9f8d7c5-ql9wz", host: 5,
      containers: ["cart", "envoy", "metrics"]),
    DemoPod(namespace: "shop", name: "db-0", host: 6, containers: ["postgres"]),
    DemoPod(
      namespace: "monitoring", name: "node-exporter-x8kfd", host: 7, containers: ["exporter"]),
    DemoPod(
      namespace: "telco", name: "upf-0", host: 40, containers: ["upf"], isMACVLAN: true),
  ]

  /// Comes and goes while the demo runs.
  static let job = DemoPod(
    namespace: "batch", name: "report-28731-k4m7t", host: 9, containers: ["report"])
}
