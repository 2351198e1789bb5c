import NodeModel
import NodeSources

/// Collects what went wrong in a reading, for `completeness`.
///
/// Sources that were read well get one line each, however many namespaces they are read in;
/// each failure gets its own.
struct Problems {
  var failures: [Completeness] = []
  private var seen: Set<String> = []
  private var order: [String] = []

  init() {}

  /// Goes on with what an earlier reading told.
  init(_ completeness: [Completeness]) {
    for line in completeness {
      if line.status == .ok { visit(line.source) } else { add(line) }
    }
  }

  /// A source was read, with this result or another.
  mutating func visit(_ source: String) {
    if seen.insert(source).inserted { order.append(source) }
  }

  /// Failures first, then the sources that have none.
  var completeness: [Completeness] {
    let failed = Set(failures.map { $0.source.split(separator: " ").first.map(String.init) ?? "" })
    let fine = order.filter { !failed.contains($0) }
    return failures + fine.map { Completeness(source: $0, status: .ok) }
  }
}

extension Problems {
  mutating func add(_ problem: Completeness) {
    let name = problem.source.split(separator: " ", maxSplits: 1).first.map(String.init)
    visit(name ?? problem.source)
    if !failures.contains(problem) { failures.append(problem) }
  }

  /// A source that went well is visited; one that is not there is no problem of the node.
  mutating func add(_ status: SourceStatus) {
    guard status.status != .ok else { return visit(status.source) }
    add(
      Completeness(
        source: status.source,
        status: Completeness.Status(rawValue: status.status.rawValue) ?? .error,
        detail: status.detail))
  }
}

extension Snapshot {
  /// Takes in parts, with the lines of their sources.
  mutating func add(_ readings: [PartReading]) {
    guard !readings.isEmpty else { return }
    var problems = Problems(completeness)
    for reading in readings {
      reading.put(&self)
      reading.statuses.forEach { problems.add($0) }
    }
    completeness = problems.completeness
  }
}
