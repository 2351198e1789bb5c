import Netlink
import NodeModel

extension NamespaceSession {
  /// How the reading of one table went, where it did not fail.
  struct Outcome {
    var isConsistent = true
    var malformed: [MalformedMessage] = []

    mutating func add(_ answer: DumpAnswer) {
      isConsistent = isConsistent && answer.isConsistent
      malformed += answer.malformed
    }
    mutating func add<Entry>(_ table: Table<Entry>) {
      isConsistent = isConsistent && table.isConsistent
      malformed += table.malformed
    }

    func completeness(source: @autoclosure () -> String) -> Completeness? {
      if let first = malformed.first {
        return Completeness(
          source: source(), status: .error,
          detail: "\(malformed.count) entries could not be decoded; the first: \(first)")
      }
      if isConsistent { return nil }
      return Completeness(
        source: source(), status: .interrupted,
        detail: "it changed each time while it was read; entries may be missing or doubled")
    }
  }
}
