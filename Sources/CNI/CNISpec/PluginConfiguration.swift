/// The configuration of one plugin, as the plugin gets it.
///
/// The document is kept whole: keys without a property here are a plugin's own, read from `fields`.
public struct PluginConfiguration: Hashable, Sendable {
  /// An attachment that still exists, as GC lists them.
  public struct Attachment: Hashable, Sendable {
    public var containerID: String
    public var ifname: String

    public init(containerID: String, ifname: String) {
      self.containerID = containerID
      self.ifname = ifname
    }
  }

  public let fields: JSONFields
  /// The name of the network; empty if there is none.
  public let name: String
  public let version: CNIVersion
  /// `cniVersion` as it was written; 0.1.0 where none is.
  public let versionText: String
  /// The name of the plugin; empty if there is none.
  public let type: String

  public var document: JSONValue { .object(fields.members) }

  public init(_ document: JSONValue) throws(CNIError) {
    guard case .object(let members) = document else {
      throw CNIError(
        .decoding,
        "error unmarshall network config: the document is \(document.kind), "
          + "not an object")
    }
    fields = JSONFields(members)
    do throws(CNIDecodingError) {
      name = try fields.string("name") ?? ""
      let text = try fields.string("cniVersion") ?? ""
      guard let version = CNIVersion(text) else {
        throw CNIDecodingError.unexpected(
          key: "cniVersion", value: "\(JSONValue.string(text))",
          expected: "a version such as \"\(CNIVersion.latest)\"")
      }
      self.version = version
      versionText = text.isEmpty ? "\(version)" : text
      type = try fields.string("type") ?? ""
    } catch { throw CNIError(error) }
  }

  /// The section of the address management; nil where there is none or it is empty.
  public var ipam: JSONFields? {
    get throws(CNIError) {
      do {
        guard let section = try fields.object("ipam"), !section.members.isEmpty else { return nil }
        return section
      } catch { throw CNIError(error) }
    }
  }

  /// The type of the plugin that manages addresses; nil where none does.
  public var ipamType: String? {
    get throws(CNIError) {
      guard let section = try ipam else { return nil }
      let type: String
      do { type = try section.string("type") ?? "" } catch { throw CNIError(error) }
      guard !type.isEmpty else { return nil }
      guard CNINames.isValidType(type) else {
        throw CNIError(
          .invalidConfiguration, "ipam.type is \(JSONValue.string(type)), not the name of a plugin")
      }
      return type
    }
  }

  /// For the resolver of the container.
  public var dns: CNIResult.DNS {
    get throws(CNIError) {
      do {
        guard let section = try fields.object("dns") else { return CNIResult.DNS() }
        return try CNIResult.DNS(section)
      } catch { throw CNIError(error) }
    }
  }

  /// The section `args`, which some runtimes fill: `args.cni` has labels, addresses and the like.
  public var args: JSONFields? {
    get throws(CNIError) { try section("args") }
  }

  /// What the runtime passes for the capabilities that the configuration declares.
  public var runtimeConfig: JSONFields? {
    get throws(CNIError) { try section("runtimeConfig") }
  }

  private func section(_ key: String) throws(CNIError) -> JSONFields? {
    do { return try fields.object(key) } catch { throw CNIError(error) }
  }

  /// The result of the plugins before, or of the whole ADD; nil where there is none.
  public var prevResult: CNIResult? {
    get throws(CNIError) {
      guard let value = fields.value("prevResult") else { return nil }
      do { return try CNIResult(value, path: "prevResult") } catch {
        throw CNIError(.decoding, "could not parse prevResult: \(error)")
      }
    }
  }

  /// The attachments that GC must keep; nil if the runtime gave no list.
  ///
  /// The key of the specification first, then the one that libcni 1.2 wrote.
  public var validAttachments: Set<Attachment>? {
    get throws(CNIError) {
      for key in Self.attachmentKeys where fields.value(key) != nil {
        var attachments: Set<Attachment> = []
        do {
          for entry in try fields.objects(key) {
            attachments.insert(
              Attachment(
                containerID: try entry.string("containerID") ?? "",
                ifname: try entry.string("ifname") ?? ""))
          }
        } catch { throw CNIError(error) }
        return attachments
      }
      return nil
    }
  }

  static let attachmentKeys = ["cni.dev/valid-attachments", "cni.dev/attachments"]

  /// The same configuration with other values; nil takes a key away.
  public func setting(
    _ values: [(key: String, value: JSONValue?)]
  ) throws(CNIError) -> PluginConfiguration {
    try PluginConfiguration(.object(fields.members.setting(values)))
  }
}

extension [JSONMember] {
  /// The members with other values; a key keeps its place, a new one comes last.
  ///
  /// A key in another case goes away too: Go would take whichever comes last.
  func setting(_ values: [(key: String, value: JSONValue?)]) -> [JSONMember] {
    var members = self
    for (key, value) in values {
      let index = members.firstIndex { $0.key.isSameKey(as: key) }
      members.removeAll { $0.key.isSameKey(as: key) }
      guard let value else { continue }
      members.insert(JSONMember(key, value), at: index ?? members.count)
    }
    return members
  }
}
