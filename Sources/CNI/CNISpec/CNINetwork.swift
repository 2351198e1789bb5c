/// What a network configuration says of its network: a list of plugins, or one alone.
public struct CNINetwork: Hashable, Sendable {
  public struct Plugin: Hashable, Sendable {
    /// The name of the program.
    public var type: String
    /// The `type` of its `ipam` section.
    public var ipamType: String?
  }

  public var name: String?
  public var version: String?
  /// In the order in which they run.
  public var plugins: [Plugin]

  public init(parsing bytes: [UInt8]) throws(CNIDecodingError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch { throw .json(error) }
    try self.init(value)
  }

  public init(_ value: JSONValue, path: String = "") throws(CNIDecodingError) {
    let fields = try JSONFields(value, path: path)
    name = try fields.string("name")
    version = try fields.string("cniVersion")
    plugins = []
    if fields.value("plugins") == nil {
      plugins = [try Plugin(fields)]
    } else {
      for entry in try fields.objects("plugins") { plugins.append(try Plugin(entry)) }
    }
  }
}

extension CNINetwork.Plugin {
  fileprivate init(_ fields: JSONFields) throws(CNIDecodingError) {
    guard let type = try fields.string("type") else { throw fields.missing("type") }
    self.type = type
    // Some plugins without address management write a string or an empty object here.
    ipamType = fields.value("ipam")?["type"]?.string
  }
}
