import TestSupport
import Testing

/// Links of kinds that the kernel of a build machine often lacks, in one that has them all.
@Suite(.enabled(if: TestKernel.isPrepared, Comment(rawValue: TestKernel.needed)))
struct EveryKindTests {
  /// Every detail of every kind, what tunnels add to a packet, VLANs in the FDB, encapsulations.
  @Test func withIproute2() throws {
    do {
      let output = try TestKernel.run([
        "python3", "-B", tools + "/compare_iproute2.py", Program.path, "--every-kind",
        "--schema",
      ])
      say("every kind: \(output.split(separator: "\n").last ?? "")")
    } catch let failure as CommandFailure {
      Issue.record("\(failure.output)")
    }
  }

  /// Tunnels with attributes at random.
  @Test(arguments: ["1,2,3", "4,5,6"]) func tunnels(_ seeds: String) throws {
    do {
      let output = try TestKernel.run([
        "python3", "-B", tools + "/compare_iproute2.py", Program.path, "--tunnels", seeds,
        "--schema",
      ])
      say("tunnels \(seeds): \(output.split(separator: "\n").last ?? "")")
    } catch let failure as CommandFailure {
      Issue.record("\(failure.output)")
    }
  }
}
