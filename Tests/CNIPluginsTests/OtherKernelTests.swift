import TestSupport
import Testing

/// Runs, in a kernel that has them, the tests of kinds that this machine's kernel may lack.
@Suite(.enabled(if: TestKernel.isPrepared, Comment(rawValue: TestKernel.needed)))
struct OtherKernelTests {
  private static let tests = [
    "vrfTakesAddressesAndRoutesAlong", "portsHaveTheirVLANs", "dummyHasAddresses",
    "doesWhatTheReferenceDoesWithOtherKinds", "doesWhatTheReferenceDoesWithVLANs",
  ]

  @Test func kindsThatThisKernelMayLack() throws {
    let program = try #require(target(of: "/proc/self/exe"))
    do {
      let output = try TestKernel.run([
        program, "--testing-library", "swift-testing", "--filter",
        Self.tests.joined(separator: "|"),
      ])
      #expect(!output.contains("skipped"), "\(output)")
      #expect(output.contains("\(Self.tests.count) tests"), "\(output)")
    } catch let failure as CommandFailure {
      Issue.record("\(failure.output)")
    }
  }
}
