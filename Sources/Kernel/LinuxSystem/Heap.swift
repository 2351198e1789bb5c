internal import CLinux

/// Where memory comes from.
public enum Heap {
  /// Makes all threads share one heap; to be called before there are any others.
  ///
  /// Each further heap grows by a page and a system call at a time, and what a thread leaves free
  /// in its own no other one can use.
  public static func useOne() { _ = clinux_use_one_heap() }
}
