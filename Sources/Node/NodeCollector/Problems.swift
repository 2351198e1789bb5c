import NodeModel

/// Collects what went wrong in a reading, for `completeness`.
///
/// Sources that were read well get one line each, however many namespaces they are read in;
/// each failure gets its own.
struct Problems {
  private var failures: [Completeness] = []
  private var seen: Set<String> = []
  private var order: [String] = []

  /// A source was read, with this result or another.
  mutating func visit(_ source: String) {
    if seen.insert(source).inserted { order.append(source) }
  }

  mutating func add(
    _ source: String, in place: String? = nil, _ status: Completeness.Status, _ detail: String?
  ) {
    visit(source)
    let name = place.map { "\(source) \($0)" } ?? source
    failures.append(Completeness(source: name, status: status, detail: detail))
  }

  mutating func add(_ other: Problems) {
    other.order.forEach { visit($0) }
    failures += other.failures
  }

  /// Failures first, then the sources that have none.
  var completeness: [Completeness] {
    let failed = Set(failures.map { $0.source.split(separator: " ").first.map(String.init) ?? "" })
    let fine = order.filter { !failed.contains($0) }
    return failures + fine.map { Completeness(source: $0, status: .ok) }
  }
}
