import NetworkTypes
import NodeModel
import Testing

@testable import NodeCollector

/// Which link refers to which, by numbers that each namespace has for others.
struct PeerJoinTests {
  /// A made-up node: its links, what they refer to, and the numbers of namespaces.
  private struct Model {
    var namespaces: [Namespace] = []
    var references: [[LinkReference?]] = []
    var numbers: [NamespaceID: [NamespaceID: Int32]] = [:]
    var questions = 0

    mutating func add(_ inode: UInt64, isHost: Bool = false) {
      var namespace = Namespace(id: NamespaceID(inode: inode), isHost: isHost)
      namespace.links = []
      namespaces.append(namespace)
      references.append([])
    }

    mutating func link(
      _ inode: UInt64, _ index: Int32, to other: Int32?, nsid: Int32? = nil, kind: String? = "veth"
    ) {
      let position = namespaces.firstIndex { $0.id.inode == inode }!
      var link = Link(id: LinkID(namespaces[position].id, index), name: "if\(index)")
      link.kind = kind
      namespaces[position].links!.append(link)
      references[position].append(other.map { LinkReference(index: $0, nsid: nsid) })
    }

    mutating func number(_ nsid: Int32, of other: UInt64, in inside: UInt64) {
      numbers[NamespaceID(inode: inside), default: [:]][NamespaceID(inode: other)] = nsid
    }

    mutating func resolve(_ join: inout PeerJoin, questions limit: Int = 4096) {
      let numbers = numbers
      var count = 0
      join.resolve(&namespaces, references, questions: limit) { inside, other in
        count += 1
        return numbers[inside]?[other]
      }
      questions += count
    }

    func peer(_ inode: UInt64, _ index: Int32) -> LinkID? {
      namespaces.first { $0.id.inode == inode }?.link(index)?.peer
    }
    func parent(_ inode: UInt64, _ index: Int32) -> LinkID? {
      namespaces.first { $0.id.inode == inode }?.link(index)?.parent
    }
  }

  private func id(_ inode: UInt64, _ index: Int32) -> LinkID {
    LinkID(NamespaceID(inode: inode), index)
  }

  @Test func inOneNamespaceNothingIsAsked() {
    var model = Model()
    model.add(1, isHost: true)
    model.link(1, 2, to: 3)
    model.link(1, 3, to: 2)
    model.link(1, 4, to: 2, kind: "vlan")
    var join = PeerJoin()
    model.resolve(&join)
    #expect(model.peer(1, 2) == id(1, 3))
    #expect(model.peer(1, 3) == id(1, 2))
    #expect(model.parent(1, 4) == id(1, 2))
    #expect(model.peer(1, 4) == nil)
    #expect(model.questions == 0)
  }

  @Test func aPairThatOneEndExplainsNeedsNoQuestion() {
    var model = Model()
    model.add(1, isHost: true)
    model.add(2)
    model.link(1, 7, to: 3, nsid: 0)
    model.link(2, 3, to: 7, nsid: 5)
    var join = PeerJoin()
    join.learn([0: NamespaceID(inode: 2)], in: NamespaceID(inode: 1))
    model.resolve(&join)
    #expect(model.peer(1, 7) == id(2, 3))
    #expect(model.peer(2, 3) == id(1, 7))
    #expect(model.questions == 0)
  }

  /// One end moved on, and the end that stayed was read before it did: its number is still that
  /// of the namespace where the other end was.
  @Test func nothingIsLearnedFromAnEndThatWasReadTooEarly() {
    var model = Model()
    model.add(1)
    model.add(2)
    model.add(3)
    model.numbers[NamespaceID(inode: 1)] = [NamespaceID(inode: 2): 0]
    model.numbers[NamespaceID(inode: 2)] = [NamespaceID(inode: 1): 9]
    model.numbers[NamespaceID(inode: 3)] = [NamespaceID(inode: 1): 4]
    model.link(1, 7, to: 5, nsid: 0)  // to 2
    model.link(2, 5, to: 7, nsid: 9)
    model.link(1, 8, to: 6, nsid: 0)  // was to 2, and is to 3 now
    model.link(3, 6, to: 8, nsid: 4)
    var join = PeerJoin()
    join.learn([4: NamespaceID(inode: 1)], in: NamespaceID(inode: 3))
    model.resolve(&join)
    #expect(model.peer(1, 7) == id(2, 5) && model.peer(2, 5) == id(1, 7))
  }

