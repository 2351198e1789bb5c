import CNISpec
import NetworkTypes
import Testing

@testable import CNIPlugins

struct DHCPMessageTests {
  private func message(_ options: [(UInt8, [UInt8])]) -> DHCPMessage {
    var message = DHCPMessage(
      isReply: true, transaction: 0xAABB_CCDD, hardwareAddress: [2, 0, 0, 0, 0, 1])
    message.yourAddress = 0x0A05_0007
    for (code, value) in options { message[DHCPOptionCode(rawValue: code)] = value }
    return message
  }

  @Test func comesBackFromItsBytes() throws {
    var sent = message([(53, [5]), (12, Array("box".utf8)), (1, [255, 255, 255, 0]), (77, [])])
    sent.seconds = 7
    sent.wantsBroadcast = true
    sent.clientAddress = 0x0A05_0009
    #expect(DHCPMessage(sent.bytes) == sent)
    #expect(sent.bytes.count == 300)
    #expect(sent.type == .acknowledge && sent.number(.subnetMask) == 0xFFFF_FF00)
  }

  @Test func joinsLongOptions() throws {
    let long = (0..<700).map { UInt8($0 % 251) }
    let sent = message([(53, [5]), (121, long)])
    #expect(DHCPMessage(sent.bytes)?[.classlessRoutes] == long)
  }

  @Test func readsOptionsInTheFieldsForNames() throws {
    var bytes = message([(53, [2]), (52, [3])]).bytes
    bytes.replaceSubrange(108..<115, with: [3, 4, 10, 5, 0, 1, 255])
    bytes.replaceSubrange(44..<51, with: [54, 4, 10, 5, 0, 2, 255])
    let read = try #require(DHCPMessage(bytes))
    #expect(read.number(.router) == 0x0A05_0001)
    #expect(read.number(.serverIdentifier) == 0x0A05_0002)
  }

  @Test func refusesWhatIsCutOff() throws {
    let bytes = message([(53, [5]), (54, [10, 5, 0, 1])]).bytes
    for count in 0..<240 { #expect(DHCPMessage(Array(bytes[..<count])) == nil) }
    #expect(DHCPMessage(Array(bytes[..<242])) == nil)
    for (offset, value) in [(0, 3), (1, 6), (2, 20), (236, 0)] {
      var wrong = bytes
      wrong[offset] = UInt8(value)
      #expect(DHCPMessage(wrong) == nil)
    }
  }

  @Test func survivesMutatedBytes() throws {
    let seed = message([(53, [5]), (52, [3]), (121, [24, 10, 1, 2, 10, 5, 0, 1])]).bytes
    let datagram = DHCPDatagram(source: 1, target: 2, payload: seed).bytes
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      var bytes = datagram
      // To the port of clients, so that it gets further.
      bytes[22] = 0
      bytes[23] = 68
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<60, using: &random)) }
      if let read = DHCPDatagram(bytes) { _ = DHCPMessage(read.payload) }
      if let read = DHCPMessage(Array(bytes.dropFirst(28))) {
        _ = (try? DHCPLease(read, at: 0)).map { $0.routes }
      }
    }
  }

  @Test func makesDatagramsThatLinuxTakes() throws {
    let sent = DHCPDatagram(source: 0, target: DHCPDatagram.everybody, payload: [1, 2, 3])
    let bytes = sent.bytes
    #expect(Array(bytes[0..<4]) == [0x45, 0, 0, 31] && bytes[9] == 17)
    #expect(Array(bytes[20..<26]) == [0, 68, 0, 67, 0, 11])
    // It goes to servers, so no client reads it.
    #expect(DHCPDatagram(bytes) == nil)
    var back = bytes
    (back[21], back[23]) = (67, 68)
    #expect(DHCPDatagram(back)?.payload == [1, 2, 3])
    for count in 0..<back.count { #expect(DHCPDatagram(Array(back[..<count])) == nil) }
    back[12] ^= 1
    #expect(DHCPDatagram(back) == nil)
  }
}

struct DHCPLeaseTests {
  private func lease(_ options: [(UInt8, [UInt8])]) throws -> DHCPLease {
    var message = DHCPMessage(isReply: true, transaction: 1, hardwareAddress: [2, 0, 0, 0, 0, 1])
    message.yourAddress = 0x0A05_0007
    for (code, value) in [(53, [5]), (54, [10, 5, 0, 1]), (1, [255, 255, 255, 0])] + options {
      message[DHCPOptionCode(rawValue: code)] = value
    }
    return try DHCPLease(message, at: 1_000_000_000)
  }

  private func routes(_ options: [(UInt8, [UInt8])]) throws -> [String] {
    try lease(options).routes.map {
      "\($0.destination) \($0.gateway.map { "\($0)" } ?? "-") \($0.scope.map { "\($0)" } ?? "-")"
    }
  }

