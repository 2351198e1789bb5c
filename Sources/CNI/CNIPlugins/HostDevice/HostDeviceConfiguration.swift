import CNICore
import CNISpec
import Glibc
import LinuxSystem
import NetlinkRoute
import NetworkTypes

/// Which link of the node a container gets.
struct HostDeviceConfiguration {
  enum Device: Hashable {
    case name(String)
    case macAddress(MACAddress)
    /// A folder of `/sys` with one network device in it.
    case folder(String)
  }

  var device: Device
  /// A driver in user space has the device, so there is no link to move.
  var isUserspace = false
  var addressManager: String?

  private static let pci = "/sys/bus/pci/devices"
  private static let auxiliary = "/sys/bus/auxiliary/devices"
  private static let userspaceDrivers: Set<String> = ["vfio-pci", "uio_pci_generic", "igb_uio"]

  init(_ call: PluginCall) throws(CNIError) {
    let keys = Keys(call.configuration)
    var address = try keys.text("pciBusID")
    addressManager = try call.configuration.ipamType
    if let id = call.configuration.fields.value("runtimeConfig")?["deviceID"]?.string,
      !id.isEmpty
    {
      try Self.requireComponent(id, "runtimeConfig.deviceID")
      if access("\(Self.pci)/\(id)", F_OK) == 0 {
        address = id
      } else if access("\(Self.auxiliary)/\(id)", F_OK) == 0 {
        device = .folder("\(Self.auxiliary)/\(id)/net")
        return
      } else {
        throw CNIError(.other, "runtime config DeviceID \(id) not found or unsupported")
      }
    }
    if let address {
      try Self.requireComponent(address, "pciBusID")
      isUserspace = try Self.hasUserspaceDriver(address)
    }
    if let name = try keys.text("device") {
      device = .name(name)
    } else if let text = try keys.text("hwaddr") {
      guard let parsed = MACAddress(text) else {
        throw CNIError(
          .other, "failed to parse MAC address \(JSONValue.string(text)): invalid MAC address")
      }
      device = .macAddress(parsed)
    } else if let path = try keys.text("kernelpath") {
      guard path.hasPrefix("/sys/devices/"), !path.split(separator: "/").contains("..") else {
        throw CNIError(
          .other,
          "kernel device path \(JSONValue.string(path)) must be absolute and begin with "
            + "/sys/devices/")
      }
      device = .folder("\(path)/net")
    } else if let address {
      device = .folder(try isUserspace ? "" : Self.networkFolder(address))
    } else {
      throw CNIError(
        .other, "specify either \"device\", \"hwaddr\", \"kernelpath\" or \"pciBusID\"")
    }
  }

  /// The name of the link on the node; nil if it is not there.
  func find(_ node: KernelSession) throws(CNIError) -> FoundDevice? {
    switch device {
    case .name(let name): return try node.message(named: name).map { FoundDevice($0) }
    case .macAddress(let address):
      return try node.links().first { $0.macAddress == address }.map { FoundDevice($0) }
    case .folder(let path):
      let names: [String]
      do { names = try RootedFiles().list(path, limit: 1000) } catch {
        throw CNIError(.other, "failed to find host device: \(error)")
      }
      guard let name = names.first else { return nil }
      return try node.message(named: name).map { FoundDevice($0) }
    }
  }

  private static func requireComponent(_ text: String, _ key: String) throws(CNIError) {
    guard CNINames.isValidType(text) else {
      throw CNIError(.other, "\(key) is \(JSONValue.string(text)), not the name of a device")
    }
  }

  private static func hasUserspaceDriver(_ address: String) throws(CNIError) -> Bool {
    do {
      let target = try RootedFiles().readLink("\(pci)/\(address)/driver")
      return target.split(separator: "/").last.map { userspaceDrivers.contains(String($0)) }
        ?? false
    } catch { throw CNIError(.other, "error with host device: \(error)") }
  }

  /// The folder of the device's network devices; those of virtio have a folder between.
  private static func networkFolder(_ address: String) throws(CNIError) -> String {
    let direct = "\(pci)/\(address)/net"
    if access(direct, F_OK) == 0 { return direct }
    let names = (try? RootedFiles().list("\(pci)/\(address)", limit: 1000)) ?? []
    for name in names where name.hasPrefix("virtio") {
      let folder = "\(pci)/\(address)/\(name)/net"
      if access(folder, F_OK) == 0 { return folder }
    }
    throw CNIError(.other, "no net directory under pci device \(address)")
  }
}

/// A link of the node that a container may get.
struct FoundDevice: Hashable {
  var name: String
  var isUp: Bool

  init(_ message: LinkMessage) {
    name = message.name
    isUp = message.flags.contains(.up)
  }
}
