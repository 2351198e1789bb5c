import CNIRuntime
import CNISpec
import CNIStores
import LinuxSystem

extension RuntimeOptions {
  /// Where what operators did is written down.
  var log: ActionLog { ActionLog(path: absolute(runFolder) + "/actions.ndjson") }

  /// Does something that can be undone: it is written down before, and what came of it after.
  ///
  /// What cannot be written down is not done.
  ///
  /// - Parameter body: Returns what is attached now, or was.
  func logged<Value>(
    _ kind: ActionLog.Kind, _ entry: CNICacheEntry, undoes: Int? = nil,
    _ body: () throws -> (Value, CNICacheEntry)
  ) throws -> Value {
    // A request to end must not come between what is done and the line about it.
    try EndingSignals.puttingOff { try loggedToEnd(kind, entry, undoes, body) }
  }

  private func loggedToEnd<Value>(
    _ kind: ActionLog.Kind, _ entry: CNICacheEntry, _ undoes: Int?,
    _ body: () throws -> (Value, CNICacheEntry)
  ) throws -> Value {
    let number: Int
    do {
      number = try log.append(kind, entry, time: Clock.now(), outcome: nil, undoes: undoes)
    } catch {
      throw CommandFailure("nothing was done, for it could not be written down: \(error)")
    }
    do {
      let (value, after) = try body()
      note(kind, after, number, "done", undoes)
      return value
    } catch {
      note(kind, entry, number, "\(error)", undoes)
      throw error
    }
  }

  private func note(
    _ kind: ActionLog.Kind, _ entry: CNICacheEntry, _ number: Int, _ outcome: String, _ undoes: Int?
  ) {
    do {
      try log.append(
        kind, entry, number: number, time: Clock.now(), outcome: outcome, undoes: undoes)
    } catch { complain("it cannot be undone by cnitop undo: \(error)") }
  }
}

extension CommandFailure: CustomStringConvertible {
  var description: String { message }
}
