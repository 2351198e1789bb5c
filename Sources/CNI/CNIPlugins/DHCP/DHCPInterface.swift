import CNICore
import CNIPlan
import CNISpec
import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes

/// An interface of a container while messages come and go; its namespace is kept open meanwhile,
/// and no longer.
final class DHCPInterface {
  let name: String
  let hardwareAddress: [UInt8]
  /// What tells the namespace from another one on the same path.
  let inode: UInt64
  private let session: KernelSession
  private let index: Int32
  private let packets: PacketSocket
  var rawDescriptor: CInt { packets.rawDescriptor }

  /// Opens the sockets and brings the interface up, if it is down.
  ///
  /// - Parameter path: Of the namespace.
  init(_ name: String, in path: String) throws(CNIError) {
    let session = try KernelSession(path: path, buffer: ReceiveBuffer())
    guard let link = try session.link(name) else {
      throw CNIError(.other, "error looking up \(JSONValue.string(name)): Link not found")
    }
    guard let address = link.macAddress, address.byteCount == 6 else {
      throw CNIError(.other, "\(JSONValue.string(name)) has no Ethernet address")
    }
    let index = link.index
    do {
      if !link.isUp { try Self.set(isUp: true, index, session) }
      packets = try session.namespace.run {
        try PacketSocket(interface: index, port: DHCPDatagram.clientPort)
      }
    } catch {
      throw CNIError(.other, "cannot use \(JSONValue.string(name)) for DHCP: \(error)")
    }
    self.session = session
    self.index = index
    self.name = name
    hardwareAddress = address.bytes
    inode = session.namespace.inode
  }

  private static func set(isUp: Bool, _ index: Int32, _ session: KernelSession) throws {
    var change = ChangeLink(index: index)
    change.isUp = isUp
    try session.perform(change.message())
  }

  /// Takes the interface down: its address is not ours any more.
  func takeDown() throws { try Self.set(isUp: false, index, session) }

  /// Sends a message to one server from the address of the interface, or to all.
  ///
  /// Where the interface does not have the address, or no route leads to the server, all on the
  /// link get it: the server is named in it.
  func send(_ message: DHCPMessage, to server: UInt32?) throws {
    let payload = message.bytes
    let (device, own) = (name, message.clientAddress)
    // A namespace without any address lets a socket have every address, and nothing comes of it.
    let address = IPAddress(ipv4: own)
    if let server, own != 0,
      try session.addresses(index, family: .ipv4).contains(where: {
        $0.ownPrefix?.address == address
      })
    {
      let isSent = try? session.namespace.run {
        let socket = try UDPSocket(
          device: device, address: own, port: DHCPDatagram.clientPort)
        try socket.send(payload, to: server, port: DHCPDatagram.serverPort)
        return true
      }
      if isSent == true { return }
    }
    try packets.broadcast(
      DHCPDatagram(
        source: own, target: server ?? DHCPDatagram.everybody, payload: payload
      ).bytes)
  }

  /// The next message that came; nil if none did.
  func receive() throws(SystemCallError) -> DHCPMessage? {
    while let bytes = try packets.receive() {
      if let datagram = DHCPDatagram(bytes), let message = DHCPMessage(datagram.payload) {
        return message
      }
    }
    return nil
  }
}
