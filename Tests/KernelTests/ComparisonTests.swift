import TestSupport
import Testing

/// What `cnitop snapshot` says is what iproute2 says, on nodes built at random.
@Suite(.serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct ComparisonTests {
  @Test(arguments: ["1,2", "3,4", "5,6"]) func withIproute2(_ seeds: String) throws {
    do {
      let output = try run([
        "python3", tools + "/compare_iproute2.py", Program.path, "--seeds", seeds,
        "--schema",
      ])
      say("seeds \(seeds): \(output.split(separator: "\n").last ?? "")")
    } catch let failure as CommandFailure {
      Issue.record("\(failure.output)")
    }
  }
}
