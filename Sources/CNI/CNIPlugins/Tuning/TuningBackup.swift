import CNIPlan
import CNISpec
import LinuxSystem
import NetworkTypes

/// What an interface was like before, in the file that the reference plugin keeps too.
struct TuningBackup {
  let path: String

  init(folder: String, _ call: PluginCall) {
    path = "\(folder)/\(call.containerID)_\(call.ifname).json"
  }

  func write(_ settings: LinkSettings) throws(CNIError) {
    var members: [JSONMember] = []
    if let address = settings.macAddress {
      members.append(JSONMember("mac", .string("\(address)")))
    }
    if let isPromiscuous = settings.isPromiscuous {
      members.append(JSONMember("promisc", .bool(isPromiscuous)))
    }
    if let mtu = settings.mtu { members.append(JSONMember("mtu", .number("\(mtu)"))) }
    if let isAllMulticast = settings.isAllMulticast {
      members.append(JSONMember("allmulti", .bool(isAllMulticast)))
    }
    if let length = settings.txQueueLength {
      members.append(JSONMember("txQLen", .number("\(length)")))
    }
    do {
      try WrittenFile.makeFolder(of: path, mode: 0o700)
      try WrittenFile.replace(
        path, with: JSONValue.object(members).bytes(indentation: 1), mode: 0o600)
    } catch {
      throw CNIError(.inputOutput, "failed to save file \(path): \(error)")
    }
  }

  /// Nil where there is none, or one that was cut off: nobody knows what to go back to then.
  func read() -> LinkSettings? {
    guard let bytes = try? RootedFiles().read(path), let json = try? JSONValue(parsing: bytes)
    else { return nil }
    var settings = LinkSettings()
    settings.macAddress = json["mac"]?.string.flatMap { MACAddress($0) }
    settings.isPromiscuous = json["promisc"]?.bool
    settings.mtu = json["mtu"]?.integer.flatMap { UInt32(exactly: $0) }
    settings.isAllMulticast = json["allmulti"]?.bool
    settings.txQueueLength = json["txQLen"]?.integer.flatMap { UInt32(exactly: $0) }
    return settings
  }

  func remove() throws(CNIError) {
    do { try WrittenFile.remove(path) } catch {
      throw CNIError(.inputOutput, "failed to remove file \(path): \(error)")
    }
  }
}
