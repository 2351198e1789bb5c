import Glibc

/// Does the work of a row several times and prints a line for each: what it took, and how many
/// entries it read, so that a row that reads less than its floor is found out.
enum Laps {
  /// - Parameter prepare: What is done before each lap and does not count.
  static func run(
    _ count: Int, prepare: () -> Void = {}, _ work: () throws -> Int
  ) throws {
    for _ in 0..<count {
      prepare()
      let begin = Time.now
      let entries = try work()
      print(begin, entries)
    }
  }

  /// A line in the form that the floors use (`Floors/floor.h`).
  static func print(_ begin: Time, _ entries: Int) {
    let end = Time.now
    Swift.print(
      "{\"cpu\":\(end.cpu - begin.cpu),\"wall\":\(end.wall - begin.wall),\"entries\":\(entries)}")
  }
}

/// Seconds on two clocks.
struct Time {
  /// User and system time of all threads (`getrusage`).
  var cpu: Double
  /// `CLOCK_MONOTONIC`.
  var wall: Double

  static var now: Time {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    var clock = timespec()
    clock_gettime(CLOCK_MONOTONIC, &clock)
    return Time(
      cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      wall: Double(clock.tv_sec) + Double(clock.tv_nsec) * 1e-9)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
  }
}
