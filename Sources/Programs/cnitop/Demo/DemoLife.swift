import Glibc
import LinuxSystem
import Synchronization

/// What happens on the demo node while it is looked at: traffic all the time, and now and then a
/// link that flaps or a pod that comes and goes.
///
/// On a thread of its own, which alone uses the node until it has ended.
final class DemoLife: Sendable {
  private let thread: Thread

  init(_ node: DemoNode) throws {
    let shared = Confined(node: node)
    let stop = Stop()
    self.stop = stop
    thread = try Thread(name: "cnitop-demo") {
      var tick = 0
      var hasJob = false
      while !stop.isSet {
        usleep(20_000)
        tick += 1
        shared.node.traffic.step()
        // Seconds, in a round of half a minute.
        switch tick % 1500 {
        case 400:
          hasJob = (try? shared.node.add(.job)) != nil
        case 700: shared.node.flap(DemoPod.all[5], isUp: false)
        case 800: shared.node.flap(DemoPod.all[5], isUp: true)
        case 1200 where hasJob:
          shared.node.remove(.job)
          hasJob = false
        default: break
        }
      }
    }
  }

  private let stop: Stop

  /// Ends the thread; the node belongs to the caller again.
  func end() {
    stop.set()
    thread.join()
  }

  private final class Stop: Sendable {
    private let flag = Mutex(false)
    var isSet: Bool { flag.withLock { $0 } }
    func set() { flag.withLock { $0 = true } }
  }

  /// Unchecked: the thread alone uses the node between `init` and `end`.
  private struct Confined: @unchecked Sendable { let node: DemoNode }
}