  @Test func twoPodsAreAskedForEachOther() {
    var model = Model()
    model.add(1, isHost: true)
    for inode in UInt64(2)...40 { model.add(inode) }
    model.link(20, 3, to: 4, nsid: 0)
    model.link(30, 4, to: 3, nsid: 1)
    model.number(0, of: 30, in: 20)
    model.number(1, of: 20, in: 30)
    var join = PeerJoin()
    model.resolve(&join)
    #expect(model.peer(20, 3) == id(30, 4))
    #expect(model.peer(30, 4) == id(20, 3))
    #expect(model.questions <= 2)
    model.resolve(&join)
    #expect(model.questions <= 2, "what is known is not asked again")
  }

  @Test func hiddenEndsOfPairsAreNotAskedFor() {
    var model = Model()
    model.add(1, isHost: true)
    for inode in UInt64(2)...500 {
      model.add(inode)
      model.link(inode, 1, to: nil, kind: nil)
      model.link(inode, 2, to: Int32(inode) + 1000, nsid: 3)
    }
    var join = PeerJoin()
    model.resolve(&join)
    #expect(model.questions == 0)
    #expect(model.peer(100, 2) == nil)
    #expect(!join.isUnfinished)
  }

  @Test func questionsAreRationedAndGoOn() {
    var model = Model()
    model.add(1, isHost: true)
    for inode in UInt64(2)...50 {
      model.add(inode)
      model.link(inode, 9, to: nil, kind: nil)
    }
    // The parent is in a namespace that has the index, as all others do.
    model.link(1, 5, to: 9, nsid: 4, kind: "macvlan")
    model.number(4, of: 50, in: 1)
    var join = PeerJoin()
    model.resolve(&join, questions: 20)
    #expect(join.isUnfinished)
    #expect(model.parent(1, 5) == nil)
    for _ in 0..<3 { model.resolve(&join, questions: 20) }
    #expect(!join.isUnfinished)
    #expect(model.parent(1, 5) == id(50, 9))
    #expect(model.questions <= 49)
  }

  @Test func whatIsHopelessIsTriedAgainOnlyWithHope() {
    var model = Model()
    model.add(1, isHost: true)
    model.link(1, 5, to: 9, nsid: 4, kind: "macvlan")
    model.add(2)
    model.link(2, 9, to: nil, kind: nil)
    var join = PeerJoin()
    model.resolve(&join)
    model.resolve(&join)
    #expect(model.questions == 1)
    model.add(3)
    model.link(3, 9, to: nil, kind: nil)
    model.number(4, of: 3, in: 1)
    join.hope()
    model.resolve(&join)
    #expect(model.parent(1, 5) == id(3, 9))
    #expect(model.questions == 2)
  }

  @Test func numbersThatAreGivenAgainMeanOthers() {
    var model = Model()
    model.add(1, isHost: true)
    model.add(2)
    model.add(3)
    model.link(1, 5, to: 3, nsid: 0)
    model.link(2, 3, to: 5, nsid: 0)
    model.link(3, 3, to: 5, nsid: 0)
    var join = PeerJoin()
    let host = NamespaceID(inode: 1)
    join.learn([0: NamespaceID(inode: 2)], in: host)
    model.resolve(&join)
    #expect(model.peer(1, 5) == id(2, 3))
    join.forget(NamespaceID(inode: 2))
    join.learn([0: NamespaceID(inode: 3)], in: host)
    model.resolve(&join)
    #expect(model.peer(1, 5) == id(3, 3))
    #expect(model.peer(3, 3) == id(1, 5))
    join.forget(numbersIn: host)
    model.numbers = [:]
    for position in 1...2 {
      model.references[position] = [nil]
      model.namespaces[position].links![0].peer = nil
    }
    model.resolve(&join)
    #expect(model.peer(1, 5) == nil, "a number that nobody has is nobody's")
  }

  @Test func linksThatStayShareTheirStorage() {
    var model = Model()
    model.add(1, isHost: true)
    model.link(1, 2, to: 3)
    model.link(1, 3, to: 2)
    var join = PeerJoin()
    model.resolve(&join)
    let before = model.namespaces[0].links!
    model.resolve(&join)
    let isShared = before.withUnsafeBufferPointer { old in
      model.namespaces[0].links!.withUnsafeBufferPointer { old.baseAddress == $0.baseAddress }
    }
    #expect(isShared)
  }

  @Test func pairsThatDoNotFitAreOutOfStep() {
    var model = Model()
    model.add(1, isHost: true)
    model.add(2)
    model.add(3)
    model.link(1, 5, to: 3, nsid: 0)
    model.link(2, 3, to: nil, kind: "dummy")
    var join = PeerJoin()
    join.learn([0: NamespaceID(inode: 2)], in: NamespaceID(inode: 1))
    model.resolve(&join)
    #expect(PeerJoin.outOfStep(model.namespaces) == [id(1, 5), id(2, 3)])
    // Where the other namespace was not read, nothing is known.
    model.namespaces[1].links = nil
    #expect(PeerJoin.outOfStep(model.namespaces) == [])
  }
}
