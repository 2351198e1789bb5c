import NetworkTypes

extension CNIResult.Interface {
  init(_ fields: JSONFields) throws(CNIDecodingError) {
    guard let name = try fields.string("name") else { throw fields.missing("name") }
    self.name = name
    mac = try fields.parsed("mac", expected: "a string") { $0 }
    sandbox = try fields.parsed("sandbox", expected: "a string") { $0 }
    mtu = try fields.integer("mtu")
    socketPath = try fields.string("socketPath")
    pciID = try fields.string("pciID")
    unknown = fields.others(than: ["name", "mac", "sandbox", "mtu", "socketPath", "pciID"])
  }
}

extension CNIResult.Address {
  init(_ fields: JSONFields, key: String) throws(CNIDecodingError) {
    guard
      let address = try fields.parsed(
        key, expected: "an address with a prefix length", { IPPrefix($0) })
    else { throw fields.missing(key) }
    self.address = address
    gateway = try fields.parsed("gateway", expected: "an address") { IPAddress($0) }
    interface = try fields.integer("interface")
    unknown = fields.others(than: [key, "gateway", "interface", "version", "routes"])
  }
}

extension CNIResult.Route {
  /// Also an entry of `routes` in a configuration.
  public init(_ fields: JSONFields) throws(CNIDecodingError) {
    guard
      let destination = try fields.parsed("dst", expected: "a prefix", { IPPrefix($0) })
    else { throw fields.missing("dst") }
    self.destination = destination
    gateway = try fields.parsed("gw", expected: "an address") { IPAddress($0) }
    mtu = try fields.integer("mtu")
    advertisedMSS = try fields.integer("advmss")
    priority = try fields.integer("priority")
    table = try fields.integer("table")
    scope = try fields.integer("scope")
    unknown = fields.others(
      than: ["dst", "gw", "mtu", "advmss", "priority", "table", "scope"])
  }
}

extension CNIResult.DNS {
  /// Also the section `dns` of a configuration.
  public init(_ fields: JSONFields) throws(CNIDecodingError) {
    nameservers = try fields.strings("nameservers")
    domain = try fields.parsed("domain", expected: "a string") { $0 }
    search = try fields.strings("search")
    options = try fields.strings("options")
  }
}
