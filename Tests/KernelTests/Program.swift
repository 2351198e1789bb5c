import Glibc
import TestSupport
import Testing

/// The program that was built with these tests.
enum Program {
  static let path = built("cnitop")

  struct Outcome {
    var status: CInt
    var output: String
    var errors: String
    /// The lines of standard error.
    var complaints: [Substring] { errors.split(separator: "\n") }
  }

  /// Runs a line of shell in which `$CNITOP` is the program, at most two minutes.
  static func shell(_ line: String, inFolder folder: String = "/") throws -> Outcome {
    let files = try TemporaryFolder()
    let status = try TestSupport.run(
      [
        "env", "CNITOP=\(path)", "sh", "-c",
        "cd \(folder); timeout 120 sh -c \"$0\" > \(files.path)/out 2> \(files.path)/err; echo $?",
        line,
      ])
    return Outcome(
      status: CInt(status.filter(\.isNumber)) ?? -1, output: try readFile(files.path + "/out"),
      errors: try readFile(files.path + "/err"))
  }

  /// Expects that each of these is a snapshot as the schema has it.
  static func expectValid(
    _ documents: [String], location: SourceLocation = #_sourceLocation
  ) throws {
    try #require(canValidate, Comment(rawValue: needsValidator), sourceLocation: location)
    let verdict = try validate(documents, schema: shell("$CNITOP schema").output)
    #expect(verdict.isValid, "\(verdict.text)", sourceLocation: location)
    #expect(verdict.text == "\(documents.count) valid\n", sourceLocation: location)
  }
}

/// Somebody who has no rights.
enum Nobody {
  static let command = "setpriv --reuid 65534 --regid 65534 --clear-groups"

  /// Whether the program can run as nobody: its libraries may be in a private folder.
  static let canRun = getuid() == 0 && succeeds("\(command) $CNITOP version")
  static let needed: Comment = "needs root to become nobody, and a program that nobody can run"

  /// Whether `/proc` can be mounted so that it hides the processes of others.
  static let canHideProcesses = canRun && succeeds("unshare -m sh -c '\(hiding)'")
  static let hiding = "mount -t proc -o hidepid=2 proc /proc"
}

/// Whether a line of shell ends well.
func succeeds(_ line: String) -> Bool { (try? Program.shell(line))?.status == 0 }
