import Testing

/// Held against the reference plugin.
struct StaticTests {
  private static let two =
    #""addresses":[{"address":"10.1.2.3/24","gateway":"10.1.2.1"},{"address":"fd00::3/64"}]"#

  @Test(
    arguments: [
      ("two families", two, "", "", "1.0.0"),
      (
        "routes and DNS",
        two + #","routes":[{"dst":"0.0.0.0/0"}],"dns":{"nameservers":["10.0.0.1"]}"#, "", "",
        "1.0.0"
      ),
      ("0.2.0", two, "", "", "0.2.0"), ("0.3.1", two, "", "", "0.3.1"),
      ("0.4.0", two, "", "", "0.4.0"),
      (
        "too many for 0.2.0", #""addresses":[{"address":"10.1.2.3/24"},{"address":"10.1.3.3/24"}]"#,
        "", "", "0.2.0"
      ),
      ("nothing", #""x":1"#, "", "", "1.0.0"),
      ("nothing in 0.2.0", #""x":1"#, "", "", "0.2.0"),
      ("CNI_ARGS", two, "", "IP=10.9.0.2/24, fd09::2/64;GATEWAY=10.9.0.1,fd09::1", "1.0.0"),
      ("a gateway of the configuration's subnet", two, "", "GATEWAY=10.1.2.9", "1.0.0"),
      ("no prefix", two, "", "IP=10.9.0.2", "1.0.0"),
      ("no gateway", two, "", "IP=10.9.0.2/24;GATEWAY=x", "1.0.0"),
      ("args", two, #","args":{"cni":{"ips":["10.8.0.2/24"]}}"#, "IP=10.9.0.2/24", "1.0.0"),
      ("args without prefix", two, #","args":{"cni":{"ips":["10.8.0.2"]}}"#, "", "1.0.0"),
      (
        "capability", two,
        #","args":{"cni":{"ips":["10.8.0.2/24"]}},"runtimeConfig":{"ips":["10.7.0.2/24","fd07::2/64"]}"#,
        "", "1.0.0"
      ),
      ("capability without prefix", two, #","runtimeConfig":{"ips":["10.7.0.2"]}"#, "", "1.0.0"),
      ("address without prefix", #""addresses":[{"address":"10.1.2.3"}]"#, "", "", "1.0.0"),
      ("address missing", #""addresses":[{"gateway":"10.1.2.3"}]"#, "", "", "1.0.0"),
    ] as [(String, String, String, String, String)])
  func answersTheSame(
    _ what: String, ipam: String, more: String, arguments: String, version: String
  ) throws {
    let input = """
      {"cniVersion":"\(version)","name":"net","type":"any","ipam":{"type":"static",\(ipam)}\(more)}
      """
    for command in ["ADD", "DEL"] {
      let request = Request(
        plugin: "static", command: command, arguments: arguments, input: input)
      let answers = try Maker.allCases.map { try call($0, request).essence }
      #expect(answers[0] == answers[1], "\(command)")
    }
  }

  @Test(arguments: [
    (#"{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24","gateway":"10.1.2.1"}]}"#, true),
    (#"{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24","gateway":"10.1.2.9"}]}"#, false),
    (#"{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24"}]}"#, false),
  ])
  func checksTheSame(_ result: String, isWell: Bool) throws {
    let input = """
      {"cniVersion":"1.0.0","name":"net","type":"any","ipam":{"type":"static",\(Self.two)},
       "prevResult":\(result)}
      """
    let request = Request(plugin: "static", command: "CHECK", input: input)
    let answers = try Maker.allCases.map { try call($0, request) }
    #expect(answers[0].essence == answers[1].essence)
    #expect((answers[0].status == 0) == isWell)
  }

  @Test func needsTheResultToCheck() throws {
    let input = """
      {"cniVersion":"1.0.0","name":"net","type":"any","ipam":{"type":"static",\(Self.two)}}
      """
    let answer = try call(.ours, Request(plugin: "static", command: "CHECK", input: input))
    #expect(answer.message == "Required prevResult missing")
  }
}
