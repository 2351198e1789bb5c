import CNIPlan
import CNISpec
import NetworkTypes

/// The keys of the bridge plugin, checked.
struct BridgeConfiguration {
  var name = "cni0"
  var isGateway = false
  var isDefaultGateway = false
  var forcesAddress = false
  var mtu: UInt32?
  var isHairpin = false
  var isPromiscuous = false
  /// 0 is none.
  var vlan: UInt16 = 0
  /// Single VLANs and ranges, sorted and without overlaps.
  var trunk: [ClosedRange<UInt16>] = []
  var hasTrunk = false
  var preservesDefaultVLAN = false
  var checksSource = false
  var detectsDuplicates = false
  var leavesInterfaceDown = false
  var isIsolated = false
  var macAddress: MACAddress?
  var masquerading: Masquerading
  /// Nil for a network without addresses.
  var addressManager: String?

  init(_ call: PluginCall) throws(CNIError) {
    let keys = Keys(call.configuration)
    masquerading = try Masquerading(keys)
    name = try keys.text("bridge") ?? "cni0"
    do { try CNINames.requireInterface(name) } catch {
      throw CNIError(.other, "bridge is \(JSONValue.string(name)): \(error.message)")
    }
    isDefaultGateway = try keys.bool("isDefaultGateway")
    isGateway = try keys.bool("isGateway") || isDefaultGateway
    forcesAddress = try keys.bool("forceAddress")
    mtu = try keys.mtu()
    isHairpin = try keys.bool("hairpinMode")
    isPromiscuous = try keys.bool("promiscMode")
    let id = try keys.integer("vlan", as: Int64.self) ?? 0
    guard (0...4094).contains(id) else {
      throw CNIError(.other, "invalid VLAN ID \(id) (must be between 0 and 4094)")
    }
    vlan = UInt16(id)
    hasTrunk = keys.fields.value("vlanTrunk") != nil
    trunk = try Self.trunk(try keys.objects("vlanTrunk"))
    preservesDefaultVLAN = try keys.bool("preserveDefaultVlan")
    checksSource = try keys.bool("macspoofchk")
    detectsDuplicates = try keys.bool("enabledad")
    leavesInterfaceDown = try keys.bool("disableContainerInterface")
    isIsolated = try keys.bool("portIsolation")
    macAddress = try call.requestedMACAddress(hasKey: false, hasArgs: true)
    addressManager = try call.configuration.ipamType
  }

  /// What ADD refuses beyond what cannot be read.
  func requireConsistency() throws(CNIError) {
    if addressManager != nil, leavesInterfaceDown {
      throw CNIError(.other, "cannot use IPAM when DisableContainerInterface flag is set")
    }
    if isHairpin, isPromiscuous {
      throw CNIError(.other, "cannot set hairpin mode and promiscuous mode at the same time")
    }
  }

  var filtersVLANs: Bool { vlan != 0 || hasTrunk }

  private static func trunk(_ entries: [JSONFields]) throws(CNIError) -> [ClosedRange<UInt16>] {
    var ids: Set<UInt16> = []
    for entry in entries {
      func id(_ key: String) throws(CNIError) -> UInt16? {
        let value: Int64?
        do { value = try entry.integer(key) } catch {
          throw CNIError(.other, "failed to load netconf: \(error)")
        }
        guard let value else { return nil }
        guard (1...4094).contains(value) else {
          throw CNIError(.other, "incorrect trunk \(key) parameter")
        }
        return UInt16(value)
      }
      let (first, last, single) = (try id("minID"), try id("maxID"), try id("id"))
      switch (first, last) {
      case (let first?, let last?):
        guard first <= last else {
          throw CNIError(.other, "minID is greater than maxID in trunk parameter")
        }
        ids.formUnion(first...last)
      case (nil, _?):
        throw CNIError(
          .other, "minID and maxID should be configured simultaneously, minID is missing")
      case (_?, nil):
        throw CNIError(
          .other, "minID and maxID should be configured simultaneously, maxID is missing")
      case (nil, nil): break
      }
      if let single { ids.insert(single) }
    }
    return ranges(ids.sorted())
  }

  private static func ranges(_ ids: [UInt16]) -> [ClosedRange<UInt16>] {
    var ranges: [ClosedRange<UInt16>] = []
    for id in ids {
      if let last = ranges.last, last.upperBound + 1 == id {
        ranges[ranges.count - 1] = last.lowerBound...id
      } else {
        ranges.append(id...id)
      }
    }
    return ranges
  }

  /// The VLANs of a port; the one of frames without a tag first.
  func portVLANs(isGateway: Bool) -> [PortVLAN] {
    var vlans: [PortVLAN] = []
    if vlan != 0 { vlans.append(PortVLAN(vlan, isUntagged: true)) }
    guard !isGateway else { return vlans }
    vlans += trunk.map { PortVLAN($0.lowerBound, to: $0.upperBound) }
    // As it was before there was a key for the VLAN itself.
    if vlan == 0, !trunk.isEmpty { vlans.append(PortVLAN(1, isUntagged: true)) }
    return vlans
  }
}
