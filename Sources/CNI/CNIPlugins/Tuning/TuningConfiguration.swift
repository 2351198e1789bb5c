import CNICore
import CNIPlan
import CNISpec
import LinuxSystem
import NetworkTypes

/// What is to be set in a container: settings of the kernel, and of the interface.
struct TuningConfiguration {
  /// A setting below `/proc/sys/net`, by its path with slashes.
  struct Setting: Hashable {
    var path: String
    var value: String
  }

  var settings: [Setting] = []
  var macAddress: MACAddress?
  /// Whether it is switched on; nothing switches it off.
  var isPromiscuous = false
  /// In bytes.
  var mtu: UInt32?
  var isAllMulticast: Bool?
  var txQueueLength: UInt32?
  var backupFolder: String

  /// - Parameter allowlist: The file that limits settings; without one, all are allowed.
  init(_ call: PluginCall, allowlist: String) throws(CNIError) {
    let keys = Keys(call.configuration)
    backupFolder = try keys.text("dataDir") ?? "/run/cni/tuning"
    isPromiscuous = try keys.bool("promisc")
    mtu = try keys.mtu()
    txQueueLength = try Self.queueLength(keys)
    if call.configuration.fields.value("allmulti") != nil {
      isAllMulticast = try keys.bool("allmulti")
    }
    let words = Self.words(call.configuration.fields)
    try Self.requireDistinct(words)
    var chosen = words
    var address = try call.requestedMACAddress(hasKey: true)
    if let section = try Self.arguments(call) {
      let more = Keys(section)
      for word in Self.words(section) {
        chosen.removeAll { $0.key == word.key }
        chosen.append(word)
      }
      if section.value("promisc") != nil { isPromiscuous = try more.bool("promisc") }
      if section.value("allmulti") != nil { isAllMulticast = try more.bool("allmulti") }
      mtu = try more.mtu() ?? mtu
      txQueueLength = try Self.queueLength(more) ?? txQueueLength
      if let text = try more.text("mac") {
        guard let found = MACAddress(text), found.byteCount == 6 else {
          throw CNIError(.other, "invalid args \(text) for MAC addr: invalid MAC address")
        }
        address = found
      }
    }
    macAddress = address
    try SysctlAllowlist(path: allowlist)?.require(chosen.map(\.key))
    for (key, value) in chosen {
      settings.append(Setting(path: try Self.path(key, call.ifname), value: value))
    }
  }

  var changesLink: Bool {
    macAddress != nil || isPromiscuous || mtu != nil || isAllMulticast != nil
      || txQueueLength != nil
  }

  private static func arguments(_ call: PluginCall) throws(CNIError) -> JSONFields? {
    guard let args = try call.configuration.args else { return nil }
    do { return try args.object("cni") } catch { throw CNIError(error) }
  }

  private static func words(_ fields: JSONFields) -> [(key: String, value: String)] {
    (fields.value("sysctl")?.object ?? []).compactMap { member in
      member.value.string.map { (member.key, $0) }
    }
  }

  private static func requireDistinct(_ words: [(key: String, value: String)]) throws(CNIError) {
    guard Set(words.map(\.key)).count == words.count else {
      throw CNIError(.other, "duplicated sysctl keys are not allowed")
    }
  }

  private static func queueLength(_ keys: Keys) throws(CNIError) -> UInt32? {
    guard let length = try keys.integer("txQLen", as: Int64.self) else { return nil }
    guard let number = UInt32(exactly: length) else {
      throw CNIError(.other, "invalid txQLen \(length)")
    }
    return number
  }

  /// Points divide as slashes do, and `IFNAME` is the interface.
  private static func path(_ key: String, _ ifname: String) throws(CNIError) -> String {
    // The name is put in afterwards: it may have points.
    var names: [String] = []
    for word in key.split(whereSeparator: { $0 == "." || $0 == "/" }) {
      names.append(String(word))
    }
    if let index = names.firstIndex(where: { $0.contains("IFNAME") }) {
      names[index] = names[index].replacing("IFNAME", with: ifname, maxReplacements: 1)
    }
    guard names.first == "net", names.count > 1 else {
      throw CNIError(.other, "invalid net sysctl key: \(JSONValue.string(key))")
    }
    return names.joined(separator: "/")
  }
}

/// The settings that an administrator allows: a regular expression on each line.
struct SysctlAllowlist {
  private let lines: [String]

  /// Nil where the file is not there: then everything is allowed.
  init?(path: String) throws(CNIError) {
    let bytes: [UInt8]
    do { bytes = try RootedFiles().read(path) } catch {
      if case .absent = error { return nil }
      throw CNIError(.inputOutput, "cannot read the allowlist of sysctls: \(error)")
    }
    lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.trimmed }.filter { !$0.isEmpty }
  }

  func require(_ keys: [String]) throws(CNIError) {
    for key in keys {
      var isAllowed = false
      for line in lines {
        do {
          if try Regex(line).firstMatch(in: key) != nil { isAllowed = true }
        } catch {
          throw CNIError(
            .other,
            "the allowlist of sysctls has \(JSONValue.string(line)), not a regular "
              + "expression: \(error)")
        }
      }
      guard isAllowed else {
        throw CNIError(
          .other,
          "Sysctl \(key) is not allowed. Only the following sysctls are allowed: "
            + "[\(lines.joined(separator: " "))]")
      }
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var rest = drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
