/// How the reading of one source went.
public struct Completeness: Hashable, Sendable {
  public enum Status: String, Hashable, Sendable, CaseIterable {
    case ok
    /// There was no right to read it.
    case denied
    /// It is not there.
    case absent
    case error
    /// It was larger than what is read.
    case truncated
    /// It changed while it was read, each time that it was tried; entries may be missing or
    /// there twice.
    case interrupted
  }

  /// What was read: `netlink:route:links netns:4026531840`, `file:/var/lib/cni/results`.
  public var source: String
  public var status: Status
  /// What went wrong and what to do about it, in one line; nil where all is well.
  public var detail: String?

  public init(source: String, status: Status, detail: String? = nil) {
    self.source = source
    self.status = status
    self.detail = detail
  }
}
