import CNISpec

/// What a configuration wants to be sent to a server, and to be asked of it.
struct DHCPOptions: Hashable, Sendable {
  var provided: [DHCPMessage.Option] = []
  /// The parameter list (option 55).
  var requested: [DHCPOptionCode] = []

  static let defaults: [DHCPOptionCode] = [.router, .subnetMask]

  /// The names of dhcp-options(5) that the reference plugin knows; others are numbers.
  private static let names: [String: UInt8] = [
    "dhcp-client-identifier": 61, "subnet-mask": 1, "routers": 3, "host-name": 12,
    "user-class": 77, "vendor-class-identifier": 60,
  ]

  init() { requested = Self.defaults }

  /// From the keys `provide` and `request` of a section `ipam`.
  ///
  /// - Parameter arguments: `CNI_ARGS`, of which `fromArg` names one.
  init(_ ipam: JSONFields, arguments: String) throws(CNIError) {
    // As the reference reads them here: pairs of another form are passed over.
    var values: [String: String] = [:]
    for pair in arguments.split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
    }
    do throws(CNIDecodingError) {
      for entry in try ipam.objects("provide") {
        let code = try Self.code(entry)
        let text = try entry.string("value") ?? ""
        if !text.isEmpty { try provide(code, text, entry.name("value")) }
        if let name = try entry.string("fromArg"), let text = values[name] {
          try provide(code, text, entry.name("fromArg"))
        }
      }
      var skipsDefaults = false
      for entry in try ipam.objects("request") {
        if try entry.bool("skipDefault") ?? false { skipsDefaults = true }
        guard let name = try entry.string("option"), !name.isEmpty else { continue }
        request(try Self.code(entry))
      }
      if !skipsDefaults { Self.defaults.forEach { request($0) } }
    } catch { throw CNIError(error) }
  }

  private mutating func request(_ code: DHCPOptionCode) {
    if !requested.contains(code) { requested.append(code) }
  }

  private mutating func provide(
    _ code: DHCPOptionCode, _ text: String, _ key: String
  ) throws(CNIDecodingError) {
    guard text.utf8.count <= 255 else {
      throw .unexpected(
        key: key, value: "\(text.utf8.count) bytes", expected: "a text of at most 255")
    }
    provided.removeAll { $0.code == code }
    provided.append(DHCPMessage.Option(code: code, value: Array(text.utf8)))
  }

  private static func code(_ entry: JSONFields) throws(CNIDecodingError) -> DHCPOptionCode {
    let text = try entry.string("option") ?? ""
    guard let number = names[text] ?? UInt8(text) else {
      throw .unexpected(
        key: entry.name("option"), value: "\(JSONValue.string(text))",
        expected: "the number or the name of an option")
    }
    return DHCPOptionCode(rawValue: number)
  }
}

extension DHCPOptions {
  /// For the file of a lease.
  var json: JSONValue {
    .object([
      JSONMember(
        "provided",
        .array(
          provided.map {
            .object([
              JSONMember("code", .number("\($0.code.rawValue)")),
              JSONMember("value", .string(Base64.encode($0.value))),
            ])
          })),
      JSONMember("requested", .array(requested.map { .number("\($0.rawValue)") })),
    ])
  }

  /// Nil for what `json` does not write.
  init?(json: JSONValue?) {
    guard let provided = json?["provided"]?.array, let requested = json?["requested"]?.array else {
      return nil
    }
    for entry in provided {
      guard let code = entry["code"]?.integer.flatMap({ UInt8(exactly: $0) }),
        let value = entry["value"]?.string.flatMap({ Base64.decode($0) })
      else { return nil }
      self.provided.append(
        DHCPMessage.Option(code: DHCPOptionCode(rawValue: code), value: value))
    }
    for entry in requested {
      guard let code = entry.integer.flatMap({ UInt8(exactly: $0) }) else { return nil }
      self.requested.append(DHCPOptionCode(rawValue: code))
    }
  }
}
