public import CNIPlan
import CNIRules
public import CNISpec
import LinuxSystem
import Netlink
import NetlinkRoute

/// One DEL, or what GC does for an attachment: it goes on whatever fails, and says at the end
/// what failed first.
///
/// The namespace may be gone, and with it everything that was in it.
public final class Removal {
  public let call: PluginCall
  public let context: PluginContext
  public let node: KernelSession
  /// Nil where the runtime named none, or the one that it named is gone.
  public let container: KernelSession?
  private let type: String
  private var failure: CNIError?

  /// Undoes first what an earlier call left that was killed.
  public init(_ type: String, _ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    self.type = type
    self.call = call
    self.context = context
    let buffer = ReceiveBuffer()
    node = try KernelSession(buffer: buffer)
    container = call.netns.flatMap { try? KernelSession(path: $0, buffer: buffer) }
    guard context.recorder == nil else { return }
    let (key, session) = (Journal.Key(type: type, call), node)
    attempt { () throws(CNIError) in
      try Recovery.run(key, context, node: session)
    }
  }

  /// Does one thing; its failure is kept for the end.
  public func attempt(_ body: () throws(CNIError) -> Void) {
    do { try body() } catch {
      if failure == nil { failure = error } else { context.note("\(error)") }
    }
  }

  public func session(_ place: Place) -> KernelSession? { place == .node ? node : container }

  public func apply(_ plan: Plan) {
    if let recorder = context.recorder {
      recorder.record(plan)
      return
    }
    for step in plan.steps {
      guard let session = session(step.place) else { continue }
      attempt { () throws(CNIError) in
        do { try session.remove(step.action, node: node) } catch {
          throw CNIError(.other, "failed to \(step.action.purpose): \(error)")
        }
      }
    }
  }

  /// Gives addresses back.
  public func releaseAddresses(_ type: String?) {
    guard let type else { return }
    if let recorder = context.recorder {
      let result = (try? call.configuration.prevResult) ?? CNIResult()
      var plan = Plan()
      plan.add(.returnAddresses(AddressLease(type, result.ips.map(\.address))), in: .node)
      recorder.record(plan)
      return
    }
    attempt { () throws(CNIError) in
      try Delegation(context).run(type, call.with(.delete))
    }
  }

  /// Throws the first failure.
  public func finish() throws(CNIError) {
    if let failure { throw failure }
  }
}

extension KernelSession {
  /// Takes something away that may be gone already.
  func remove(_ action: Action, node: KernelSession) throws {
    switch action {
    case .deleteLink(let name): try deleteLink(name)
    case .setLink(let name, let settings):
      guard try message(name) != nil else { return }
      try perform(change(name, settings).message())
    case .deleteRules(let rules): try RuleSession().delete(rules)
    case .deleteSourceRule(let rule): try delete(rule)
    case .returnLink(let link): try giveBack(link, to: node)
    case .deleteUnusedTunnel(let tunnel):
      try NetworkLock(tunnel.network).held { try deleteUnused(tunnel) }
    default: throw CNIError(.other, "\(action.text) takes nothing away")
    }
  }
}

/// What was left behind by calls that were killed.
public enum LeftJournals {
  /// Undoes what is left of a network's attachments that do not exist any more.
  ///
  /// - Parameter valid: Those that exist; an operation on one of them may be under way.
  public static func collect(
    _ type: String, network: String, except valid: Set<PluginConfiguration.Attachment>,
    _ context: PluginContext
  ) throws(CNIError) {
    // No folder, no journals.
    let all = (try? RootedFiles().list(context.journalFolder)) ?? []
    let names = all.filter { $0.hasPrefix("\(type)@\(network)@") }.sorted()
    guard !names.isEmpty else { return }
    let node = try KernelSession(buffer: ReceiveBuffer())
    for name in names {
      do {
        guard let journal = try Journal.left(named: name, in: context.journalFolder)
        else { continue }
        let content = try journal.content()
        guard let key = content.key, key.type == type, key.network == network,
          !valid.contains(.init(containerID: key.containerID, ifname: key.ifname))
        else { continue }
        if Recovery(context, node: node).undo(content) { journal.remove() }
      } catch {
        context.note("\(error)")
      }
    }
  }
}
