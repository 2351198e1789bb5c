import CNIPlan
import CNIRules
import CNISpec
import Glibc
import LinuxSystem
import Netlink
import NetlinkRoute

/// Takes one step back; that it was never done is no failure.
func undo(_ entry: UndoEntry, node: KernelSession, container: KernelSession?) throws {
  guard let session = entry.place == .node ? node : container else { return }
  switch entry.undo {
  case .deleteLink(let name, let index):
    guard let found = try session.message(name), index == nil || index == found.index
    else { return }
    try session.deleteLink(name)
  case .deleteUnusedBridge(let name): try session.deleteUnusedBridge(name)
  case .setUp(let name, let isUp):
    guard try session.message(name) != nil else { return }
    try session.perform(session.change(name, LinkSettings(isUp: isUp)).message())
  case .leaveMaster(let name):
    guard try session.message(name)?.master != nil else { return }
    var settings = LinkSettings()
    settings.master = ""
    try session.perform(session.change(name, settings).message())
  case .setSysctl(let key, let value): try session.setSysctl(key, value)
  case .returnLink(let link): try session.giveBack(link, to: node)
  case .deleteRules(let rules): try RuleSession().delete(rules)
  case .deleteSourceRule(let rule): try session.delete(rule)
  case .removeLimits(let name): try session.removeLimits(name)
  case .deleteUnusedTunnel(let tunnel):
    try NetworkLock(tunnel.network).held { try session.deleteUnused(tunnel, isUnfinished: true) }
  case .setLink(let name, let settings):
    guard try session.message(name) != nil else { return }
    try session.perform(session.change(name, settings).message())
  }
}

extension KernelSession {
  /// Deletes a bridge that nothing is connected to.
  ///
  /// Between the look and the deletion a port may come: its owner finds the bridge gone, as if it
  /// had come a moment later, and an ADD makes it anew.
  func deleteUnusedBridge(_ name: String) throws(NetlinkError) {
    guard let found = try message(name), found.info.kind == "bridge" else { return }
    let links = try dump(LinkDump(skipStatistics: true)).entries
    // The bridge's own interface in a VLAN is a port too: the other end of one that is called so.
    var own: Set<String> = []
    for port in links where port.master == found.index {
      let other = links.first { $0.index == port.link && $0.name.hasPrefix("\(name).") }
      guard port.info.kind == "veth", port.linkNetnsID == nil, let other else { return }
      own.insert(other.name)
    }
    for name in own { try deleteLink(name) }
    try deleteLink(name)
  }

  /// Gives a link back to the node under the name that it had there.
  ///
  /// The alias tells that it is the one: it has that from before it was moved until it is back.
  func giveBack(_ link: ReturnedLink, to node: KernelSession) throws(NetlinkError) {
    for name in [link.name, link.original] {
      guard let found = try message(name), found.alias == link.original else { continue }
      // Its name first, and then the way: where the node has another link of that name, the
      // kernel refuses the whole way, and the link stays where it can be found.
      var renamed = ChangeLink(index: found.index)
      renamed.isUp = false
      renamed.name = link.original
      try perform(renamed.message())
      forget(name)
      var moved = ChangeLink(index: found.index)
      moved.namespace = node.namespace.descriptor.rawValue
      try perform(moved.message())
    }
    guard let found = try node.message(link.original), found.alias == link.original
    else { return }
    var change = ChangeLink(index: found.index)
    change.alias = ""
    if link.wasUp { change.isUp = true }
    try node.perform(change.message())
  }
}

/// Takes back what an operation left that was killed.
public struct Recovery {
  private let context: PluginContext
  private let node: KernelSession

  init(_ context: PluginContext, node: KernelSession) {
    self.context = context
    self.node = node
  }

  /// Undoes what the journal of an attachment says, and removes it.
  ///
  /// - Returns: Whether nothing is left; what is stays in the journal.
  @discardableResult
  static func run(_ key: Journal.Key, _ context: PluginContext, node: KernelSession)
    throws(CNIError) -> Bool
  {
    guard let journal = try Journal.left(key, in: context.journalFolder) else { return true }
    let content = try journal.content()
    guard content.key == nil || content.key == key else { return true }
    guard Recovery(context, node: node).undo(content) else { return false }
    journal.remove()
    return true
  }

  /// - Returns: Whether nothing is left.
  func undo(_ content: Journal.Content) -> Bool {
    let container = container(content)
    var isClean = true
    for entry in content.entries.reversed() {
      do { try CNICore.undo(entry, node: node, container: container) } catch {
        isClean = false
        context.note("cannot undo what an earlier call left: \(error)")
      }
    }
    return isClean
  }

  /// The namespace that it was about; one of the same path with another inode is another one.
  private func container(_ content: Journal.Content) -> KernelSession? {
    guard let path = content.netns, let inode = content.inode,
      let found = try? KernelSession(path: path, buffer: ReceiveBuffer()),
      found.namespace.inode == inode, inode != node.namespace.inode
    else { return nil }
    return found
  }
}
