public import CNISpec

/// One GC: it goes on whatever fails, and says at the end what failed first.
public final class Sweep {
  public let call: PluginCall
  public let context: PluginContext
  /// The attachments that exist.
  public let valid: Set<PluginConfiguration.Attachment>
  private var failure: CNIError?

  /// Undoes what killed calls of this plugin left of attachments that do not exist any more.
  public init(_ type: String, _ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    self.call = call
    self.context = context
    // Without a list, nobody knows what may go.
    guard let valid = try call.configuration.validAttachments else {
      throw CNIError(.invalidConfiguration, "cni.dev/valid-attachments is missing")
    }
    self.valid = valid
    let network = call.configuration.name
    attempt { () throws(CNIError) in
      try LeftJournals.collect(type, network: network, except: valid, context)
    }
  }

  /// Does one thing; its failure is kept for the end.
  public func attempt(_ body: () throws(CNIError) -> Void) {
    do { try body() } catch {
      if failure == nil { failure = error } else { context.note("\(error)") }
    }
  }

  /// Lets the plugin of the addresses collect too.
  public func collectAddresses(_ type: String?) {
    guard let type else { return }
    attempt { () throws(CNIError) in try Delegation(context).run(type, call) }
  }

  /// Throws the first failure.
  public func finish() throws(CNIError) {
    if let failure { throw failure }
  }
}
