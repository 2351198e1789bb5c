import CNICore
import CNIPlan
import CNISpec

/// Gives a container an interface in a VLAN of a link of the node.
public struct VLANPlugin: DevicePlugin {
  public let type = "vlan"

  public init() {}

  func device(_ call: PluginCall, _ session: (Place) -> KernelSession) throws(CNIError) -> Device {
    let keys = Keys(call.configuration)
    guard let master = try keys.text("master") else {
      throw CNIError(
        .other,
        "\"master\" field is required. It specifies the host interface name to create the VLAN for")
    }
    let id = try keys.integer("vlanId", as: Int64.self) ?? 0
    guard (0...4094).contains(id) else {
      throw CNIError(.other, "invalid VLAN ID \(id) (must be between 0 and 4095 inclusive)")
    }
    let parent = try Parent(master, inContainer: keys.bool("linkInContainer"), session)
    var link = NewLink(call.ifname, .vlan(id: UInt16(id), parent: parent.name))
    link.mtu = try parent.checked(keys)
    var device = Device(link: link, place: parent.place)
    device.addressManager = try call.configuration.ipamType
    return device
  }
}
