/// Until the model has it.
public struct Change: Sendable {}
