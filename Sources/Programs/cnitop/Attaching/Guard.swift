import CNIRuntime
import CNISpec
import CNIStores
import LinuxSystem
import NetworkTypes
import NodeModel

/// What protects operators from themselves.
enum Guard {
  /// Refuses to take a link of the node away that the node, or the operator, needs.
  ///
  /// A plugin host-device moves a link of the node into the container: that of the default route,
  /// or of the operator's own SSH connection, would cut the node off.
  static func requireSpareDevice(
    _ network: NetworkConfiguration, _ snapshot: Snapshot, confirmed: String?
  ) throws {
    for plugin in network.plugins where plugin.type == "host-device" {
      guard let host = snapshot.host, let link = device(plugin.fields, host) else { continue }
      var reason: String?
      if host.routes?.defaultDevices.contains(link.id.index) == true {
        reason = "carries the node's default route"
      } else if let address = ownSSHAddress,
        link.addresses.contains(where: { $0.address == address })
      {
        reason = "carries your SSH connection"
      }
      guard let reason, confirmed != link.name else { continue }
      throw CommandFailure(
        "network \(network.name) would take \(link.name) away from the node, which \(reason); "
          + "to do it all the same, add --confirm \(link.name)", ExitStatus.findings)
    }
  }

  /// The link of the node that a configuration of host-device means.
  private static func device(_ fields: JSONFields, _ host: Namespace) -> Link? {
    let links = host.links ?? []
    if let name = fields.value("device")?.string { return links.first { $0.name == name } }
    if let text = fields.value("hwaddr")?.string, let address = MACAddress(text) {
      return links.first { $0.macAddress == address }
    }
    var folder = fields.value("kernelpath")?.string.map { $0 + "/net" }
    if let pci = fields.value("pciBusID")?.string { folder = "/sys/bus/pci/devices/\(pci)/net" }
    guard let folder, let name = try? RootedFiles().list(folder).first else { return nil }
    return links.first { $0.name == name }
  }

  /// The address of this side: `SSH_CONNECTION` is "client port server port".
  private static var ownSSHAddress: IPAddress? {
    guard let text = ProcessVariables.value("SSH_CONNECTION") else { return nil }
    let words = text.split(separator: " ")
    return words.count == 4 ? IPAddress(words[2]) : nil
  }

  /// Refuses to take an interface away from a running pod that its runtime made, or that its
  /// default route leads to.
  static func requireSpareInterface(
    _ entry: CNICacheEntry, of target: Target?, confirmed: String?
  ) throws {
    // Where the namespace is gone, nobody is cut off any more.
    guard let target, let name = entry.ifname, let link = target.link(name) else { return }
    var reason: String?
    if target.defaultDevices.contains(link.id.index) {
      reason = "carries the default route of \(target.title)"
    } else if entry.maker != CNICacheEntry.ownMaker {
      reason = "was made by the runtime of \(target.title)"
    }
    guard let reason, confirmed != name else { return }
    throw CommandFailure(
      "\(name) \(reason), which is running; to detach it all the same, add --confirm \(name)",
      ExitStatus.findings)
  }
}
