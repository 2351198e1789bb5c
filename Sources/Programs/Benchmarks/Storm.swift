import Glibc
import LinuxSystem
import NodeCollector
import NodeModel

/// Follows the routes of the namespace that the process is in while somebody else changes them.
///
/// It prints "ready" when it follows. After the end of its input, which is the end of the storm,
/// it prints a lap: the time until what is followed equals a fresh dump, and how many routes
/// were still wrong then.
enum Storm {
  /// A storm that is not over after so long, in microseconds, has left the model wrong.
  private static let patience: Int64 = 5_000_000

  static func run() throws {
    let options = NodeSession.options()
    let node = try LiveNode(options, wanted: .routes, refreshMilliseconds: 1000)
    var routes: RouteTable?
    while routes == nil { routes = wait(node).newest }
    print("ready")
    fflush(nil)

    while true {
      let news = wait(node, STDIN_FILENO)
      routes = news.newest ?? routes
      if news.hasInput { break }
    }
    let begin = Time.now
    let deadline = Clock.monotonic() + patience
    let fresh = try NodeReader.snapshot(options, tables: .routes).host?.routes
    while routes != fresh, Clock.monotonic() < deadline {
      routes = wait(node).newest ?? routes
    }
    Laps.print(begin, difference(routes, fresh))
  }

  /// Waits for an update of the node, for the end of an input, or for a tenth of a second.
  private static func wait(_ node: LiveNode, _ input: CInt = -1)
    -> (newest: RouteTable?, hasInput: Bool)
  {
    var descriptors = [
      pollfd(fd: node.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
    ]
    poll(&descriptors, 2, 100)
    return (node.take()?.snapshot.host?.routes, descriptors[1].revents != 0)
  }

  /// How many routes are in one of the tables only.
  private static func difference(_ followed: RouteTable?, _ fresh: RouteTable?) -> Int {
    let (followed, fresh) = (Set(followed?.records ?? []), Set(fresh?.records ?? []))
    return followed.symmetricDifference(fresh).count
  }
}
