import CNISpec
import LinuxSystem
import NetworkTypes

/// A container's interface that the daemon has a lease for, or is getting one.
final class DHCPClient {
  /// Whose it is; a network may be attached to a container twice.
  struct Key: Hashable, Sendable {
    var network: String
    var containerID: String
    var ifname: String

    init(_ call: PluginCall) {
      network = call.configuration.name
      containerID = call.containerID
      ifname = call.ifname
    }

    init?(json: JSONValue) {
      guard let network = json["network"]?.string, let containerID = json["containerID"]?.string,
        let ifname = json["ifname"]?.string
      else { return nil }
      self.network = network
      self.containerID = containerID
      self.ifname = ifname
    }

    /// Option 61 as the reference writes it: type 0, then at most 254 bytes.
    var identifier: [UInt8] { [0] + "\(containerID)/\(network)/\(ifname)".utf8.prefix(254) }

    var text: String { "\(containerID)/\(network)/\(ifname)" }

    /// Names hold no `@` but the last one; the hash tells long ones apart.
    var fileName: String {
      let name = "\(network)@\(containerID)@\(ifname)"
      guard name.utf8.count > 200 else { return name }
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
      for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return String(decoding: name.utf8.prefix(180), as: UTF8.self) + String(hash, radix: 16)
    }
  }

  let key: Key
  /// The path of the namespace with the prefix of the node's root, and what was there.
  let netns: String
  let inode: UInt64
  let priority: Int64
  var session: DHCPSession
  /// Only while messages come and go.
  var interface: DHCPInterface?
  /// The connections that want to hear of the lease.
  var waiting: [UInt64] = []

  init(
    _ key: Key, netns: String, inode: UInt64, priority: Int64, session: DHCPSession,
    interface: DHCPInterface?
  ) {
    self.key = key
    self.netns = netns
    self.inode = inode
    self.priority = priority
    self.session = session
    self.interface = interface
  }

  /// The interface, opened if it is not; an error if it or its namespace is gone.
  func open() throws(CNIError) -> DHCPInterface {
    if let interface { return interface }
    let opened = try DHCPInterface(key.ifname, in: netns)
    guard opened.inode == inode else {
      throw CNIError(.other, "\(netns) is another namespace now")
    }
    interface = opened
    return opened
  }
}

// MARK: Keeping

extension DHCPClient {
  /// For the file from which a daemon goes on that was started anew.
  var json: JSONValue {
    .object([
      JSONMember("network", .string(key.network)),
      JSONMember("containerID", .string(key.containerID)),
      JSONMember("ifname", .string(key.ifname)), JSONMember("netns", .string(netns)),
      JSONMember("inode", .number("\(inode)")), JSONMember("priority", .number("\(priority)")),
      JSONMember("hardwareAddress", .string(Base64.encode(session.hardwareAddress))),
      JSONMember("options", session.options.json),
      JSONMember("lease", session.lease?.json ?? .null),
    ])
  }

  /// A client that was kept, and its lease; nil for a file that is none.
  static func read(
    _ json: JSONValue, _ settings: DHCPSettings
  ) -> (client: DHCPClient, lease: DHCPLease)? {
    guard let key = Key(json: json), let netns = json["netns"]?.string,
      let inode = json["inode"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let hardwareAddress = json["hardwareAddress"]?.string.flatMap({ Base64.decode($0) }),
      hardwareAddress.count == 6, let options = DHCPOptions(json: json["options"]),
      let lease = DHCPLease(json: json["lease"])
    else { return nil }
    var session = DHCPSession(
      identifier: key.identifier, hardwareAddress: hardwareAddress, options: options,
      wantsBroadcast: settings.wantsBroadcast)
    session.patience = settings.patience
    let client = DHCPClient(
      key, netns: netns, inode: inode, priority: json["priority"]?.integer ?? 0,
      session: session, interface: nil)
    return (client, lease)
  }
}
