public import LinuxSystem

/// How the reading of one source went; the collector makes a line of `completeness` of it.
public struct SourceStatus: Hashable, Sendable {
  public enum Status: String, Hashable, Sendable {
    case ok
    /// There was no right to read it.
    case denied
    case absent
    case error
    /// It was larger than what is read.
    case truncated
  }

  /// What was read: `file:/var/lib/cni/results`, `proc:namespaces`.
  public var source: String
  public var status: Status
  /// What went wrong in one line; nil where all is well.
  public var detail: String?

  public init(_ source: String, _ status: Status, _ detail: String? = nil) {
    self.source = source
    self.status = status
    self.detail = detail
  }

  /// The status of a file or folder that could not be read.
  public init(_ source: String, _ error: FileError) {
    self.source = source
    status =
      switch error {
      case .absent: .absent
      case .denied: .denied
      case .tooLarge: .truncated
      case .notARegularFile, .io: .error
      }
    detail = error.description
  }

  /// The status of a folder that was listed: ok, or an error that counts the files in it that
  /// could not be read and says of the first one why.
  init(_ source: String, problems: [String]) {
    self.source = source
    status = problems.isEmpty ? .ok : .error
    detail =
      switch problems.count {
      case 0: nil
      case 1: problems[0]
      default: "\(problems[0]) (and \(problems.count - 1) more)"
      }
  }
}
