import CNICore
public import CNIPlan
public import CNISpec
public import CNIStores

extension NetworkRuntime {
  /// What would be done: the steps of one of our own plugins, or the call of another one.
  public enum Intention: Hashable, Sendable {
    case plan(plugin: String, Plan)
    case program(plugin: String, path: String)
  }

  /// Plans ADD and changes nothing.
  ///
  /// A plugin of others cannot be asked what it would do, so those behind it do not know its
  /// result either.
  public func planAdd(
    _ network: NetworkConfiguration, _ attachment: Attachment
  ) throws(CNIError) -> [Intention] {
    try require(network, attachment)
    var intentions: [Intention] = []
    var result: CNIResult?
    for plugin in network.plugins {
      intentions.append(
        try plan(plugin) { (dry) throws(CNIError) in
          try dry.run(plugin, of: network, attachment, &result)
        })
    }
    return intentions
  }

  /// Plans DEL and changes nothing.
  public func planDelete(
    _ network: NetworkConfiguration, _ attachment: Attachment, _ entry: CNICacheEntry?
  ) throws(CNIError) -> [Intention] {
    try require(network, attachment)
    var intentions: [Intention] = []
    for plugin in network.plugins.reversed() {
      intentions.append(
        try plan(plugin) { (dry) throws(CNIError) in
          let configuration = try network.configuration(
            of: plugin, previous: network.version.hasCheck ? entry?.result : nil,
            capabilityArguments: attachment.capabilityArguments)
          try dry.call(plugin, .delete, attachment, configuration)
        })
    }
    return intentions
  }

  private func plan(
    _ plugin: NetworkConfiguration.Plugin, _ body: (NetworkRuntime) throws(CNIError) -> Void
  ) throws(CNIError) -> Intention {
    guard context.plugin(plugin.type) != nil else {
      let program = try ForeignPlugin(plugin.type, searching: path)
      return .program(plugin: plugin.type, path: program.path)
    }
    let recorder = PlanRecorder()
    var dry = self
    dry.context.recorder = recorder
    try body(dry)
    return .plan(plugin: plugin.type, recorder.plan)
  }
}