  @Test func makesRoutesInTheOrderOfTheStandard() throws {
    #expect(try routes([(3, [10, 5, 0, 1, 10, 5, 0, 2])]) == ["0.0.0.0/0 10.5.0.1 -"])
    #expect(
      try routes([
        (3, [10, 5, 0, 1]), (33, [10, 9, 0, 0, 10, 5, 0, 3, 192, 168, 1, 0, 10, 5, 0, 4]),
      ])
        == ["10.9.0.0/8 10.5.0.3 -", "192.168.1.0/24 10.5.0.4 -", "0.0.0.0/0 10.5.0.1 -"])
    #expect(
      try routes([
        (3, [10, 5, 0, 1]),
        (121, [0, 10, 5, 0, 9, 24, 10, 1, 2, 0, 0, 0, 0, 25, 10, 1, 3, 128, 10, 5, 0, 8]),
      ]) == ["0.0.0.0/0 10.5.0.9 -", "10.1.2.0/24 0.0.0.0 253", "10.1.3.128/25 10.5.0.8 -"])
    #expect(try routes([(121, [33, 1, 2, 3]), (33, [1, 2, 3]), (3, [1])]) == [])
  }

  @Test func fillsInTimes() throws {
    let unit: Int64 = 1_000_000_000
    let plain = try #require(try lease([(51, [0, 0, 0, 100])]).times)
    #expect(plain == (51 * unit, 86 * unit, 101 * unit))
    let given = try #require(
      try lease([(51, [0, 0, 0, 100]), (58, [0, 0, 0, 10]), (59, [0, 0, 0, 20])]).times)
    #expect(given == (11 * unit, 21 * unit, 101 * unit))
    let wrong = try #require(
      try lease([(51, [0, 0, 0, 100]), (58, [0, 0, 9, 0]), (59, [0, 0, 8, 0])]).times)
    #expect(wrong == (51 * unit, 86 * unit, 101 * unit))
    #expect(try lease([(51, [255, 255, 255, 255])]).times == nil)
    #expect(try lease([]).times?.end == 3601 * unit)
  }

  @Test func refusesWhatCannotBeUsed() throws {
    #expect(throws: DHCPLease.Defect.noMask) { try lease([(1, [])]) }
    #expect(throws: DHCPLease.Defect.noMask) { try lease([(1, [255, 0, 255, 0])]) }
    #expect(throws: DHCPLease.Defect.noServer) { try lease([(54, [1])]) }
  }

  @Test func comesBackFromItsFile() throws {
    let lease = try lease([(51, [0, 0, 0, 100]), (3, [10, 5, 0, 1])])
    let read = try #require(DHCPLease(json: try JSONValue(parsing: lease.json.bytes())))
    #expect(read == lease && read.address == lease.address && read.server == lease.server)
    for broken in ["{}", "[]", #"{"message":"AAAA"}"#, #"{"message":7}"#] {
      #expect(DHCPLease(json: try JSONValue(parsing: Array(broken.utf8))) == nil)
    }
  }
}

struct DHCPConfigurationTests {
  private func options(_ ipam: String, _ arguments: String = "") throws -> DHCPOptions {
    try DHCPOptions(
      try JSONFields(try JSONValue(parsing: Array(ipam.utf8)), path: "ipam"), arguments: arguments)
  }

  @Test func readsWhatToProvideAndToRequest() throws {
    let read = try options(
      #"""
      {"provide":[{"option":"host-name","value":"box"},{"option":"host-name","fromArg":"K8S_POD_NAME"},
                  {"option":"60","value":"v"},{"option":"77","fromArg":"NONE"}],
       "request":[{"option":"121"},{"skipDefault":false},{"option":"routers"}]}
      """#, "IgnoreUnknown=1;K8S_POD_NAME=pod=1")
    #expect(read.provided.map(\.code.rawValue) == [12, 60])
    #expect(read.provided[0].value == Array("pod=1".utf8))
    #expect(read.requested.map(\.rawValue) == [121, 3, 1])
    #expect(try options(#"{"request":[{"skipDefault":true}]}"#).requested.isEmpty)
    #expect(try options("{}") == DHCPOptions())
    #expect(DHCPOptions(json: read.json) == read)
  }

  @Test(arguments: [
    (#"{"provide":[{"option":"256","value":"x"}]}"#, "ipam.provide[0].option is \"256\""),
    (#"{"request":[{"option":"no-such"}]}"#, "ipam.request[0].option is \"no-such\""),
    (#"{"provide":{}}"#, "ipam.provide is {}"),
    (
      #"{"provide":[{"option":"12","value":"\#(String(repeating: "x", count: 256))"}]}"#,
      "ipam.provide[0].value is 256 bytes"
    ),
  ])
  func refuses(_ ipam: String, message: String) {
    #expect { try options(ipam) } throws: { "\($0)".hasPrefix(message) }
  }

  @Test func readsArgumentsAsGoDoes() throws {
    let read = try DHCPSettings([
      "-pidfile", "/run/p", "--hostprefix=/host", "-socketpath=/s", "-broadcast", "-timeout", "1s",
      "-resendmax", "1m30s", "-resendtimeout", "500ms",
    ])
    #expect(read.pidFile == "/run/p" && read.hostPrefix == "/host" && read.socketPath == "/s")
    #expect(read.wantsBroadcast && read.patience.total == 500_000_000)
    #expect(read.patience.first == 1_000_000_000 && read.patience.longest == 90_000_000_000)
    for wrong in [
      ["-pidfile", "p"], ["x"], ["-no", "1"], ["-timeout"], ["-timeout", "5"], ["-timeout", "s"],
    ] {
      #expect(throws: DHCPSettings.Defect.self) { try DHCPSettings(wrong) }
    }
  }

  @Test func cutsIdentifiersAsTheReferenceDoes() throws {
    let call = PluginCall(
      CNIEnvironment(
        command: .add, containerID: String(repeating: "c", count: 300), ifname: "eth0"),
      try PluginConfiguration(try JSONValue(parsing: Array(#"{"name":"net"}"#.utf8))))
    let key = DHCPClient.Key(call)
    #expect(key.identifier.count == 255 && key.identifier[0] == 0)
    #expect(key.fileName.utf8.count < 255)
  }
}
