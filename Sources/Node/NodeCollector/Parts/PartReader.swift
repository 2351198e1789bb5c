import LinuxSystem
import NodeModel
import NodeSources

/// Reads one part of the snapshot: files, daemons, rule sets.
///
/// It is called on a thread of its own, one call after the other, so it may wait; whatever it
/// waits for needs a time limit, or a hung daemon would stop the part for good. What it
/// remembers between readings it guards itself.
protocol PartReader: AnyObject, Sendable {
  /// The part that it fills.
  var part: SnapshotParts { get }
  /// After how long it reads again when nothing tells of a change, in microseconds.
  var interval: Int64 { get }
  /// The folders in which a change is a reason to read again, below the root.
  var folders: [String] { get }
  /// Whether pods, links or addresses that changed are a reason, too.
  var followsNode: Bool { get }

  func read(_ context: PartContext) -> PartReading
}

/// What a reader may look at.
struct PartContext: Sendable {
  /// The node as it was read last, which a part can be joined with.
  var snapshot: Snapshot
  var files: RootedFiles
  var processes: ProcessTable
  /// libcni's cache as the pods were read from it.
  var cache: CNICacheReading
  /// A path that leads into each namespace.
  var entrances: [NamespaceID: String]
  /// All parts that are wanted.
  var wanted: SnapshotParts
}

/// A part as it was read.
struct PartReading: Sendable {
  /// Puts the part into a snapshot.
  var put: @Sendable (inout Snapshot) -> Void
  var statuses: [SourceStatus]

  init(_ statuses: [SourceStatus], put: @escaping @Sendable (inout Snapshot) -> Void) {
    self.statuses = statuses
    self.put = put
  }
}

extension SnapshotParts {
  /// A new reader of each part.
  static func readers() -> [any PartReader] {
    [CNIPart(), BGPPart(), IPAMPart(), ServicesPart(), FiltersPart(), PortsPart()]
  }
}
