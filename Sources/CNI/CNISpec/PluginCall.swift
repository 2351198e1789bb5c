/// One call of a plugin: what it is asked, of which attachment, with which configuration.
public struct PluginCall: Hashable, Sendable {
  public var environment: CNIEnvironment
  public var configuration: PluginConfiguration

  public var command: CNICommand { environment.command }
  public var containerID: String { environment.containerID }
  public var netns: String? { environment.netns }
  public var ifname: String { environment.ifname }
  public var path: [String] { environment.path }
  /// `CNI_ARGS`; a text of another form is an error.
  public var arguments: CNIArguments {
    get throws(CNIError) { try CNIArguments(parsing: environment.argumentText) }
  }

  public init(_ environment: CNIEnvironment, _ configuration: PluginConfiguration) {
    self.environment = environment
    self.configuration = configuration
  }

  /// Reads the configuration from standard input, and refuses commands that its version does not
  /// have.
  ///
  /// - Parameter supported: The versions that the plugin speaks.
  public init(
    _ environment: CNIEnvironment, standardInput bytes: [UInt8],
    supporting supported: [CNIVersion] = CNIVersion.all
  ) throws(CNIError) {
    let document: JSONValue
    do { document = try JSONValue(parsing: bytes) } catch {
      throw CNIError(.decoding, "error unmarshall network config: \(error)")
    }
    let configuration = try PluginConfiguration(document)
    try CNINames.requireNetwork(configuration.name)
    let version = configuration.version
    switch environment.command {
    case .check where !version.hasCheck, .garbageCollect where !version.hasGarbageCollection,
      .status where !version.hasGarbageCollection:
      throw CNIError(
        .incompatibleVersion, "config version does not allow \(environment.command.rawValue)")
    default: break
    }
    guard supported.contains(version) else {
      let list = supported.map { "\"\($0)\"" }.joined(separator: " ")
      throw CNIError(
        .incompatibleVersion, "incompatible CNI versions",
        details: "config is \"\(configuration.versionText)\", plugin supports [\(list)]")
    }
    self.init(environment, configuration)
  }

  /// The same call with another command: to undo an ADD, to ask a delegate.
  public func with(_ command: CNICommand) -> PluginCall {
    var call = self
    call.environment.command = command
    return call
  }
}
