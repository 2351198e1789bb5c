import Glibc
import TestSupport
import Testing

/// The program that was built with these tests.
enum Program {
  static let path: String = folder + "/cnitop"

  /// The folder of this test program.
  private static let folder: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count)
    let text = String(
      decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
  }()

  /// The folder with tools in Python.
  static let tools: String =
    #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Tools"

  struct Outcome {
    var status: CInt
    var output: String
    var errors: String
    /// The lines of standard error.
    var complaints: [Substring] { errors.split(separator: "\n") }
  }

  /// Runs a line of shell in which `$CNITOP` is the program, at most half a minute.
  static func shell(_ line: String, inFolder folder: String = "/") throws -> Outcome {
    var template = Array("/tmp/cnitop-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(command: ["mkdtemp"], status: errno, output: "")
    }
    let files = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = try? TestSupport.run(["rm", "-rf", files]) }
    let status = try TestSupport.run(
      [
        "env", "CNITOP=\(path)", "sh", "-c",
        "cd \(folder); timeout 30 sh -c \"$0\" > \(files)/out 2> \(files)/err; echo $?", line,
      ])
    return Outcome(
      status: CInt(status.filter(\.isNumber)) ?? -1, output: try readFile(files + "/out"),
      errors: try readFile(files + "/err"))
  }

  /// Runs it with words that need no quotes.
  static func run(_ arguments: [String]) throws -> Outcome {
    try shell("exec $CNITOP " + arguments.map { "'\($0)'" }.joined(separator: " "))
  }

  /// Expects that each of these is a snapshot as the schema has it.
  static func expectValid(
    _ documents: [String], location: SourceLocation = #_sourceLocation
  ) throws {
    var template = Array("/tmp/cnitop-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(command: ["mkdtemp"], status: errno, output: "")
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = try? TestSupport.run(["rm", "-rf", folder]) }
    var files = [folder + "/schema"]
    for (number, document) in ([try run(["schema"]).output] + documents).enumerated() {
      let file = number == 0 ? files[0] : "\(folder)/\(number).json"
      if number > 0 { files.append(file) }
      guard let stream = fopen(file, "w") else {
        throw CommandFailure(command: ["fopen"], status: errno, output: file)
      }
      fwrite(document, 1, document.utf8.count, stream)
      fclose(stream)
    }
    do {
      try TestSupport.run(["python3", tools + "/validate.py"] + files)
    } catch let failure as CommandFailure {
      // 77 in the upper half of the status of waitpid(2).
      if failure.status >> 8 == 77 {
        say("not validated: \(failure.output)")
      } else {
        Issue.record("\(failure.output)", sourceLocation: location)
      }
    }
  }

}
