/// What is to be done, in order: a value that can be printed, applied and undone.
///
/// It is made from a configuration and from what was found in the kernel, and does nothing by
/// itself.
public struct Plan: Hashable, Sendable {
  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  public var isEmpty: Bool { steps.isEmpty }

  /// Adds a step; without an inverse for what others share, and what goes away with its link.
  public mutating func add(_ action: Action, in place: Place, undo: Undo? = nil) {
    steps.append(Step(place: place, action: action, undo: undo))
  }

  public static func + (left: Plan, right: Plan) -> Plan { Plan(left.steps + right.steps) }
}

/// One change of the kernel's state.
public struct Step: Hashable, Sendable {
  public var place: Place
  public var action: Action
  /// What takes it back, in the same place; written down before the step is done.
  public var undo: Undo?

  public init(place: Place, action: Action, undo: Undo? = nil) {
    self.place = place
    self.action = action
    self.undo = undo
  }
}
