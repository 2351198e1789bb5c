import LinuxSystem
import Synchronization

/// Holds the newest value for a reader that may be slower than the writer.
final class Mailbox<Value: Sendable>: Sendable {
  private let slot = Mutex<Value?>(nil)
  private let wake: EventDescriptor

  /// Readable while there is a value to take.
  var descriptor: CInt { wake.rawDescriptor }

  init() throws(SystemCallError) { wake = try EventDescriptor() }

  /// Puts a value; `merge` says what becomes of one that was not taken.
  func put(_ value: Value, merge: (Value, Value) -> Value = { _, new in new }) {
    slot.withLock { slot in slot = slot.map { merge($0, value) } ?? value }
    wake.signal()
  }

  /// Wakes the reader without a value.
  func wakeUp() { wake.signal() }

  func take() -> Value? {
    wake.clear()
    return slot.withLock { $0.take() }
  }
}
