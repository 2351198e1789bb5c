import CNICore
import CNIPlan
import CNISpec

/// Gives a container an interface that leads nowhere, for addresses that only it has.
public struct DummyPlugin: DevicePlugin {
  public let type = "dummy"

  public init() {}

  func device(_ call: PluginCall, _ session: (Place) -> KernelSession) throws(CNIError) -> Device {
    guard let manager = try call.configuration.ipamType else {
      throw CNIError(.other, "dummy interface requires an IPAM configuration")
    }
    var device = Device(link: NewLink(call.ifname, .dummy), place: .container)
    device.addressManager = manager
    device.keepsDNS = true
    return device
  }
}
