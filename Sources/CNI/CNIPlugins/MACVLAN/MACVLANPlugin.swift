import CNICore
import CNIPlan
import CNISpec

/// Gives a container an interface with its own hardware address on a link of the node.
public struct MACVLANPlugin: DevicePlugin {
  public let type = "macvlan"

  public init() {}

  func device(_ call: PluginCall, _ session: (Place) -> KernelSession) throws(CNIError) -> Device {
    let keys = Keys(call.configuration)
    let word = try keys.text("mode") ?? "bridge"
    guard let mode = MACVLANWord(rawValue: word) else {
      throw CNIError(.other, "unknown macvlan mode: \(JSONValue.string(word))")
    }
    let parent = try Parent(
      keys.text("master"), inContainer: keys.bool("linkInContainer"), session)
    let queue = try keys.integer("bcqueuelen", as: UInt32.self) ?? 0
    var link = NewLink(
      call.ifname,
      .macvlan(
        mode: mode, parent: parent.name, broadcastQueueLength: queue == 0 ? nil : queue))
    link.mtu = try parent.checked(keys)
    link.macAddress = try call.requestedMACAddress(hasKey: true)
    var device = Device(link: link, place: parent.place)
    device.settings = ["net/ipv4/conf/%/arp_notify", "net/ipv6/conf/%/ndisc_notify"]
    device.addressManager = try call.configuration.ipamType
    return device
  }
}
