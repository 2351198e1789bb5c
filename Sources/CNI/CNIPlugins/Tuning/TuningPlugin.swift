public import CNICore
import CNIPlan
public import CNISpec
import NetlinkRoute
import NetworkTypes

/// Sets what the kernel has to be set to in a container, and properties of its interface.
public struct TuningPlugin: Plugin {
  public let type = "tuning"
  private let allowlist = "/etc/cni/tuning/allowlist.conf"

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let tuning = try TuningConfiguration(call, allowlist: allowlist)
    guard var result = try call.configuration.prevResult else {
      throw CNIError(.other, "Required prevResult missing")
    }
    let addition = try Addition(type, call, context)
    let backup = TuningBackup(folder: tuning.backupFolder, call)
    try addition.run { (addition) throws(CNIError) in
      let before = tuning.changesLink ? try present(tuning, call, addition) : nil
      // One that is there is of an ADD that was cut off, and older than its changes.
      let isNew = before != nil && !addition.isDryRun && backup.read() == nil
      if let before, isNew { try backup.write(before) }
      do throws(CNIError) {
        try addition.apply(try plan(tuning, call, before, addition))
      } catch {
        if isNew { try? backup.remove() }
        throw error
      }
    }
    if let address = tuning.macAddress {
      for index in result.interfaces.indices where result.interfaces[index].name == call.ifname {
        result.interfaces[index].mac = "\(address)"
      }
    }
    return result
  }

  private func plan(
    _ tuning: TuningConfiguration, _ call: PluginCall, _ before: LinkSettings?,
    _ addition: Addition
  ) throws(CNIError) -> Plan {
    var plan = Plan()
    for setting in tuning.settings {
      let present: String?
      do { present = try addition.container.sysctl(setting.path) } catch {
        throw CNIError(.other, "cannot read /proc/sys/\(setting.path): \(error)")
      }
      // Settings of an interface come with it, which is not there yet in a dry run.
      guard present != nil || addition.isDryRun else {
        throw CNIError(.other, "open /proc/sys/\(setting.path): no such file or directory")
      }
      plan.add(
        .setSysctl(setting.path, setting.value, optional: false), in: .container,
        undo: present.map { .setSysctl(setting.path, $0) })
    }
    if let before {
      plan.add(
        .setLink(call.ifname, tuning.wanted), in: .container, undo: .setLink(call.ifname, before))
    }
    return plan
  }

  /// What the interface is like; in a dry run, nothing of one that is not there yet.
  private func present(_ tuning: TuningConfiguration, _ call: PluginCall, _ addition: Addition)
    throws(CNIError) -> LinkSettings
  {
    if let link = try addition.container.message(named: call.ifname) {
      return tuning.present(link)
    }
    guard addition.isDryRun else {
      throw CNIError(.other, "failed to get \(JSONValue.string(call.ifname)): Link not found")
    }
    return LinkSettings()
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let tuning = try TuningConfiguration(call, allowlist: allowlist)
    let inspection = try Inspection(call, context)
    _ = try inspection.previousResult()
    for setting in tuning.settings {
      let present = (try? inspection.container.sysctl(setting.path)) ?? nil
      guard present?.isSameSetting(as: setting.value) == true else {
        throw CNIError(
          .other,
          "Error: Tuning configured value of /proc/sys/\(setting.path) is \(setting.value), "
            + "current value is \(present ?? "missing")")
      }
    }
    guard let link = try inspection.container.message(named: call.ifname) else {
      throw CNIError(.other, "Cannot find container link \(call.ifname)")
    }
    try tuning.requireWanted(link)
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    removal.attempt { () throws(CNIError) in
      let folder = try Keys(call.configuration).text("dataDir") ?? "/run/cni/tuning"
      let backup = TuningBackup(folder: folder, call)
      if let before = backup.read(), removal.container != nil {
        var plan = Plan()
        plan.add(.setLink(call.ifname, before), in: .container)
        removal.apply(plan)
      }
      if context.recorder == nil { try backup.remove() }
    }
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try Sweep(type, call, context).finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    _ = try TuningConfiguration(call, allowlist: allowlist)
  }
}

extension TuningConfiguration {
  var wanted: LinkSettings {
    var settings = LinkSettings()
    settings.macAddress = macAddress
    if isPromiscuous { settings.isPromiscuous = true }
    settings.mtu = mtu
    settings.isAllMulticast = isAllMulticast
    settings.txQueueLength = txQueueLength
    return settings
  }

  /// What the link is like now, of what is to be changed.
  func present(_ link: LinkMessage) -> LinkSettings {
    var settings = LinkSettings()
    if macAddress != nil { settings.macAddress = link.macAddress }
    if isPromiscuous { settings.isPromiscuous = link.flags.contains(.promiscuous) }
    if mtu != nil { settings.mtu = link.mtu }
    if isAllMulticast != nil { settings.isAllMulticast = link.flags.contains(.allMulticast) }
    if txQueueLength != nil { settings.txQueueLength = link.txQueueLength }
    return settings
  }

  func requireWanted(_ link: LinkMessage) throws(CNIError) {
    func fail(_ what: String, _ wanted: String, _ present: String) -> CNIError {
      CNIError(
        .other,
        "Error: Tuning configured \(what) of \(link.name) is \(wanted), current value is \(present)"
      )
    }
    if let macAddress, link.macAddress != macAddress {
      throw fail("Ethernet", "\(macAddress)", link.macAddress.map { "\($0)" } ?? "none")
    }
    let promiscuity = link.promiscuity ?? 0
    // Others may count too, but nobody does where it is not configured.
    guard isPromiscuous == (promiscuity != 0) else {
      throw CNIError(
        .other,
        "Error: Tuning link \(link.name) configured promisc is \(isPromiscuous), current value "
          + "is \(promiscuity)")
    }
    if let mtu, link.mtu != mtu { throw fail("MTU", "\(mtu)", "\(link.mtu ?? 0)") }
    if let isAllMulticast, link.flags.contains(.allMulticast) != isAllMulticast {
      throw fail("all-multicast mode", "\(isAllMulticast)", "\(!isAllMulticast)")
    }
    if let txQueueLength, link.txQueueLength != txQueueLength {
      throw fail(
        "Transmit Queue Length", "\(txQueueLength)", "\(link.txQueueLength ?? 0)")
    }
  }
}

extension String {
  /// The kernel writes several numbers with tabs between them, whatever they were set with.
  fileprivate func isSameSetting(as other: String) -> Bool {
    split(whereSeparator: \.isWhitespace) == other.split(whereSeparator: \.isWhitespace)
  }
}
