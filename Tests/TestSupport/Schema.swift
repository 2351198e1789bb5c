/// The folder with tools in Python.
public let tools = tests + "/Tools"

/// Whether documents can be checked against a schema; else tests of it are reported as skipped.
public let canValidate = (try? run(["python3", "-c", "import jsonschema"])) != nil

/// What a skipped test says.
public let needsValidator = "needs python3 with jsonschema (Debian: python3-jsonschema)"

/// What the schema says of documents.
public struct Verdict: Sendable {
  public let isValid: Bool
  /// `3 valid`, or a line for each error.
  public let text: String
}

/// Checks documents against a JSON Schema, by `Tests/Tools/validate.py`.
public func validate(_ documents: [String], schema: String) throws -> Verdict {
  let folder = try TemporaryFolder()
  var files: [String] = []
  for (number, text) in ([schema] + documents).enumerated() {
    let name = number == 0 ? "schema.json" : "\(number).json"
    try folder.write(name, text)
    files.append("\(folder.path)/\(name)")
  }
  do {
    let text = try run(["python3", tools + "/validate.py"] + files)
    return Verdict(isValid: true, text: text)
  } catch let failure as CommandFailure where failure.end == ProcessEnd(code: 1) {
    return Verdict(isValid: false, text: failure.output)
  }
}
