import Glibc

/// A kernel that has every kind of link, which build machines often lack (`Tests/Tools/test-kernel`).
public enum TestKernel {
  private static let runner = tools + "/test-kernel/run"

  /// Whether it is there and starts; `make test` prepares it.
  public static let isPrepared = (try? run(["true"])) != nil

  /// What a skipped test says.
  public static let needed = "needs the test kernel, which `make test-kernel` prepares"

  /// Runs a command in it as root: it reads the files of this machine, and changes none.
  @discardableResult
  public static func run(_ command: [String]) throws -> String {
    let folder = getenv("TEST_KERNEL").map { ["TEST_KERNEL=" + String(cString: $0)] } ?? []
    return try TestSupport.run(["env"] + folder + [runner, "--"] + command)
  }
}
