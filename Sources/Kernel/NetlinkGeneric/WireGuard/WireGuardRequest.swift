public import Netlink

extension GenericFamily {
  public static let wireGuard = "wireguard"  // WG_GENL_NAME
}

extension NetlinkSocket {
  /// A WireGuard device with its peers; again from the start if it changed meanwhile, up to three
  /// times.
  ///
  /// Only whoever has `CAP_NET_ADMIN` in the namespace may ask. `answer` is that of the last try.
  public mutating func wireGuardDevice(
    _ index: Int32, _ family: GenericFamily, buffer: ReceiveBuffer
  ) throws(NetlinkError) -> (device: WireGuardDevice, answer: DumpAnswer) {
    var attempts = 0
    while true {
      var device = WireGuardDevice()
      var message = family.message(0, flags: [.request, .dump])  // WG_CMD_GET_DEVICE
      message.attribute(WireGuardAttribute.index.rawValue, index)
      let answer = try walk(message, entry: family.messageType, buffer: buffer) {
        message throws(MalformedMessage) in try device.take(message.payload)
      }
      attempts += 1
      if answer.isConsistent || attempts == 3 { return (device, answer) }
    }
  }
}
