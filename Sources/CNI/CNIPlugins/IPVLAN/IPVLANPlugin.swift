import CNICore
import CNIPlan
import CNISpec

/// Gives a container an interface on a link of the node, whose hardware address it shares.
public struct IPVLANPlugin: DevicePlugin {
  public let type = "ipvlan"

  public init() {}

  func device(_ call: PluginCall, _ session: (Place) -> KernelSession) throws(CNIError) -> Device {
    let keys = Keys(call.configuration)
    let word = try keys.text("mode") ?? "l2"
    guard let mode = IPVLANWord(rawValue: word) else {
      throw CNIError(.other, "unknown ipvlan mode: \(JSONValue.string(word))")
    }
    // CHECK gets the result of the whole chain, in which this plugin's own interface is.
    let previous = call.command == .add ? try call.configuration.prevResult : nil
    var master = try keys.text("master")
    if master == nil, let previous {
      guard previous.interfaces.count == 1, let only = previous.interfaces.first,
        !only.name.isEmpty
      else {
        throw CNIError(
          .other, "chained master failure. PrevResult lacks a single named interface")
      }
      master = only.name
    }
    let parent = try Parent(master, inContainer: keys.bool("linkInContainer"), session)
    var link = NewLink(call.ifname, .ipvlan(mode: mode, parent: parent.name))
    link.mtu = try parent.checked(keys)
    var device = Device(link: link, place: parent.place)
    device.settings = ["net/ipv4/conf/%/arp_notify", "net/ipv6/conf/%/ndisc_notify"]
    device.addressManager = try call.configuration.ipamType
    if device.addressManager == nil, let previous, !previous.ips.isEmpty {
      device.inherited = previous
    }
    return device
  }
}
