import CNISpec
import NetworkTypes

/// What a journal has to know to set a link back.
extension LinkSettings {
  var json: JSONValue {
    var members: [JSONMember] = []
    if let macAddress { members.append(JSONMember("address", .string("\(macAddress)"))) }
    if let mtu { members.append(JSONMember("mtu", .number("\(mtu)"))) }
    if let isPromiscuous { members.append(JSONMember("promiscuous", .bool(isPromiscuous))) }
    if let isAllMulticast { members.append(JSONMember("allMulticast", .bool(isAllMulticast))) }
    if let txQueueLength {
      members.append(JSONMember("transmitQueue", .number("\(txQueueLength)")))
    }
    return .object(members)
  }

  init(_ json: JSONValue) {
    self.init()
    macAddress = json["address"]?.string.flatMap { MACAddress($0) }
    mtu = json["mtu"]?.integer.flatMap { UInt32(exactly: $0) }
    isPromiscuous = json["promiscuous"]?.bool
    isAllMulticast = json["allMulticast"]?.bool
    txQueueLength = json["transmitQueue"]?.integer.flatMap { UInt32(exactly: $0) }
  }
}
