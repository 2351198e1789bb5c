import TestSupport
import Testing

/// Runs, in a kernel that has them, the networks of kinds that this machine's kernel may lack.
@Suite(.enabled(if: TestKernel.isPrepared, Comment(rawValue: TestKernel.needed)))
struct OtherKernelNetworkTests {
  private static let tests = ["podsReachEachOther"]

  @Test func kindsThatThisKernelMayLack() throws {
    let program = try #require(target(of: "/proc/self/exe"))
    do {
      let output = try TestKernel.run([
        program, "--testing-library", "swift-testing", "--filter",
        Self.tests.joined(separator: "|"),
      ])
      #expect(!output.contains("skipped"), "\(output)")
      #expect(
        output.contains(
          "podsReachEachOther(_:) with \(OverlayTests.cases.count) test cases passed"),
        "\(output)")
    } catch let failure as CommandFailure {
      Issue.record("\(failure.output)")
    }
  }
}
