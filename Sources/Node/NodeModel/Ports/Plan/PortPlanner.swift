/// Gives node ports to applications, and finds what stands against the numbers that they name.
///
/// One number is given to one port only: Kubernetes lets TCP and UDP share it, but then nobody can
/// tell from a number what it is. A request may name one number for both.
public struct PortPlanner {
  private let request: PortRequest
  private let state: PortState
  private let expectations: PortExpectations
  private let range: ClosedRange<UInt16>
  private let takers: [UInt16: [PortState.Entry]]
  /// What is given out, by number.
  private var owners: [UInt16: [(application: String, protocol: String)]] = [:]
  private var plan: PortPlan

  /// - Parameters:
  ///   - state: What is known of the node; its ports are left alone.
  ///   - host: The node's own namespace.
  public static func plan(
    _ request: PortRequest, on state: PortState = PortState(), host: NamespaceID? = nil,
    expectations: PortExpectations = PortExpectations()
  ) -> PortPlan {
    var planner = PortPlanner(request, state, host, expectations)
    planner.addFixed()
    switch request.strategy {
    case .sequential: planner.assignSequentially()
    case .ranges: planner.assignBlocks()
    }
    planner.judge()
    return planner.plan
  }

  private init(
    _ request: PortRequest, _ state: PortState, _ host: NamespaceID?,
    _ expectations: PortExpectations
  ) {
    self.request = request
    self.state = state
    self.expectations = expectations
    range = request.range ?? state.ranges.nodePorts
    // What listens at a loopback address is in nobody's way.
    takers = Dictionary(
      grouping: state.entries.filter { $0.netns == host && !$0.isLocal }, by: \.port)
    plan = PortPlan(
      range: range, staticBand: PortPlan.staticBand(of: range),
      assignments: request.applications.flatMap { application in
        application.ports.map {
          PortPlan.Assignment(
            application: application.title, name: $0.name, protocol: $0.protocol,
            number: $0.number, isFixed: $0.number != nil, line: $0.line)
        }
      }, blocks: [], conflicts: [])
  }

  private mutating func add(_ severity: PortPlan.Severity, _ line: Int, _ text: String) {
    plan.conflicts.append(PortPlan.Conflict(severity, line: line, text))
  }

  // MARK: Numbers that are named

  private mutating func addFixed() {
    for assignment in plan.assignments {
      guard let number = assignment.number else { continue }
      if !range.contains(number) {
        add(.error, assignment.line, "\(number) is outside of the node ports \(range.portText)")
      }
      let others = owners[number] ?? []
      if let other = others.first(where: { $0.protocol == assignment.protocol }) {
        add(
          .error, assignment.line,
          "\(number)/\(assignment.protocol) is named twice: by \(other.application) and "
            + assignment.application)
      } else if let other = others.first(where: { $0.application != assignment.application }) {
        add(
          .warning, assignment.line,
          "\(number) is also \(other.application)'s, for \(other.protocol)")
      }
      owners[number, default: []].append((assignment.application, assignment.protocol))
    }
    for application in request.applications {
      guard let own = application.range else { continue }
      if !range.overlaps(own) {
        add(
          .error, application.line,
          "the range \(own.portText) of \(application.title) is outside of the node ports "
            + range.portText)
      } else if own.clamped(to: range) != own {
        add(
          .warning, application.line,
          "of the range \(own.portText) of \(application.title) only "
            + "\(own.clamped(to: range).portText) is in the node ports")
      }
      for port in application.ports {
        guard let number = port.number, !own.contains(number) else { continue }
        add(
          .error, port.line,
          "\(number) is outside of the range \(own.portText) of \(application.title)")
      }
    }
  }

  // MARK: Numbers that are given

  /// Whether a number can be given to anybody.
  private func isFree(_ number: UInt16) -> Bool {
    owners[number] == nil && takers[number] == nil && isUsable(number)
  }

  /// Whether a number is nobody else's by the rules alone.
  private func isUsable(_ number: UInt16) -> Bool {
    !request.reserved.contains { $0.contains(number) }
      && expectations[number, "tcp"].isEmpty && expectations[number, "udp"].isEmpty
      && !isEphemeral(number)
  }

  private func isEphemeral(_ number: UInt16) -> Bool {
    state.ranges.ephemeral?.contains(number) == true
      && !state.ranges.reserved.contains { $0.contains(number) }
  }

  /// The applications with the places of their assignments that have no number yet.
  private var wishes: [(application: PortRequest.Application, indices: [Int])] {
    var start = 0
    return request.applications.map { application in
      let places = start..<start + application.ports.count
      start = places.upperBound
      return (application, places.filter { plan.assignments[$0].number == nil })
    }
  }

