import NetworkTypes
import NodeModel
import TestSupport
import Testing

@Suite struct PortPlanTests {
  private static let host = NamespaceID(inode: 1)
  private typealias Application = PortRequest.Application

  private func app(
    _ name: String, _ numbers: [UInt16?], protocols: [String]? = nil,
    range: ClosedRange<UInt16>? = nil
  ) -> PortRequest.Application {
    Application(
      name: name,
      ports: numbers.enumerated().map { place, number in
        PortRequest.Port(
          name: "p\(place)", protocol: protocols?[place] ?? "tcp", number: number, line: place + 1)
      }, range: range)
  }

  private func listener(_ port: UInt16, _ address: String = "0.0.0.0") -> PortState.Entry {
    var entry = PortState.Entry(
      .listener, port, "tcp", address: IPAddress(address), netns: Self.host)
    entry.process = "nginx"
    return entry
  }

  private func plan(_ request: PortRequest, _ entries: [PortState.Entry] = []) -> PortPlan {
    PortPlanner.plan(request, on: PortState(entries: entries), host: Self.host)
  }

  private func numbers(_ plan: PortPlan) -> [UInt16?] { plan.assignments.map(\.number) }

  @Test func oneBehindTheOther() {
    let request = PortRequest(
      range: 30000...30009, reserved: [30001...30002],
      applications: [app("a", [nil, 30004]), app("b", [nil, nil])])
    let plan = self.plan(request, [listener(30003), listener(30005, "127.0.0.1")])
    #expect(numbers(plan) == [30000, 30004, 30005, 30006])
    #expect(plan.conflicts.isEmpty)
  }

  @Test func aRangeOfAnApplicationIsItsOwn() {
    let request = PortRequest(
      range: 30000...30005,
      applications: [app("a", [nil, nil]), app("b", [nil], range: 30000...30002), app("c", [nil])])
    #expect(numbers(plan(request)) == [30003, 30004, 30000, 30005])
  }

