import NodeModel
import Screens
import Testing

struct RateTests {
  private func snapshot(_ bytes: UInt64, name: Int32 = 1) -> Snapshot {
    let id = NamespaceID(inode: 1)
    var namespace = Namespace(id: id, isHost: true)
    namespace.links = [SampleNode.link(id, name, "eth0", mtu: 1500)]
    var statistics = LinkStatistics()
    statistics.rxBytes = bytes
    namespace.statistics = [statistics]
    return Snapshot(namespaces: [namespace])
  }

  private let link = LinkID(NamespaceID(inode: 1), 1)

  @Test func rateIsGrowthPerSecond() {
    var rates = RateTable()
    rates.update(snapshot(1000), at: 0)
    #expect(rates[link] == nil)
    rates.update(snapshot(4000), at: 2_000_000)
    #expect(rates[link]?.rxBytes == 1500)
    #expect(rates[link]?.txBytes == 0)
  }

  @Test func counterOf32BitsWraps() {
    var rates = RateTable()
    rates.update(snapshot((1 << 32) - 500), at: 0)
    rates.update(snapshot(500), at: 1_000_000)
    #expect(rates[link]?.rxBytes == 1000)
  }

  @Test func resetCounterHasNoRateOnce() {
    var rates = RateTable()
    rates.update(snapshot(5000), at: 0)
    rates.update(snapshot(100), at: 1_000_000)
    #expect(rates[link] == nil)
    rates.update(snapshot(300), at: 2_000_000)
    #expect(rates[link]?.rxBytes == 200)
  }

  @Test func readingsAtTheSameTimeCountOnce() {
    var rates = RateTable()
    rates.update(snapshot(0), at: 1_000_000)
    rates.update(snapshot(100), at: 2_000_000)
    rates.update(snapshot(900), at: 2_000_500)
    #expect(rates[link]?.rxBytes == 100)
    rates.update(snapshot(900), at: .min)
    #expect(rates[link]?.rxBytes == 100)
  }

  /// Nothing has to be drawn again only after the rates are back at nothing.
  @Test func steadyIsWhatDoesNotMove() {
    var rates = RateTable()
    #expect(!rates.isSteady)
    var steady: [Bool] = []
    for (second, bytes) in [0, 0, 0, 0, 700, 700, 700, 800, 900].enumerated() {
      rates.update(snapshot(UInt64(bytes)), at: Int64(second) * 1_000_000)
      steady.append(rates.isSteady)
    }
    // The first rate comes with the second reading.
    #expect(steady == [false, false, true, true, false, false, true, false, false])
    rates.update(snapshot(900, name: 2), at: 9_000_000)
    #expect(!rates.isSteady)
  }

  @Test func historyStaysWhenOtherLinksCome() {
    var rates = RateTable()
    for second in 0..<70 {
      rates.update(snapshot(UInt64(second) * 10), at: Int64(second) * 1_000_000)
    }
    #expect(rates.history(of: link).received.count == RateTable.historyLength)
    #expect(rates.history(of: link).received.allSatisfy { $0 == 10 })
    var more = snapshot(710)
    more.namespaces[0].links?.append(
      SampleNode.link(NamespaceID(inode: 1), 2, "eth1", mtu: 1500))
    more.namespaces[0].statistics.append(LinkStatistics())
    rates.update(more, at: 71_000_000)
    #expect(rates.history(of: link).received.prefix(59).allSatisfy { $0 == 10 })
    #expect(rates[link]?.rxBytes == 10)
    #expect(rates[LinkID(NamespaceID(inode: 1), 2)] == nil)
  }
}
