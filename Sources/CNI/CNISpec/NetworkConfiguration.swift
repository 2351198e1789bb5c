/// A network as an administrator configures it: a list of plugins, or one alone.
public struct NetworkConfiguration: Hashable, Sendable {
  /// One plugin of the list.
  public struct Plugin: Hashable, Sendable {
    /// As the list has it, without the name and the version of the list.
    public var fields: JSONFields
    /// The name of the program.
    public var type: String

    /// The `type` of its `ipam` section.
    ///
    /// Some plugins without address management write a string or an empty object there.
    public var ipamType: String? { fields.value("ipam")?["type"]?.string }

    /// What it declares and does not switch off.
    public var capabilities: [String] {
      (fields.value("capabilities")?.object ?? []).filter { $0.value == .bool(true) }.map(\.key)
    }
  }

  /// The bytes of the list; those of a list of one where the file has a plugin alone.
  public let bytes: [UInt8]
  public let document: JSONValue
  public var name: String
  /// The highest of `cniVersion` and `cniVersions` that we speak.
  ///
  /// That of the file where we speak none, so that an error can name it.
  public var version: CNIVersion
  public var disableCheck: Bool
  public var disableGC: Bool
  public var loadOnlyInlinedPlugins: Bool
  /// In the order in which they run; there may be none where files beside this one have them.
  public var plugins: [Plugin]
  /// Whether the file has one plugin and no list.
  public var isSinglePlugin: Bool
  /// The file that it is from; nil for one from a cache or a request.
  public var path: String?

  public init(parsing bytes: [UInt8], path: String? = nil) throws(CNIDecodingError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch { throw .json(error) }
    let fields = try JSONFields(value)
    isSinglePlugin = fields.value("plugins") == nil && fields.value("type") != nil
    if isSinglePlugin {
      document = .object(
        ["name", "cniVersion"].compactMap { key in
          fields.value(key).map { JSONMember(key, $0) }
        } + [JSONMember("plugins", .array([value]))])
      self.bytes = document.bytes()
    } else {
      document = value
      self.bytes = bytes
    }
    self.path = path
    name = try fields.string("name") ?? ""
    version = try Self.version(fields)
    disableCheck = try fields.loose("disableCheck")
    disableGC = try fields.loose("disableGC")
    loadOnlyInlinedPlugins = try fields.loose("loadOnlyInlinedPlugins")
    plugins = []
    if isSinglePlugin {
      plugins = [try Plugin(fields)]
    } else {
      for entry in try fields.objects("plugins") { plugins.append(try Plugin(entry)) }
    }
  }

  private static func version(
    _ fields: JSONFields
  ) throws(CNIDecodingError) -> CNIVersion {
    let text = try fields.string("cniVersion")
    let own = try text.map { (text) throws(CNIDecodingError) in
      try parse(text, fields.name("cniVersion"))
    }
    var known: [CNIVersion] = []
    for (index, text) in try fields.strings("cniVersions").enumerated() {
      let version = try parse(text, "\(fields.name("cniVersions"))[\(index)]")
      // What is later than this program is for others.
      if version <= .latest { known.append(version) }
    }
    if let own, own <= .latest || known.isEmpty { known.append(own) }
    return known.max() ?? CNIVersion(0, 1, 0)
  }

  private static func parse(
    _ text: String, _ key: String
  ) throws(CNIDecodingError) -> CNIVersion {
    guard let version = CNIVersion(text) else {
      throw .unexpected(
        key, .string(text), expected: "a version such as \"\(CNIVersion.latest)\"")
    }
    return version
  }

  /// Adds plugins that other files have for this network.
  public mutating func append(_ document: JSONValue) throws(CNIDecodingError) {
    plugins.append(try Plugin(JSONFields(document)))
  }
}

extension NetworkConfiguration.Plugin {
  fileprivate init(_ fields: JSONFields) throws(CNIDecodingError) {
    guard let type = try fields.string("type"), !type.isEmpty else { throw fields.missing("type") }
    self.type = type
    self.fields = fields
  }
}

extension JSONFields {
  /// A switch that libcni also reads as the words `"true"` and `"false"`.
  fileprivate func loose(_ key: String) throws(CNIDecodingError) -> Bool {
    guard let value = value(key) else { return false }
    switch value {
    case .bool(let bool): return bool
    case .string(let text) where text.lowercased() == "true": return true
    case .string(let text) where text.lowercased() == "false": return false
    default: throw .unexpected(name(key), value, expected: "true or false")
    }
  }
}

// MARK: What plugins get

extension NetworkConfiguration {
  /// The configuration that a plugin of this network is called with (specification, section 3).
  ///
  /// - Parameters:
  ///   - previous: The result so far, or that of ADD.
  ///   - capabilityArguments: What the runtime has for capabilities; only those that the plugin
  ///     declares are passed on.
  public func configuration(
    of plugin: Plugin, previous: CNIResult? = nil, capabilityArguments: [JSONMember] = []
  ) throws(CNIError) -> PluginConfiguration {
    var values = common
    let declared = Set(plugin.capabilities)
    let passed = capabilityArguments.filter { declared.contains($0.key) }
    values.append(("runtimeConfig", passed.isEmpty ? nil : .object(passed)))
    if let previous { values.append(("prevResult", try previous.json(version: version))) }
    return try PluginConfiguration(.object(plugin.fields.members.setting(values)))
  }

  /// The configuration for GC, with the attachments that still exist under both keys.
  ///
  /// libcni writes both since 1.2.1, because the specification once had the other one.
  public func configuration(
    of plugin: Plugin, keeping attachments: [PluginConfiguration.Attachment]
  ) throws(CNIError) -> PluginConfiguration {
    let list = JSONValue.array(
      attachments.map {
        .object([
          JSONMember("containerID", .string($0.containerID)),
          JSONMember("ifname", .string($0.ifname)),
        ])
      })
    let values = common + PluginConfiguration.attachmentKeys.map { ($0, list) }
    return try PluginConfiguration(.object(plugin.fields.members.setting(values)))
  }

  private var common: [(key: String, value: JSONValue?)] {
    [
      ("name", .string(name)), ("cniVersion", .string("\(version)")), ("capabilities", nil),
      ("prevResult", nil), ("runtimeConfig", nil),
    ]
  }

  /// What is wrong with the network as a whole, a line each, with key and value.
  ///
  /// An empty list means that a runtime can call its plugins.
  public var problems: [String] {
    var lines: [String] = []
    if name.isEmpty {
      lines.append("name is missing")
    } else if !CNINames.isValid(name) {
      lines.append(
        "name is \(JSONValue.string(name)), but may only have letters, digits, _ . - and must "
          + "start with a letter or digit")
    }
    if !CNIVersion.all.contains(version) {
      let known = CNIVersion.all.map { "\($0)" }.joined(separator: ", ")
      lines.append("cniVersion is \"\(version)\", known are \(known)")
    }
    if plugins.isEmpty { lines.append("plugins is empty") }
    for (index, plugin) in plugins.enumerated() where !CNINames.isValidType(plugin.type) {
      let key = isSinglePlugin ? "type" : "plugins[\(index)].type"
      lines.append("\(key) is \(JSONValue.string(plugin.type)), not the name of a program")
    }
    return lines
  }
}
