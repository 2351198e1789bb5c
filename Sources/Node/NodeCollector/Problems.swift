import NodeModel

/// Collects what went wrong in a reading, for `completeness`.
///
/// Sources that were read well get one line each, however many namespaces they are read in;
/// each failure gets its own.
struct Problems {
  var failures: [Completeness] = []
  private var seen: Set<String> = []
  private var order: [String] = []

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
