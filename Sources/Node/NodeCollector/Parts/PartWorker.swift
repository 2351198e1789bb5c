import Glibc
import LinuxSystem
import NodeModel
import Synchronization

/// Reads one part whenever it is told to, on a thread of its own, so that a daemon that does not
/// answer delays nothing else.
final class PartWorker: Sendable {
  let reader: any PartReader
  private let orders: Mailbox<PartContext?>

  /// - Parameter results: Where each reading goes; of two of one part the later one stays.
  init(_ reader: any PartReader, results: Mailbox<PartResults>) throws {
    self.reader = reader
    let orders = try Mailbox<PartContext?>()
    self.orders = orders
    // The thread does not hold the worker: its end is what ends the thread.
    _ = try Thread(name: "cnitop-part") {
      while true {
        var waiting = pollfd(fd: orders.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, -1)
        guard let order = orders.take() else { continue }
        guard let context = order else { return }
        let start = Clock.monotonic()
        let reading = reader.read(context)
        let result = PartResult(reading: reading, microseconds: Clock.monotonic() - start)
        results.put([reader.part: result]) { $0.merging($1) { _, new in new } }
      }
    }
  }

  /// Asks for a reading; the answer comes through `results`.
  func read(_ context: PartContext) { orders.put(context) }

  deinit { orders.put(nil) }
}

typealias PartResults = [SnapshotParts: PartResult]

/// A reading with what it took.
struct PartResult: Sendable {
  var reading: PartReading
  var microseconds: Int64
}
