import NetworkTypes

extension CNIResult {
  /// The document in the form of a version.
  ///
  /// Keys that the version does not have are left out. 0.1.0 and 0.2.0 have one address of a
  /// family, so the first of each stays; without any there is no such document, as in the
  /// reference.
  public func json(version: CNIVersion) throws(CNIError) -> JSONValue {
    var members = [JSONMember("cniVersion", .string("\(version)"))]
    if version < CNIVersion(0, 3, 0) {
      members += try oldMembers()
    } else {
      members.appendList("interfaces", interfaces.map { $0.json(version) })
      members.appendList("ips", ips.map { $0.json(version) })
      members.appendList("routes", routes.map { $0.json(version) })
    }
    // The reference writes it before 1.0.0 even where it is empty.
    if !dns.isEmpty || version < CNIVersion(1, 0, 0) { members.append(JSONMember("dns", dns.json)) }
    return .object(members + unknown)
  }

  private func oldMembers() throws(CNIError) -> [JSONMember] {
    var members: [JSONMember] = []
    for (key, family) in [("ip4", AddressFamily.ipv4), ("ip6", .ipv6)] {
      guard let address = ips.first(where: { $0.address.address.family == family }) else {
        continue
      }
      var entry = [JSONMember("ip", .string("\(address.address)"))]
      if let gateway = address.gateway {
        entry.append(JSONMember("gateway", .string("\(gateway)")))
      }
      let routes = routes.filter { $0.destination.address.family == family }
      entry.appendList("routes", routes.map { $0.json(CNIVersion(0, 2, 0)) })
      members.append(JSONMember(key, .object(entry + address.unknown)))
    }
    guard !members.isEmpty else {
      throw CNIError(.other, "cannot convert: no valid IP addresses")
    }
    return members
  }
}

extension [JSONMember] {
  fileprivate mutating func append(_ key: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    append(JSONMember(key, .string(text)))
  }

  fileprivate mutating func append(_ key: String, _ number: (some FixedWidthInteger)?) {
    guard let number else { return }
    append(JSONMember(key, .number("\(number)")))
  }

  fileprivate mutating func appendList(_ key: String, _ values: [JSONValue]) {
    guard !values.isEmpty else { return }
    append(JSONMember(key, .array(values)))
  }
}

extension CNIResult.Interface {
  fileprivate func json(_ version: CNIVersion) -> JSONValue {
    var members = [JSONMember("name", .string(name))]
    members.append("mac", mac)
    if version >= CNIVersion(1, 1, 0) { members.append("mtu", mtu) }
    members.append("sandbox", sandbox)
    if version >= CNIVersion(1, 1, 0) {
      members.append("socketPath", socketPath)
      members.append("pciID", pciID)
    }
    return .object(members + unknown)
  }
}

extension CNIResult.Address {
  fileprivate func json(_ version: CNIVersion) -> JSONValue {
    var members: [JSONMember] = []
    if version < CNIVersion(1, 0, 0) {
      members.append("version", address.address.family == .ipv4 ? "4" : "6")
    }
    members.append("interface", interface)
    members.append("address", "\(address)")
    members.append("gateway", gateway.map { "\($0)" })
    return .object(members + unknown)
  }
}

extension CNIResult.Route {
  fileprivate func json(_ version: CNIVersion) -> JSONValue {
    var members = [JSONMember("dst", .string("\(destination)"))]
    members.append("gw", gateway.map { "\($0)" })
    if version >= CNIVersion(1, 1, 0) {
      members.append("mtu", mtu)
      members.append("advmss", advertisedMSS)
      members.append("priority", priority)
      members.append("table", table)
      members.append("scope", scope)
    }
    return .object(members + unknown)
  }
}

extension CNIResult.DNS {
  fileprivate var json: JSONValue {
    var members: [JSONMember] = []
    members.appendList("nameservers", nameservers.map { .string($0) })
    members.append("domain", domain)
    members.appendList("search", search.map { .string($0) })
    members.appendList("options", options.map { .string($0) })
    return .object(members)
  }
}
