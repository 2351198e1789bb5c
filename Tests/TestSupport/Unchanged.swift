import Glibc

/// What was read, with what a program showed between two readings that agree.
///
/// A kernel goes on by itself after the last command: links join multicast groups, addresses stop
/// being tentative, ports begin to forward. What two readers see is only comparable when nothing
/// of it happened between them. The last pair is given where that moment does not come within ten
/// seconds, so that the test then says what differs.
public func unchanged<Read, Key: Equatable, Shown>(
  read: () throws -> Read, by key: (Read) -> Key, show: () throws -> Shown
) throws -> (Read, Shown) {
  var before = try read()
  for _ in 0..<100 {
    let shown = try show()
    let after = try read()
    if key(before) == key(after) { return (after, shown) }
    before = after
    usleep(100_000)
  }
  return (before, try show())
}
