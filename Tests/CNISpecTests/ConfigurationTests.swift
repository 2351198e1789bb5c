import CNISpec
import Testing

struct ConfigurationTests {
  private func plugin(_ text: String) throws -> PluginConfiguration {
    try PluginConfiguration(try JSONValue(parsing: Array(text.utf8)))
  }

  private func network(_ text: String) throws(CNIDecodingError) -> NetworkConfiguration {
    try NetworkConfiguration(parsing: Array(text.utf8), path: "/etc/cni/net.d/10-n.conflist")
  }

  // MARK: One plugin

  @Test func readsSectionsOfAPlugin() throws {
    let configuration = try plugin(
      #"""
      {"cniVersion":"1.1.0","name":"n","type":"bridge","bridge":"cni0","ipam":{"type":"host-local"},
       "dns":{"nameservers":["10.0.0.1"]},"args":{"cni":{"ips":["10.0.0.5"]}},
       "capabilities":{"mac":true,"ips":false},"runtimeConfig":{"mac":"02:00:00:00:00:01"},
       "prevResult":{"cniVersion":"1.1.0","ips":[{"address":"10.0.0.5/24"}]},
       "cni.dev/valid-attachments":[{"containerID":"a","ifname":"eth0"}]}
      """#)
    #expect(try configuration.ipamType == "host-local")
    #expect(try configuration.ipam?.name("type") == "ipam.type")
    #expect(try configuration.dns.nameservers == ["10.0.0.1"])
    #expect(try configuration.args?.object("cni")?.strings("ips") == ["10.0.0.5"])
    #expect(try configuration.runtimeConfig?.string("mac") == "02:00:00:00:00:01")
    #expect(try configuration.prevResult?.ips.map { "\($0.address)" } == ["10.0.0.5/24"])
    #expect(
      try configuration.validAttachments
        == [PluginConfiguration.Attachment(containerID: "a", ifname: "eth0")])
    #expect(try configuration.fields.string("bridge") == "cni0")
  }

  @Test func anEmptySectionIsNone() throws {
    let configuration = try plugin(#"{"ipam":{},"dns":null,"cni.dev/valid-attachments":null}"#)
    #expect(try configuration.ipam == nil && configuration.ipamType == nil)
    #expect(try configuration.dns.isEmpty && configuration.prevResult == nil)
    #expect(try configuration.validAttachments == nil)
    #expect(try plugin(#"{"cni.dev/attachments":[]}"#).validAttachments == [])
  }

  @Test(
    arguments: [
      ("a wrong section", #"{"ipam":"x"}"#, "ipam is \"x\", not an object"),
      (
        "a program outside", #"{"ipam":{"type":"../sh"}}"#,
        "ipam.type is \"../sh\", not the name of a plugin"
      ),
      (
        "a number for a name server", #"{"dns":{"nameservers":[1]}}"#,
        "dns.nameservers[0] is 1, not a string"
      ),
      (
        "a wrong result", #"{"prevResult":{"ips":[{"address":"x"}]}}"#,
        "could not parse prevResult: prevResult.ips[0].address is \"x\", "
          + "not an address with a prefix length"
      ),
      (
        "a wrong attachment", #"{"cni.dev/valid-attachments":[7]}"#,
        "cni.dev/valid-attachments[0] is 7, not an object"
      ),
    ] as [(String, String, String)])
  func namesWhatIsWrong(_ what: String, text: String, message: String) throws {
    let configuration = try plugin(text)
    var errors: [String] = []
    func note(_ body: () throws -> Void) {
      do { try body() } catch { errors.append("\(error)") }
    }
    note { _ = try configuration.ipamType }
    note { _ = try configuration.dns }
    note { _ = try configuration.prevResult }
    note { _ = try configuration.validAttachments }
    #expect(errors == [message])
  }

  @Test func keepsTheOrderOfKeysWhenOneIsSet() throws {
    let configuration = try plugin(#"{"a":1,"name":"x","a":2,"z":3}"#)
    let other = try configuration.setting([("a", .null), ("z", nil), ("new", .bool(true))])
    #expect(other.document.description == #"{"a":null,"name":"x","new":true}"#)
    #expect(throws: CNIError.self) { try configuration.setting([("name", .number("1"))]) }
  }

  // MARK: Networks

  @Test func readsAListAndASinglePlugin() throws {
    let list = try network(
      #"""
      {"cniVersion":"1.0.0","name":"n","disableCheck":true,"disableGC":"True",
       "plugins":[{"type":"bridge","ipam":{"type":"host-local"}},{"type":"portmap"}]}
      """#)
    #expect(list.name == "n" && list.version == CNIVersion(1, 0, 0))
    #expect(list.plugins.map(\.type) == ["bridge", "portmap"])
    #expect(list.plugins.map(\.ipamType) == ["host-local", nil])
    #expect(list.disableCheck && list.disableGC && !list.loadOnlyInlinedPlugins)
    #expect(list.problems.isEmpty && !list.isSinglePlugin)
    let text = #"{"cniVersion":"0.3.1","name":"n","type":"ptp","ipam":{},"key":[1.50]}"#
    let single = try network(text)
    #expect(single.isSinglePlugin && single.plugins.map(\.type) == ["ptp"])
    #expect(single.problems.isEmpty)
    // The cache has a list, so that libcni can read what it was made with.
    #expect(
      String(decoding: single.bytes, as: UTF8.self)
        == #"{"name":"n","cniVersion":"0.3.1","plugins":[\#(text)]}"#)
  }

  @Test(
    arguments: [
      ("one", #""cniVersion":"0.4.0""#, CNIVersion(0, 4, 0)),
      ("none", #""x":1"#, CNIVersion(0, 1, 0)),
      ("the highest of the list", #""cniVersions":["0.3.1","1.0.0","0.4.0"]"#, CNIVersion(1, 0, 0)),
      (
        "later ones are for others", #""cniVersion":"1.0.0","cniVersions":["2.0.0","0.4.0"]"#,
        CNIVersion(1, 0, 0)
      ),
      (
        "a later one is for others", #""cniVersion":"3.0.0","cniVersions":["1.1.0"]"#,
        CNIVersion(1, 1, 0)
      ),
      ("only later ones", #""cniVersion":"3.0.0","cniVersions":["2.0.0"]"#, CNIVersion(3, 0, 0)),
    ] as [(String, String, CNIVersion)])
  func choosesTheVersion(_ what: String, keys: String, version: CNIVersion) throws {
    #expect(try network(#"{\#(keys),"name":"n","plugins":[{"type":"t"}]}"#).version == version)
  }

  @Test func tellsProblems() throws {
    let text = #"{"cniVersion":"1.2.0","name":"a b","plugins":[{"type":"t"},{"type":"x/y"}]}"#
    #expect(
      try network(text).problems == [
        "name is \"a b\", but may only have letters, digits, _ . - and must start with a letter or "
          + "digit",
        "cniVersion is \"1.2.0\", known are 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0",
        "plugins[1].type is \"x/y\", not the name of a program",
      ])
    #expect(try network("{}").problems == ["name is missing", "plugins is empty"])
  }

  @Test(
    arguments: [
      ("a plugin without a type", #"{"plugins":[{"type":"a"},{}]}"#, "plugins[1].type is missing"),
      ("no list", #"{"plugins":{}}"#, "plugins is {}, not an array"),
      ("a word in the list", #"{"plugins":["bridge"]}"#, "plugins[0] is \"bridge\", not an object"),
      (
        "a wrong version", #"{"cniVersion":"one"}"#,
        #"cniVersion is "one", not a version such as "1.1.0""#
      ),
      (
        "a wrong later version", #"{"cniVersions":["1.0.0","x"]}"#,
        #"cniVersions[1] is "x", not a version such as "1.1.0""#
      ),
      ("a wrong switch", #"{"disableGC":1}"#, "disableGC is 1, not true or false"),
    ] as [(String, String, String)])
  func refuses(_ what: String, text: String, message: String) {
    #expect { try network(text) } throws: { "\($0)" == message }
  }

  @Test func derivesWhatAPluginGets() throws {
    let list = try network(
      #"""
      {"cniVersion":"0.4.0","name":"n","plugins":[{"type":"portmap","name":"own","keep":[1.50],
       "capabilities":{"portMappings":true,"mac":false},"runtimeConfig":{"x":1}}]}
      """#)
    var result = CNIResult(interfaces: [CNIResult.Interface(name: "eth0", mtu: 1400)])
    result.dns.domain = "example.org"
    let ports = JSONValue.array([.object([JSONMember("hostPort", .number("80"))])])
    let configuration = try list.configuration(
      of: list.plugins[0], previous: result,
      capabilityArguments: [JSONMember("portMappings", ports), JSONMember("mac", .string("x"))])
    // Capabilities are not passed on; the result has the version of the list.
    #expect(
      configuration.document.description
        == #"{"type":"portmap","name":"n","keep":[1.50],"cniVersion":"0.4.0","#
        + #""runtimeConfig":{"portMappings":[{"hostPort":80}]},"#
        + #""prevResult":{"cniVersion":"0.4.0","interfaces":[{"name":"eth0"}],"#
        + #""dns":{"domain":"example.org"}}}"#)
    let plain = try list.configuration(of: list.plugins[0])
    #expect(
      plain.document.description
        == #"{"type":"portmap","name":"n","keep":[1.50],"cniVersion":"0.4.0"}"#)
  }

  @Test func derivesWhatGarbageCollectionGets() throws {
    let list = try network(#"{"cniVersion":"1.1.0","name":"n","plugins":[{"type":"t"}]}"#)
    let attachment = PluginConfiguration.Attachment(containerID: "c", ifname: "eth1")
    let configuration = try list.configuration(of: list.plugins[0], keeping: [attachment])
    #expect(try configuration.validAttachments == [attachment])
    let entries = #"[{"containerID":"c","ifname":"eth1"}]"#
    #expect(
      configuration.document.description
        == #"{"type":"t","name":"n","cniVersion":"1.1.0","cni.dev/valid-attachments":\#(entries),"#
        + #""cni.dev/attachments":\#(entries)}"#)
  }
}
