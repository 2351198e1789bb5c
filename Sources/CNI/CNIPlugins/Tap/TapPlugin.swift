import CNICore
import CNIPlan
import CNISpec
import NetworkTypes

/// Gives a container a tap, for the virtual machine in it.
public struct TapPlugin: DevicePlugin {
  public let type = "tap"

  public init() {}

  func device(_ call: PluginCall, _ session: (Place) -> KernelSession) throws(CNIError) -> Device {
    let keys = Keys(call.configuration)
    var tap = TapSettings()
    tap.isMultiQueue = try keys.bool("multiQueue")
    tap.owner = try keys.integer("owner")
    tap.group = try keys.integer("group")
    if let context = try keys.text("selinuxContext") {
      throw CNIError(
        .unsupportedField,
        "selinuxContext is \(JSONValue.string(context)): taps get the context of the plugin")
    }
    var link = NewLink(call.ifname, .tap(tap))
    link.mtu = try keys.mtu()
    link.macAddress = try call.requestedMACAddress(hasKey: true)
    link.isUp = true
    if let bridge = try keys.text("bridge") {
      guard try session(.container).link(bridge) != nil else {
        throw CNIError(.other, "failed to get bridge \(bridge): Link not found")
      }
      link.master = bridge
    }
    var device = Device(link: link, place: .container)
    device.settings = ["net/ipv4/conf/%/arp_notify"]
    device.addressManager = try call.configuration.ipamType
    return device
  }
}
