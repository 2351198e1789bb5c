public import CNIPlan
public import CNISpec
import LinuxSystem
import Netlink

/// One ADD: what it has done so far, and how to take that back.
///
/// Before a step, its inverse is written to the journal; when something fails, the inverses run
/// backwards. A process that is killed leaves the journal to DEL.
public final class Addition {
  public let call: PluginCall
  public let context: PluginContext
  public let node: KernelSession
  public let container: KernelSession
  private let type: String
  private var journal: Journal?
  private var done: [Done] = []
  private var stepNumber = 0

  /// What is to be taken back on failure.
  private enum Done {
    case step(UndoEntry)
    case addresses(of: String)
  }

  /// Opens both namespaces, and undoes first what an earlier call left that was killed: a plan is
  /// made of what is there.
  public init(_ type: String, _ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    self.type = type
    self.call = call
    self.context = context
    let buffer = ReceiveBuffer()
    node = try KernelSession(buffer: buffer)
    container = try KernelSession(path: call.netns ?? "", buffer: buffer)
    guard !isDryRun else { return }
    let isClean = try Recovery.run(Journal.Key(type: type, call), context, node: node)
    guard isClean else { throw Self.leftover }
  }

  /// For what concerns the node alone, such as what a network's containers share.
  ///
  /// - Parameter node: Counts as the container too.
  public init(_ type: String, _ call: PluginCall, _ context: PluginContext, on node: KernelSession)
    throws(CNIError)
  {
    self.type = type
    self.call = call
    self.context = context
    self.node = node
    container = node
    guard !isDryRun else { return }
    guard try Recovery.run(Journal.Key(type: type, call), context, node: node)
    else { throw Self.leftover }
  }

  private static let leftover = CNIError(
    .other, "an earlier call of this attachment left something behind: call DEL, and then ADD")

  /// Runs `body`; what it did is taken back if it fails.
  public func run<Value>(_ body: (Addition) throws(CNIError) -> Value) throws(CNIError) -> Value {
    do {
      let value = try body(self)
      journal?.remove()
      journal = nil
      return value
    } catch {
      rollBack()
      throw error
    }
  }

  public func session(_ place: Place) -> KernelSession { place == .node ? node : container }

  public var isDryRun: Bool { context.recorder != nil }

  // MARK: Doing

  public func apply(_ plan: Plan) throws(CNIError) {
    if let recorder = context.recorder {
      recorder.record(plan)
      return
    }
    for step in plan.steps {
      try prepare(step.undo)
      try perform(step)
    }
  }

  private func prepare(_ entry: UndoEntry?) throws(CNIError) {
    stepNumber += 1
    if let entry {
      try beginJournal()
      try journal?.append(entry)
      done.append(.step(entry))
    }
    context.beforeStep?(stepNumber)
  }

  /// Opens the journal before there is anything to write into it: whoever takes a lock that the
  /// inverses take too has to have the journal first.
  public func openJournal() throws(CNIError) {
    if !isDryRun { try beginJournal() }
  }

  private func beginJournal() throws(CNIError) {
    guard journal == nil else { return }
    let key = Journal.Key(type: type, call)
    let opened = try Journal.begin(key, in: context.journalFolder)
    // Of a call that came and was killed since this one looked.
    guard try opened.content().key == nil else { throw Self.leftover }
    try opened.start(key, netns: call.netns, inode: container.namespace.inode)
    journal = consume opened
  }

  private func rollBack() {
    var isClean = true
    for entry in done.reversed() {
      switch entry {
      case .step(let entry):
        do { try undo(entry, node: node, container: container) } catch {
          isClean = false
          context.note("cannot undo: \(error)")
        }
      case .addresses(let type):
        // DEL asks for it again in any case, so nothing has to remember it.
        do { try delegate(type, .delete) } catch {
          context.note("cannot give addresses back: \(error)")
        }
      }
    }
    done = []
    // What could not be undone is left to DEL.
    if isClean { journal?.remove() }
    journal = nil
  }

  // MARK: Addresses

  /// Asks the plugin of the addresses for some; they are given back if the operation fails.
  ///
  /// In a dry run only plugins are asked that then take none; of others the result is empty.
  public func requestAddresses(_ type: String) throws(CNIError) -> CNIResult {
    if let recorder = context.recorder {
      let isAsked = context.plugin(type)?.offersAddresses ?? false
      let offer = isAsked ? try delegate(type, .add) ?? CNIResult() : CNIResult()
      var plan = Plan()
      plan.add(.leaseAddresses(AddressLease(type, offer.ips.map(\.address))), in: .node)
      recorder.record(plan)
      return offer
    }
    stepNumber += 1
    context.beforeStep?(stepNumber)
    // Even one that fails may have kept something.
    done.append(.addresses(of: type))
    guard let result = try delegate(type, .add) else {
      throw CNIError(.other, "IPAM plugin \(type) returned nothing")
    }
    guard !result.ips.isEmpty else {
      throw CNIError(.other, "IPAM plugin returned missing IP config")
    }
    return result
  }

  @discardableResult
  private func delegate(_ type: String, _ command: CNICommand) throws(CNIError) -> CNIResult? {
    try Delegation(context).run(type, call.with(command))
  }

  // MARK: What was made

  /// A link that a step made; in a dry run, one of which nothing is known.
  public func made(_ name: String, in place: Place) throws(CNIError) -> FoundLink {
    if let found = try session(place).link(name) { return found }
    guard isDryRun else {
      throw CNIError(.other, "link \(JSONValue.string(name)) is gone from the \(place.rawValue)")
    }
    return FoundLink(index: 0, name: name)
  }
}
