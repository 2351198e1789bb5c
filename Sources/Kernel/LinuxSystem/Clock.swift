import Glibc

/// What time it is; the modules that are pure get it handed in.
public enum Clock {
  /// Microseconds since 1970 (UTC), for people and documents.
  public static func now() -> Int64 { microseconds(CLOCK_REALTIME) }

  /// Microseconds of a clock that never jumps, for intervals.
  public static func monotonic() -> Int64 { microseconds(CLOCK_MONOTONIC) }

  /// The same in nanoseconds.
  public static func monotonicNanoseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

  /// Nanoseconds since the machine was started, also while it slept.
  public static func sinceBoot() -> Int64 { nanoseconds(CLOCK_BOOTTIME) }

  private static func microseconds(_ clock: clockid_t) -> Int64 { nanoseconds(clock) / 1000 }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
