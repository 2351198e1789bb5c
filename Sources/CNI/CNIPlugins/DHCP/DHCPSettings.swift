/// The arguments of `dhcp daemon`: those of the reference plugin.
struct DHCPSettings: Hashable, Sendable {
  var pidFile = ""
  /// Before the paths of namespaces and of the socket: where the root of the node is mounted.
  var hostPrefix = ""
  var socketPath = DHCPProtocol.defaultSocket
  var wantsBroadcast = false
  var patience = DHCPSession.Patience()

  static let usage = """
    usage: dhcp daemon [-pidfile PATH] [-hostprefix DIR] [-socketpath PATH] [-broadcast]
                       [-timeout TIME] [-resendmax TIME] [-resendtimeout TIME]
    """

  /// Why the arguments cannot be used.
  struct Defect: Error, Hashable, CustomStringConvertible {
    var description: String
  }

  /// - Parameter arguments: `-name value`, `-name=value` or with two dashes, as Go reads them.
  init(_ arguments: [String]) throws(Defect) {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("-") else { throw Defect(description: "unknown argument \(word)") }
      let parts = word.drop { $0 == "-" }.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false
      ).map(String.init)
      let name = parts.first ?? ""
      if name == "broadcast" {
        wantsBroadcast = parts.count < 2 || ["1", "t", "true", "TRUE"].contains(parts[1])
        continue
      }
      guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
        throw Defect(description: "flag needs an argument: \(word)")
      }
      switch name {
      case "pidfile": pidFile = value
      case "hostprefix": hostPrefix = value
      case "socketpath": if !value.isEmpty { socketPath = value }
      case "timeout":
        // How long the first answers are waited for.
        patience.first = min(patience.first, try Self.time(value, name))
      case "resendmax":
        patience.longest = try Self.time(value, name)
        patience.slow = min(patience.slow, patience.longest)
        patience.first = min(patience.first, patience.longest)
      case "resendtimeout": patience.total = try Self.time(value, name)
      default: throw Defect(description: "flag provided but not defined: -\(name)")
      }
    }
    guard pidFile.isEmpty || pidFile.hasPrefix("/") else {
      throw Defect(description: "Error writing pidfile \"\(pidFile)\": path not absolute")
    }
  }

  /// A time as Go writes it, `1m30s` or `1.5s`, in nanoseconds.
  static func time(_ text: String, _ name: String) throws(Defect) -> Int64 {
    let units: [String: Double] = [
      "ns": 1, "us": 1e3, "µs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9,
    ]
    var rest = text[...]
    var total = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let value = Double(number), let factor = units[String(unit)] else {
        throw Defect(description: "invalid value \"\(text)\" for flag -\(name): no duration")
      }
      total += value * factor
    }
    guard total > 0, total < 1e18 else {
      throw Defect(description: "invalid value \"\(text)\" for flag -\(name): no duration")
    }
    return Int64(total)
  }
}