  private mutating func assignSequentially() {
    let owned = request.applications.compactMap(\.range)
    // Where was looked last; numbers before it are taken.
    var next = 0
    for (application, indices) in wishes {
      if let own = application.range {
        guard own.overlaps(range) else { continue }
        var start = 0
        for index in indices { give(index, in: own.clamped(to: range), after: &start) }
      } else {
        for index in indices {
          give(index, in: range, after: &next) { number in
            !owned.contains { $0.contains(number) }
          }
        }
      }
    }
  }

  private mutating func give(
    _ index: Int, in range: ClosedRange<UInt16>, after start: inout Int,
    where isAllowed: (UInt16) -> Bool = { _ in true }
  ) {
    var candidate = max(start, Int(range.lowerBound))
    while candidate <= Int(range.upperBound) {
      let number = UInt16(candidate)
      candidate += 1
      guard isFree(number), isAllowed(number) else { continue }
      start = candidate
      plan.assignments[index].number = number
      owners[number] = [(plan.assignments[index].application, plan.assignments[index].protocol)]
      return
    }
    start = candidate
    let assignment = plan.assignments[index]
    add(
      .error, assignment.line,
      "no number is left in \(range.portText) for \(assignment.name) of \(assignment.application)")
  }

  /// Each application without a range gets a block that starts at a multiple of the size, counted
  /// from the start of the range, and in which nobody else has a number.
  private mutating func assignBlocks() {
    var taken = request.applications.compactMap(\.range)
    for (application, indices) in wishes {
      guard !indices.isEmpty else { continue }
      guard let block = application.range ?? block(for: indices.count, beside: taken) else {
        add(
          .error, application.line,
          "no block of \(size(for: indices.count)) numbers is left in \(range.portText) for "
            + application.title)
        continue
      }
      taken.append(block)
      plan.blocks.append(PortPlan.Block(application: application.title, range: block))
      guard block.overlaps(range) else { continue }
      var next = 0
      for index in indices { give(index, in: block.clamped(to: range), after: &next) }
    }
  }

  /// Whole blocks, as many as the ports need.
  private func size(for count: Int) -> Int {
    let size = max(request.blockSize, 1)
    return (count + size - 1) / size * size
  }

  private func block(
    for count: Int, beside taken: [ClosedRange<UInt16>]
  ) -> ClosedRange<UInt16>? {
    let size = size(for: count)
    var start = Int(range.lowerBound)
    while start + size - 1 <= Int(range.upperBound) {
      let block = UInt16(start)...UInt16(start + size - 1)
      if !taken.contains(where: { $0.overlaps(block) }), block.allSatisfy({ owners[$0] == nil }),
        block.filter(isFree).count >= count
      {
        return block
      }
      start += max(request.blockSize, 1)
    }
    return nil
  }

  // MARK: What stands against the numbers

  private mutating func judge() {
    var outOfBand = 0
    for assignment in plan.assignments where assignment.isFixed {
      guard let number = assignment.number else { continue }
      judge(assignment, number)
    }
    for assignment in plan.assignments {
      if let number = assignment.number, let band = plan.staticBand, range.contains(number),
        !band.contains(number)
      {
        outOfBand += 1
      }
    }
    if outOfBand > 0, let band = plan.staticBand {
      add(
        .info, 0,
        "\(outOfBand) of the numbers are above \(band.portText), where the API server also takes "
          + "numbers by itself: create these services first")
    }
    if let problem = state.ranges.problem { add(.warning, 0, problem) }
    let order: [PortPlan.Severity: Int] = [.error: 0, .warning: 1, .info: 2]
    plan.conflicts = plan.conflicts.enumerated().sorted {
      (order[$0.element.severity] ?? 3, $0.element.line, $0.offset)
        < (order[$1.element.severity] ?? 3, $1.element.line, $1.offset)
    }.map(\.element)
  }

  private mutating func judge(_ assignment: PortPlan.Assignment, _ number: UInt16) {
    if let reserved = request.reserved.first(where: { $0.contains(number) }) {
      add(.error, assignment.line, "\(number) is in the reserved range \(reserved.portText)")
    }
    for taker in takers[number] ?? [] where taker.protocol == assignment.protocol {
      switch taker.kind {
      case .listener:
        add(
          .error, assignment.line,
          "\(taker.processText ?? "a socket of the node") listens at "
            + "\(taker.addressText):\(number)/\(taker.protocol)")
      case .hostPort:
        add(
          .error, assignment.line,
          "\(number)/\(taker.protocol) is a host port of \(taker.pod ?? "a pod")")
      }
    }
    if let known = expectations[number, assignment.protocol].first(where: { !$0.isCommon }) {
      add(.warning, assignment.line, "\(number)/\(assignment.protocol) is known as \(known.title)")
    }
    if isEphemeral(number), let ephemeral = state.ranges.ephemeral {
      add(
        .warning, assignment.line,
        "\(number) is in the range \(ephemeral.portText) of outgoing connections")
    }
  }
}
