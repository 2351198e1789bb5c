import CNISpec
import Testing

struct PortMappingTests {
  @Test func readsPortsOfEachRuntime() throws {
    let text = """
      [{"hostPort":8080,"containerPort":80,"protocol":"TCP","hostIP":""},
       {"HostPort":53,"ContainerPort":53,"Protocol":"udp","HostIP":"192.0.2.1"},
       {"host_port":1,"container_port":1},
       {"hostPort":9,"containerPort":9,"protocol":2},
       {"hostPort":0,"containerPort":80}]
      """
    let ports = try CNIPortMapping.list(
      try JSONValue(parsing: Array(text.utf8)), path: "portMappings")
    #expect(
      ports == [
        CNIPortMapping(hostPort: 8080, containerPort: 80, protocol: "tcp", hostIP: nil),
        CNIPortMapping(hostPort: 53, containerPort: 53, protocol: "udp", hostIP: "192.0.2.1"),
        CNIPortMapping(hostPort: 9, containerPort: 9, protocol: "sctp", hostIP: nil),
      ])
    #expect(
      throws: CNIDecodingError.unexpected(
        key: "p[0].hostPort", value: "65536", expected: "an integer from 0 to 65535")
    ) {
      try CNIPortMapping.list(
        .array([.object([JSONMember("hostPort", .number("65536"))])]), path: "p")
    }
  }

  @Test(
    arguments: [
      ("", []), ("Zg==", [102]), ("Zm8=", [102, 111]), ("Zm9v", [102, 111, 111]),
      ("Zm9vYg==", [102, 111, 111, 98]), ("+/+/", [251, 255, 191]),
      ("Zg=", nil), ("Z===", nil), ("=g==", nil), ("Zm9\n", nil), ("Zg==Zg==", nil),
    ] as [(String, [UInt8]?)])
  func decodesBase64(_ text: String, bytes: [UInt8]?) {
    #expect(Base64.decode(text) == bytes)
    if let bytes { #expect(Base64.encode(bytes) == text) }
  }
}
