import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel
import Testing

@testable import NodeCollector

/// When tables are read again, and which.
struct DirtyTablesTests {
  private let one = NamespaceID(inode: 1)
  private let two = NamespaceID(inode: 2)

  @Test func changesGatherBeforeTheyAreRead() {
    var dirty = DirtyTables()
    #expect(dirty.nextTime(.all) == nil)
    dirty.mark([.links, .routes], of: one, at: 1000)
    dirty.mark(.links, of: one, at: 5000)
    #expect(dirty.due(.all, at: 1000).isEmpty)
    #expect(dirty.nextTime(.all) == 1000 + DirtyTables.gathering)
    #expect(dirty.due(.all, at: 1000 + DirtyTables.gathering) == [one: [.links, .routes]])
  }

  @Test func onlyWhatIsWantedIsDue() {
    var dirty = DirtyTables()
    dirty.mark(.routes, of: one, at: 0)
    dirty.mark(.links, of: two, at: 0)
    let later = DirtyTables.gathering
    #expect(dirty.due(.links, at: later) == [two: .links])
    #expect(dirty.nextTime(.rules) == nil)
    // It stays marked until somebody wants it.
    #expect(dirty.due(.all, at: later) == [one: .routes, two: .links])
  }

  @Test func aTableThatKeepsChangingIsReadAFifthOfTheTime() {
    var dirty = DirtyTables()
    dirty.mark(.links, of: one, at: 0)
    dirty.read(.links, of: one, at: 20_000, microseconds: 10_000)
    #expect(dirty.nextTime(.all) == nil)
    dirty.mark(.links, of: one, at: 20_001)
    #expect(dirty.nextTime(.all) == 60_000)
    dirty.mark(.routes, of: one, at: 20_001)
    #expect(dirty.due(.all, at: 40_000) == [one: .routes], "each table pauses for itself")
    dirty.read(.links, of: one, at: 60_000, microseconds: 10_000_000)
    dirty.mark(.links, of: one, at: 60_001)
    #expect(dirty.nextTime(.links) == 60_000 + DirtyTables.longestPause)
  }

  @Test func namespacesThatAreGoneAreForgotten() {
    var dirty = DirtyTables()
    dirty.mark(.all, of: one, at: 0)
    dirty.mark(.links, of: two, at: 0)
    dirty.forget(one)
    #expect(dirty.due(.all, at: .max) == [two: .links])
  }

  @Test func workIsFollowedByAPause() {
    var pause = Pause(factor: 4, longest: 50)
    #expect(pause.time(after: 7) == 7)
    pause.measure {}
    #expect(pause.end > 0)
    #expect(pause.time(after: pause.end + 5) == pause.end + 5)
    #expect(pause.time(after: 0) == pause.end)
  }
}

/// What an event is about.
struct EventTablesTests {
  private func event(
    _ type: MessageType, _ payload: [UInt8], flags: LinkFlags? = nil
  ) -> (tables: TableSet, namespaces: Bool) {
    var message = MessageEncoder(type: type, flags: [])
    for byte in payload { message.append(byte) }
    var known: [Int32: LinkFlags] = [:]
    known[7] = flags
    return EventTables.tables(in: message.bytes.span.bytes, flags: &known)
  }

  /// `struct ifinfomsg` of link 7.
  private func link(_ flags: UInt32, family: UInt8 = 0) -> [UInt8] {
    [family, 0, 1, 0, 7, 0, 0, 0] + withUnsafeBytes(of: flags) { Array($0) } + [0, 0, 0, 0]
  }

  @Test func aLinkThatRisesOrFallsTakesAlongAllThatIsBoundToIt() {
    let up: LinkFlags = [.up, .running, .lowerUp]
    #expect(event(.newLink, link(0x1_0041), flags: []).tables == EventTables.everything)
    #expect(event(.newLink, link(0), flags: up).tables == EventTables.everything)
    #expect(event(.deleteLink, link(0x1_0041), flags: up).tables == EventTables.everything)
    #expect(event(.newLink, link(0x1_0041)).tables == EventTables.everything)
    let mtu = event(.newLink, link(0x1_0141), flags: up).tables
    #expect(!mtu.contains(.routes) && mtu.contains(.links) && mtu.contains(.rules))
    let new = event(.newLink, link(0)).tables
    #expect(!new.contains(.routes) && new.contains(.links) && new.contains(.rules))
  }

