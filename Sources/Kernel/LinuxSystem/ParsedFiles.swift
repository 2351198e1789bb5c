import Synchronization

/// What files were read as, kept for as long as they stay as they are.
///
/// A file is the same if its device, inode, size and time of change are. One that was changed a
/// moment ago is not kept: a second change in the same tick of the clock would not show.
public final class ParsedFiles<Value: Sendable>: Sendable {
  private struct Kept {
    var status: FileStatus
    var value: Value
    var isUsed: Bool
  }

  private let kept = Mutex<[String: Kept]>([:])

  public init() {}

  /// The value of a file: the one that is kept, or a new one.
  ///
  /// - Parameter parse: Makes the value; what it throws is thrown again, and nothing kept.
  public func value(
    of path: String, in files: RootedFiles, limit: Int, parse: ([UInt8]) throws -> Value
  ) throws -> Value {
    if kept.withLock({ $0[path] != nil }) {
      let status = try files.status(path)
      let known = kept.withLock { kept -> Value? in
        guard kept[path]?.status == status else { return nil }
        kept[path]?.isUsed = true
        return kept[path]?.value
      }
      if let known { return known }
    }
    // The status from before the reading: a change that is missed shows the next time.
    let (bytes, status) = try files.contents(path, limit: limit)
    let value = try parse(bytes)
    let age = Clock.now() &- status.modifiedNanoseconds / 1000
    guard age > 1_000_000 else { return value }
    kept.withLock { $0[path] = Kept(status: status, value: value, isUsed: true) }
    return value
  }

  /// Forgets the files that nobody asked for since the last call.
  public func sweep() {
    kept.withLock { kept in
      kept = kept.filter(\.value.isUsed)
      for path in kept.keys { kept[path]?.isUsed = false }
    }
  }
}