  @Test func blocks() {
    let request = PortRequest(
      strategy: .ranges, blockSize: 10, range: 30000...30059, reserved: [30010...30018],
      applications: [
        app("a", [nil, nil]), app("b", [nil, nil]), app("c", Array(repeating: nil, count: 11)),
        app("d", [30055, nil]), app("e", [nil]),
      ])
    let plan = self.plan(request)
    // The block from 30010 has one number left, and that from 30050 another one's.
    #expect(
      plan.blocks.map { "\($0.application) \($0.range.portText)" } == [
        "a 30000-30009", "b 30020-30029", "c 30030-30049", "d 30010-30019",
      ])
    #expect(
      numbers(plan) == [30000, 30001, 30020, 30021] + (30030...30040).map { $0 } + [
        30055, 30019, nil,
      ])
    #expect(
      plan.conflicts.map(\.text).first == "no block of 10 numbers is left in 30000-30059 for e")
    #expect(plan.conflicts.map(\.severity) == [.error, .info])
  }

  @Test func nothingIsLeft() {
    let request = PortRequest(range: 30000...30001, applications: [app("a", [nil, nil, nil])])
    let plan = self.plan(request)
    #expect(numbers(plan) == [30000, 30001, nil])
    #expect(plan.hasErrors)
    #expect(plan.conflicts.first?.text == "no number is left in 30000-30001 for p2 of a")
    var blocks = request
    blocks.strategy = .ranges
    #expect(self.plan(blocks).conflicts.first?.text.hasPrefix("no block of 10 numbers") == true)
  }

  @Test func theEndOfAllNumbers() {
    let request = PortRequest(
      strategy: .ranges, blockSize: 3, range: 65530...65535,
      applications: [app("a", [nil]), app("b", [nil]), app("c", [nil])])
    #expect(numbers(plan(request)) == [65530, 65533, nil])
    let one = PortRequest(range: 65535...65535, applications: [app("a", [nil, nil])])
    #expect(numbers(plan(one)) == [65535, nil])
  }

  @Test func twoProtocolsAtOneNumber() {
    let same = plan(
      PortRequest(applications: [app("dns", [30053, 30053], protocols: ["tcp", "udp"])]))
    #expect(same.conflicts.isEmpty)
    let two = plan(
      PortRequest(
        applications: [app("a", [30053]), app("b", [30053], protocols: ["udp"])]))
    #expect(two.conflicts.map(\.severity) == [.warning])
    let twice = plan(PortRequest(applications: [app("a", [30053]), app("b", [30053])]))
    #expect(twice.conflicts.map(\.text) == ["30053/tcp is named twice: by a and b"])
    #expect(twice.hasErrors)
  }

  @Test func whatStandsAgainstANumber() {
    func texts(
      _ number: UInt16, _ entries: [PortState.Entry] = [],
      _ ranges: PortState.Ranges = PortState.Ranges()
    )
      -> [String]
    {
      PortPlanner.plan(
        PortRequest(range: 1...65535, reserved: [500...600], applications: [app("a", [number])]),
        on: PortState(entries: entries, ranges: ranges), host: Self.host
      ).conflicts.filter { $0.severity != .info }.map { "\($0.severity.rawValue) \($0.text)" }
    }
    #expect(texts(555) == ["error 555 is in the reserved range 500-600"])
    #expect(texts(700, [listener(700)]) == ["error nginx listens at 0.0.0.0:700/tcp"])
    #expect(texts(700, [listener(700, "127.0.0.1")]).isEmpty)
    var pod = listener(700)
    pod.netns = NamespaceID(inode: 2)
    #expect(texts(700, [pod]).isEmpty)
    var hostPort = PortState.Entry(.hostPort, 700, "tcp", netns: Self.host)
    hostPort.pod = "default/web"
    #expect(texts(700, [hostPort]) == ["error 700/tcp is a host port of default/web"])
    #expect(texts(10250) == ["warning 10250/tcp is known as kubernetes: kubelet API"])
    let ranges = PortState.Ranges(ephemeral: 32768...60999, reserved: [40000...40009])
    #expect(
      texts(40010, [], ranges) == [
        "warning 40010 is in the range 32768-60999 of outgoing connections"
      ])
    #expect(texts(40009, [], ranges).isEmpty)
    #expect(
      plan(PortRequest(applications: [app("a", [80])])).conflicts.map(\.text) == [
        "80 is outside of the node ports 30000-32767"
      ])
  }

  /// The examples of the Kubernetes documentation.
  @Test(
    arguments: [
      (30000...32767, 30000...30085), (30000...30015, nil), (30000...30127, 30000...30015),
      (30000...34095, 30000...30127), (30000...38191, 30000...30127), (30000...30000, nil),
    ] as [(ClosedRange<UInt16>, ClosedRange<UInt16>?)])
  func theBandForNumbersThatAreNamed(
    _ range: ClosedRange<UInt16>, _ band: ClosedRange<UInt16>?
  ) {
    #expect(plan(PortRequest(range: range)).staticBand == band)
  }

  /// All small cases: every set of up to three applications with one or two ports, any or fixed,
  /// in every range of up to five numbers, both ways.
  @Test func everySmallCaseIsRight() {
    let wishes: [[UInt16?]] = [[nil], [30001], [nil, nil], [nil, 30002], [30003, nil]]
    var cases = 0
    for strategy in PortRequest.Strategy.allCases {
      for size in 1...5 {
        for first in wishes {
          for second in wishes {
            for third in [[]] + wishes {
              for taken in 0..<4 {
                let range = 30000...UInt16(29999 + size)
                let request = PortRequest(
                  strategy: strategy, blockSize: 2, range: range,
                  applications: [app("a", first), app("b", second), app("c", third)])
                let used: [UInt16] = (0..<2).filter { taken & 1 << $0 != 0 }.map { 30000 + $0 }
                check(plan(request, used.map { listener($0) }), request, range, used)
                cases += 1
              }
            }
          }
        }
      }
    }
    #expect(cases == 2 * 5 * 5 * 5 * 6 * 4)
  }

  /// What holds of every plan.
  private func check(
    _ plan: PortPlan, _ request: PortRequest, _ range: ClosedRange<UInt16>, _ used: [UInt16]
  ) {
    let fixed = request.applications.flatMap(\.ports).compactMap(\.number)
    let given = plan.assignments.filter { !$0.isFixed }
    let numbers = given.compactMap(\.number)
    #expect(plan.assignments.map(\.name) == request.applications.flatMap { $0.ports.map(\.name) })
    #expect(Set(numbers).count == numbers.count, "\(plan)")
    #expect(numbers.allSatisfy { range.contains($0) && !used.contains($0) && !fixed.contains($0) })
    // A number is missing only where an error says so, and never while one is free.
    #expect(plan.hasErrors || given.allSatisfy { $0.number != nil })
    let isWrong =
      fixed.contains { !range.contains($0) || used.contains($0) }
      || Set(fixed).count != fixed.count || given.contains { $0.number == nil }
    #expect(plan.hasErrors == isWrong, "\(plan.conflicts)")
    if request.strategy == .sequential, given.contains(where: { $0.number == nil }) {
      let free = range.filter {
        !used.contains($0) && !fixed.contains($0) && !numbers.contains($0)
      }
      #expect(free.isEmpty, "\(plan)")
    }
    for block in plan.blocks {
      let others = plan.assignments.filter { $0.application != block.application }
      #expect(!others.contains { $0.number.map(block.range.contains) == true }, "\(plan)")
    }
  }

  @Test func manyApplicationsAreQuick() {
    let request = PortRequest(
      range: 1...65535,
      applications: (0..<5000).map { app("a\($0)", [nil, nil, nil, nil]) })
    let (plan, duration) = processorTime { self.plan(request) }
    #expect(Set(plan.assignments.compactMap(\.number)).count == 20_000)
    #expect(duration < .seconds(20))
  }
}
