/// What is to be done, in order: a value that can be printed, applied and undone.
///
/// It is made from a configuration and from what was found in the kernel, and does nothing by
/// itself.
public struct Plan: Hashable, Sendable {
  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  public var isEmpty: Bool { steps.isEmpty }

  /// Adds a step; without an inverse for what others share, and what goes away with its link.
  ///
  /// - Parameter target: Where the inverse is to be done, if not in the same place.
  public mutating func add(
    _ action: Action, in place: Place, undo: Undo? = nil, at target: Place? = nil
  ) {
    let entry = undo.map { UndoEntry(place: target ?? place, undo: $0) }
    steps.append(Step(place: place, action: action, undo: entry))
  }

  public static func + (left: Plan, right: Plan) -> Plan { Plan(left.steps + right.steps) }
}

/// One change of the kernel's state.
public struct Step: Hashable, Sendable {
  public var place: Place
  public var action: Action
  /// What takes it back; written down before the step is done.
  public var undo: UndoEntry?

  public init(place: Place, action: Action, undo: UndoEntry? = nil) {
    self.place = place
    self.action = action
    self.undo = undo
  }
}
