/// A port that a setting gives to a program.
public struct FoundPort: Hashable, Sendable {
  public enum Value: Hashable, Sendable {
    /// 0 switches it off.
    case port(UInt16)
    case range(ClosedRange<UInt16>)
  }
  /// The name of the program, whole.
  public var program: String
  /// What the port is for, as the table of well-known ports has it; `node ports` for a range.
  public var purpose: String
  public var value: Value
  /// `--secure-port in /etc/kubernetes/manifests/kube-apiserver.yaml`.
  public var source: String
}

/// Finds the ports in the arguments of the programs of Kubernetes.
///
/// Only settings from this list are looked at: arguments may hold secrets.
struct PortFlags: Sendable {
  private enum Form { case port, address, urls, range }

  private static let flags: [String: [String: (purpose: String, form: Form)]] = [
    "kube-apiserver": [
      "secure-port": ("API server", .port), "service-node-port-range": ("node ports", .range),
    ],
    "kube-controller-manager": ["secure-port": ("controller manager", .port)],
    "cloud-controller-manager": ["secure-port": ("cloud controller manager", .port)],
    "kube-scheduler": ["secure-port": ("scheduler", .port)],
    "kubelet": [
      "port": ("kubelet API", .port), "read-only-port": ("kubelet API, read only", .port),
      "healthz-port": ("kubelet health", .port),
    ],
    "kube-proxy": [
      "healthz-port": ("kube-proxy health", .port),
      "metrics-port": ("kube-proxy metrics", .port),
      "healthz-bind-address": ("kube-proxy health", .address),
      "metrics-bind-address": ("kube-proxy metrics", .address),
    ],
    "etcd": [
      "listen-client-urls": ("etcd clients", .urls), "listen-peer-urls": ("etcd peers", .urls),
      "listen-metrics-urls": ("etcd metrics", .urls),
    ],
    "k3s": [
      "https-listen-port": ("API server", .port),
      "service-node-port-range": ("node ports", .range),
    ],
    "rke2": ["service-node-port-range": ("node ports", .range)],
  ]

  /// Whether anything is known of the arguments of a program.
  static func knows(_ program: String) -> Bool { flags[program] != nil }

  /// The ports that a list of words gives to the programs that are named in it.
  ///
  /// - Parameters:
  ///   - program: Whose words they are, until another one is named.
  ///   - place: Where they are from, for `FoundPort.source`.
  static func ports(
    in words: some Sequence<Substring>, of program: String? = nil, place: String
  ) -> [FoundPort] {
    var program = program
    var found: [FoundPort] = []
    var waiting: String?
    for word in words {
      if word.hasPrefix("--") {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1)
        waiting = nil
        guard let name = parts.first.map(String.init) else { continue }
        if parts.count == 2 {
          found += value(name, parts[1], of: program, place: place)
        } else {
          waiting = name
        }
      } else if let name = waiting {
        waiting = nil
        found += value(name, word, of: program, place: place)
      } else if let name = word.split(separator: "/").last.map(String.init), flags[name] != nil {
        program = name
      }
    }
    return found
  }

  /// The ports that a setting gives, for programs that read a file of `KEY: VALUE`.
  static func value(
    _ name: String, _ text: Substring, of program: String?, place: String
  ) -> [FoundPort] {
    guard let program, let flag = flags[program]?[name] else { return [] }
    func port(_ number: UInt16) -> FoundPort {
      FoundPort(
        program: program, purpose: flag.purpose, value: .port(number),
        source: "--\(name) in \(place)")
    }
    switch flag.form {
    case .port: return number(text).map { [port($0)] } ?? []
    case .address: return text.split(separator: ":").last.flatMap(number).map { [port($0)] } ?? []
    case .urls:
      return text.split(separator: ",").compactMap { url in
        let rest = url.split(separator: "/").dropFirst().first ?? ""
        return rest.split(separator: ":").last.flatMap(number).map(port)
      }
    case .range:
      guard let range = range(text) else { return [] }
      return [
        FoundPort(
          program: program, purpose: flag.purpose, value: .range(range),
          source: "--\(name) in \(place)")
      ]
    }
  }

  private static func number(_ text: Substring) -> UInt16? {
    text.utf8.allSatisfy { $0 &- 48 < 10 } ? UInt16(text) : nil
  }

  /// `30000-32767`, or `30000+2767`, as the API server takes it.
  static func range(_ text: Substring) -> ClosedRange<UInt16>? {
    if let dash = text.firstIndex(of: "-") {
      guard let first = number(text[..<dash]), let last = number(text[text.index(after: dash)...]),
        first <= last
      else { return nil }
      return first...last
    }
    if let plus = text.firstIndex(of: "+") {
      guard let first = number(text[..<plus]), let size = number(text[text.index(after: plus)...])
      else { return nil }
      let (last, isLarge) = first.addingReportingOverflow(size)
      return isLarge ? nil : first...last
    }
    return number(text).map { $0...$0 }
  }
}
