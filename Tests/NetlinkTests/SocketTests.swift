import Glibc
import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// Sockets against this kernel.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct SocketTests {
  let buffer = ReceiveBuffer()

  @Test func anEmptyNamespaceHasOneLink() throws {
    try withNamespace { space in
      var socket = try space.socket()
      let links = try socket.dump(LinkDump(), buffer: buffer)
      #expect(links.entries.map(\.name) == ["lo"])
      #expect(links.isConsistent && links.malformed == [])
    }
  }

  /// A socket stays in its namespace whatever thread uses it, and many live side by side.
  @Test func socketsStayWhereTheyWereMade() throws {
    let (first, second) = (try Space(), try Space())
    try first.space.ip("link add one type bridge")
    try second.space.ip("link add two type bridge")
    var one = try first.space.socket()
    var two = try second.space.socket()
    #expect(try one.dump(LinkDump(), buffer: buffer).entries.map(\.name) == ["lo", "one"])
    #expect(try two.dump(LinkDump(), buffer: buffer).entries.map(\.name) == ["lo", "two"])
  }

  /// A class, for a tuple cannot hold what cannot be copied.
  private final class Space {
    let space: TestNamespace
    init() throws { space = try TestNamespace() }
  }

  /// Whoever may send to our port, as a pod with `CAP_NET_ADMIN` in its namespace, is refused.
  @Test func hearsNobodyButTheKernel() throws {
    try withNamespace { space in
      var socket = try space.socket()
      // sk, family, port, …: that of the kernel is 0, and ours is the only other one.
      var ports: [UInt32] = []
      for line in try space.run("cat /proc/net/netlink").split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count > 2, words[1] == "0", let port = UInt32(words[2]), port != 0 else {
          continue
        }
        ports.append(port)
      }
      let port = try #require(ports.first)
      #expect(ports.count == 1)
      let reason = try space.namespace.run { () -> CInt in
        let other = Glibc.socket(AF_NETLINK, CInt(SOCK_RAW.rawValue), 0)
        defer { close(other) }
        // struct sockaddr_nl: family, padding, port, groups.
        var address: [UInt8] = [16, 0, 0, 0]
        address += withUnsafeBytes(of: port) { Array($0) }
        address += [0, 0, 0, 0]
        let message: [UInt8] = [16, 0, 0, 0]
        let sent = address.withUnsafeBytes { bytes in
          let target = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
          return sendto(other, message, message.count, 0, target, socklen_t(bytes.count))
        }
        return sent < 0 ? errno : 0
      }
      #expect(reason == ECONNREFUSED)
      #expect(try socket.dump(LinkDump(), buffer: buffer).entries.count == 1)
    }
  }

  @Test func tellsTheKernelsWords() throws {
    try withNamespace { space in
      var socket = try space.socket()
      // A dump reports its error in NLMSG_DONE …
      let dump = #expect(throws: NetlinkError.self) {
        _ = try socket.dump(RouteDump(family: .ipv4, table: 7777), buffer: buffer)
      }
      #expect(
        dump == .refused(Refusal(reason: .noSuchFile, text: "ipv4: FIB table does not exist")))
      // … a change in NLMSG_ERROR, with the request in between.
      var route = MessageEncoder(type: .newRoute, flags: [.create])
      route.append(UInt8(2))
      route.append(UInt8(33))
      route.appendZeros(10)
      let change = #expect(throws: NetlinkError.self) {
        try socket.perform(route, buffer: buffer)
      }
      #expect(change == .refused(Refusal(reason: .invalidArgument, text: "Invalid prefix length")))
      #expect(try socket.dump(LinkDump(), buffer: buffer).entries.count == 1)
    }
  }

  /// Entries that cannot be read are noted, and cost neither the others nor the next answer.
  @Test func goesOnBehindMalformedEntries() throws {
    try withNamespace { space in
      let lines = (0..<300).map { "link add b\($0) type ifb" }
      try space.ip(lines.joined(separator: "\n"))
      var socket = try space.socket()
      var messages = 0
      let answer = try socket.walk(LinkDump(), buffer: buffer) {
        message throws(MalformedMessage) in
        messages += 1
        if messages % 2 == 0 { throw .badLength(what: "test", length: 0, available: 0) }
      }
      #expect(messages == 301 && answer.malformed.count == 150)
      let small = try socket.get(
        LinkRequest(name: "b7").message(), answer: LinkRequest.answer, as: LinkMessage.self,
        buffer: buffer)
      #expect(small?.name == "b7")
      #expect(try socket.dump(LinkDump(), buffer: buffer).entries.count == 301)
    }
  }

  @Test func hearsWhatChanges() throws {
    try withNamespace { space in
      let events = try space.namespace.run {
        try EventSocket(groups: [RouteGroup.link, RouteGroup.ipv4Address])
      }
      #expect(try events.read(buffer) == .empty)
      try space.ip("link add v0 type veth peer name v1\naddress add 192.0.2.1/24 dev v0")
      var types: [UInt16] = []
      while case .datagram(let count, let nsid) = try events.read(buffer) {
        #expect(nsid == nil)
        var messages = MessageReader(buffer.datagram(count))
        while let message = try messages.next() { types.append(message.header.type.rawValue) }
      }
      #expect(types.contains(16) && types.contains(20))  // RTM_NEWLINK, RTM_NEWADDR
      try events.setMembership(RouteGroup.link, false)
      try space.ip("link add v2 type veth peer name v3")
      #expect(try events.read(buffer) == .empty)
    }
  }

  /// Without room, messages are lost, and the socket says so instead of keeping silent.
  @Test func tellsThatEventsWereLost() throws {
    try withNamespace { space in
      let events = try space.namespace.run {
        try EventSocket(groups: [RouteGroup.link], receiveBuffer: 1)
      }
      let lines = (0..<50).map { "link add b\($0) type ifb" }
      try space.ip(lines.joined(separator: "\n"))
      var wasLost = false
      reading: while true {
        switch try events.read(buffer) {
        case .overrun: wasLost = true
        case .datagram: continue
        case .empty: break reading
        }
      }
      #expect(wasLost)
      try space.ip("link add again type ifb")
      if case .datagram = try events.read(buffer) {} else { Issue.record("hears nothing more") }
    }
  }

  /// A link that moves away says where to; another namespace's events carry its number.
  @Test func hearsOtherNamespaces() throws {
    try withNamespace { here in
      try withNamespace { there in
        let events = try here.namespace.run {
          try EventSocket(groups: [RouteGroup.link], allNamespaces: true)
        }
        var socket = try here.socket()
        var pair = CreateLink("v0", .veth(peer: "v1"))
        pair.index = 40
        try socket.perform(pair.message(), buffer: buffer)
        var move = ChangeLink(index: 40)
        move.namespace = there.namespace.descriptor.rawValue
        try socket.perform(move.message(), buffer: buffer)
        var gone: LinkMessage?
        var number: Int32?
        while case .datagram(let count, let nsid) = try events.read(buffer) {
          var messages = MessageReader(buffer.datagram(count))
          while let message = try messages.next() {
            let link = try LinkMessage(payload: message.payload)
            if message.header.type == .deleteLink && link.index == 40 { gone = link }
            if nsid != nil && link.name == "v0" { number = nsid }
          }
        }
        #expect(gone?.newNetnsID == number && number != nil)
        #expect(gone?.newIndex == 40)
      }
    }
  }
}