  /// A link fell and was read before its event came: what is bound to it was not.
  @Test func anEventIsComparedWithTheOneBefore() {
    var flags: [Int32: LinkFlags] = [7: [.up, .running, .lowerUp]]
    func heard(_ payload: [UInt8]) -> TableSet {
      var message = MessageEncoder(type: .newLink, flags: [])
      for byte in payload { message.append(byte) }
      return EventTables.tables(in: message.bytes.span.bytes, flags: &flags).tables
    }
    #expect(heard(link(0)) == EventTables.everything)
    #expect(!heard(link(0)).contains(.routes))
    #expect(heard(link(0x1_0041)) == EventTables.everything)
    #expect(!heard(link(0x1_0041)).contains(.routes))
  }

  @Test func partsOfLinksAreTheirsAlone() {
    #expect(event(.newLink, link(0x1_0041, family: 7)).tables == .links)
    #expect(event(.deleteLink, link(0x1_0041, family: 7)).tables == [.links, .fdb, .tunnelFDB])
    #expect(event(.newLink, link(0x1_0041, family: 10)).tables == .links)
  }

  @Test func causesHaveEffects() {
    #expect(event(.deleteAddress, [2]).tables == [.addresses, .routes, .fdb])
    #expect(event(.deleteNextHop, [2]).tables == [.nextHops, .routes])
    #expect(event(.newRoute, [2]).tables == .routes)
    #expect(event(.newRule, [2]).tables == .rules)
    #expect(event(.newNeighbour, [2]).tables == .neighbours)
    #expect(event(.newNeighbour, [7]).tables == .fdb)
    #expect(event(.newQdisc, [0]).tables == .qdiscs)
    let number = event(.newNamespaceID, [0])
    #expect(number.tables.isEmpty && number.namespaces)
  }

  @Test func whatIsUnreadableIsAboutAll() {
    #expect(event(.newLink, []).tables == EventTables.everything)
    let cut: [UInt8] = [200, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    var flags: [Int32: LinkFlags] = [:]
    let heard = EventTables.tables(in: cut.span.bytes, flags: &flags)
    #expect(heard.tables == EventTables.everything && heard.namespaces)
  }
}

/// Which namespaces are read for counters.
struct CounterPlanTests {
  private func node() -> [Namespace] {
    var host = Namespace(id: NamespaceID(inode: 1), isHost: true)
    host.links = []
    var namespaces: [Namespace] = []
    for inode in UInt64(2)...21 {
      var pod = Namespace(id: NamespaceID(inode: inode))
      var lo = Link(id: LinkID(pod.id, 1), name: "lo")
      lo.flags = [.loopback, .up]
      var link = Link(id: LinkID(pod.id, 2), name: "eth0")
      link.flags = .up
      link.peer = LinkID(host.id, Int32(inode))
      pod.links = [lo, link]
      host.links!.append(Link(id: LinkID(host.id, Int32(inode)), name: "ve\(inode)"))
      namespaces.append(pod)
    }
    return [host] + namespaces
  }

  @Test func aPodIsReadWhenTheNodesEndCounted() {
    var plan = CounterPlan()
    plan.plan(node(), host: NamespaceID(inode: 1))
    let due = plan.next(changedHostLinks: [4])
    #expect(due.contains(NamespaceID(inode: 6)))
    #expect(due.count <= 3)
  }

  @Test func eachIsReadOnceInAllRounds() {
    var plan = CounterPlan()
    plan.plan(node(), host: NamespaceID(inode: 1))
    var read: Set<NamespaceID> = []
    for _ in 0..<CounterPlan.rounds { read.formUnion(plan.next(changedHostLinks: [])) }
    #expect(read.count == 20)
  }

  @Test func whatGoesOnInsideIsFollowed() {
    var plan = CounterPlan()
    plan.plan(node(), host: NamespaceID(inode: 1))
    let first = plan.next(changedHostLinks: [])
    let lively = first.first!
    plan.note(lively, hasChanged: true)
    for _ in 0..<5 {
      #expect(plan.next(changedHostLinks: []).contains(lively))
      plan.note(lively, hasChanged: true)
    }
    #expect(plan.changed == [lively])
    for _ in 0..<40 { _ = plan.next(changedHostLinks: []) }
    let later = (0..<3).map { _ in plan.next(changedHostLinks: []).contains(lively) }
    #expect(later.contains(false), "it is left alone when nothing goes on any more")
  }

  @Test func whoHangsOnNoLinkOfTheNodeIsReadAlways() {
    var namespaces = node()
    namespaces[3].links![1].peer = LinkID(NamespaceID(inode: 9), 2)
    var plan = CounterPlan()
    plan.plan(namespaces, host: NamespaceID(inode: 1))
    for _ in 0..<20 { #expect(plan.next(changedHostLinks: []).contains(namespaces[3].id)) }
    // Without a node of its own, nobody tells.
    plan.plan(Array(namespaces.dropFirst()), host: NamespaceID(inode: 1))
    #expect(plan.next(changedHostLinks: []).count == 20)
  }
}
