import Glibc
import TestSupport
import Testing

/// The commands that print.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct CommandTests {
  private static let here = ["--root", "/proc/self/fdinfo", "--proc", emptyFolder]
  private static let kinds = [
    "pods", "links", "addresses", "routes", "rules", "neighbours", "fdb", "tunnels", "namespaces",
    "ports",
  ]

  @Test(arguments: kinds)
  func listsAgreeInEachFormat(_ kind: String) throws {
    let command = [program, "list", kind] + Self.here
    // Entries that live for a while may come or go between two readings.
    let (rows, counts) = try unchanged {
      try JSON(parsing: run(command + ["-o", "json"])).elements
    } by: {
      $0.count
    } show: {
      try run(
        [
          "sh", "-ec",
          #""$@" -o yaml | python3 -c 'import sys, yaml; print(len(yaml.safe_load(sys.stdin)))'"#
            + #"; "$@" -o csv | python3 -c 'import sys, csv; r = list(csv.reader(sys.stdin)); "#
            + #"print(len(r) - 1, len(set(map(len, r))))'"#,
          "sh",
        ] + command)
    }
    let numbers = counts.split { $0.isWhitespace }.compactMap { Int($0) }
    try #require(numbers.count == 3)
    if kind == "links" || kind == "namespaces" { #expect(!rows.isEmpty) }
    #expect(numbers[0] == rows.count)
    #expect(numbers[1] == rows.count)
    #expect(numbers[2] == 1, "rows of CSV with different numbers of columns")
    for format in ["table", "wide"] {
      let table = try run(command + ["-o", format]).split(separator: "\n")
      #expect(table.count >= 1)
      #expect(!table.joined().contains("\u{1B}"))
    }
  }

  @Test func snapshotsAgreeInEachFormat() throws {
    let command = [program, "snapshot"] + Self.here
    let document = try JSON(parsing: run(command))
    #expect(document["kind"] == "snapshot")
    #expect(document["schemaVersion"] == 1)
    let kind = try run(
      [
        "sh", "-ec",
        #""$@" -o yaml | python3 -c 'import sys, yaml; print(yaml.safe_load(sys.stdin)["kind"])'"#,
        "sh",
      ] + command)
    #expect(kind == "snapshot\n")
    let lines = try run(command + ["-o", "ndjson"]).split(separator: "\n")
    #expect(lines.count > 1)
    for line in lines { #expect(try JSON(parsing: String(line)).members["kind"] != nil) }
  }

  @Test func watchBeginsWithASnapshotAndEndsWithItsReader() throws {
    let line = try run(["sh", "-c", #""$@" | head -n 1"#, "sh", program, "watch"] + Self.here)
    #expect(try JSON(parsing: line)["kind"] == "snapshot")
  }

  @Test func schemaIsJSON() throws {
    let schema = try JSON(parsing: run([program, "schema"]))
    #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
  }

  @Test func saysItsVersion() throws {
    let version = try run([program, "version"])
    #expect(version.hasPrefix("cnitop "))
    #expect(try run([program, "--version"]).contains(version.dropFirst(7).dropLast()))
  }

  @Test(arguments: [
    "", "screen", "snapshot", "list", "watch", "demo", "themes", "schema", "version",
  ])
  func hasHelp(_ command: String) throws {
    let words = command.isEmpty ? [] : [command]
    let help = try run([program] + words + ["--help"])
    #expect(help.contains("USAGE: cnitop"))
    #expect(help.contains("OVERVIEW: "))
    let short = try run([program] + words + ["-h"])
    #expect(short == help)
  }

  /// What is done without a command has no other help.
  @Test func helpListsTheOptionsOfTheScreen() throws {
    let help = try run([program, "--help"])
    for option in [
      "--root", "--netns", "--netns-dir", "--proc", "--color", "--ascii", "--no-mouse", "--theme",
      "--refresh", "--config", "--version", "--help",
    ] {
      #expect(
        help.split(separator: "\n").count { $0.contains(option + " ") || $0.hasSuffix(option) }
          >= 1, "\(option)")
    }
    #expect(help.contains("USAGE: cnitop") && help.contains("SUBCOMMANDS:"))
    #expect(help.split(separator: "\n").count { $0 == "OPTIONS:" } == 1)
    for command in ["screen", "snapshot", "list", "watch", "demo", "themes", "schema", "version"] {
      #expect(help.contains("\n  \(command) "))
    }
  }

  /// Global means with every command, before it and behind it.
  @Test(arguments: [["version"], ["schema"], ["themes"], ["themes", "list"], ["themes", "check"]])
  func globalOptionsAreAccepted(_ command: [String]) throws {
    let plain = try run([program] + command)
    #expect(try run([program, "--ascii", "--root", "/", "--color=never"] + command) == plain)
    #expect(try run([program] + command + ["--no-mouse", "--proc", "/proc"]) == plain)
  }

  @Test func overviewGoesToAPipe() throws {
    let text = try run([program] + Self.here)
    #expect(
      text.split(separator: "\n").first?.contains(/20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC/) == true)
    // Words of a screen that goes on.
    for word in ["LIVE", "Traffic", "Changes", "\u{1B}"] { #expect(!text.contains(word)) }
    #expect(try run(["sh", "-ec", #""$@" | head -n 1"#, "sh", program] + Self.here) != "")
  }

  @Test(
    arguments: [
      (["--theme", "nope"], 2, "no theme nope"),
      (["foo"], 2, "no command foo; there are screen, snapshot, list, watch, "),
      (["--ascii", "foo", "list"], 2, "schema, version; see cnitop --help\n"),
      (["list", "--nope"], 2, "; see cnitop list --help\n"),
      (["list", "pods", "links"], 2, "; see cnitop list --help\n"),
      (["snapshot", "-o", "xml"], 2, "'ndjson'; see cnitop snapshot --help\n"),
      (["themes", "check", "--nope"], 2, "; see cnitop themes check --help\n"),
      (["--nope"], 2, "--nope"), (["--asci"], 2, "'--ascii'? See cnitop screen --help\n"),
      (["--color", "99"], 2, "--color 99"),
      (["--refresh", "0"], 2, "--refresh"),
      (["--config", "/nonexistent.yaml"], 2, "/nonexistent.yaml"),
      (["list", "nonsense"], 2, "nonsense"),
      (["list", "pods", "-o", "xml"], 2, "xml"),
      (["--netns", ""], 2, "--netns"),
      (["--root", "/nonexistent"], 2, "/nonexistent"),
      (["list", "nope"], 2, "one of the following: pods, links"),
      (["--netns", "/nonexistent"], 4, "/nonexistent"),
      (["themes", "check", "/nonexistent.yaml"], 1, "/nonexistent.yaml"),
      (["themes", "check", "/etc/passwd"], 1, "/etc/passwd"),
    ] as [([String], CInt, String)])
  func failureIsOneLine(_ words: [String], _ status: CInt, _ what: String) throws {
    let script = #""$@" 2>&1 >/dev/null"#
    let failure = #expect(throws: CommandFailure.self) {
      try run(["sh", "-c", script, "sh", program] + words)
    }
    let output = failure?.output ?? ""
    #expect(failure?.end == .init(code: status), "\(output)")
    #expect(output.hasPrefix("cnitop: "))
    #expect(output.contains(what))
    #expect(output.filter { $0 == "\n" }.count == 1, "\(output)")
  }
}

/// A list that is empty because nobody could read the node looks like a node without pods.
@Test(arguments: ["snapshot", "list pods", "list links -o csv", "watch"])
func incompleteDataIsAlwaysTold(_ words: String) throws {
  let folder = try TemporaryFolder()
  try folder.write("var/lib/cni/results/cbr0-x-eth0", "{")
  // `watch` ends with its reader.
  let errors =
    words == "watch" ? #"{ "$@" | head -n 1 >/dev/null; } 2>&1"# : #""$@" 2>&1 >/dev/null"#
  let command =
    [program] + words.split(separator: " ").map(String.init)
    + ["--root", folder.path, "--proc", emptyFolder]
  let text = try run(["sh", "-c", errors, "sh"] + command)
  #expect(text.hasPrefix("cnitop: incomplete: "))
  #expect(text.contains("cbr0-x-eth0"))
  #expect(text.filter { $0 == "\n" }.count == 1, "\(text)")
  if words == "watch" { return }
  let failure = #expect(throws: CommandFailure.self) {
    try run(["sh", "-c", #""$@" 2>&1 >/dev/null"#, "sh"] + command + ["--strict"])
  }
  #expect(failure?.end == .init(code: 3))
  #expect(failure?.output == text)
}

/// What comes from files of the operator.
@Suite(.serialized, .timeLimit(.minutes(20)))
final class ConfigurationTests {
  private let files: TemporaryFolder
  private var folder: String { files.path }
  private static let here = ["--root", "/proc/self/fdinfo", "--proc", emptyFolder]

  init() throws { files = try TemporaryFolder() }

  private func write(_ text: String, to name: String) throws { try files.write(name, text) }

  /// Standard error and the status.
  private func complaint(_ words: [String], environment: [String] = []) throws -> (String, CInt) {
    do {
      let script = #""$@" 2>&1 >/dev/null </dev/null"#
      return (
        try run(["env"] + environment + ["sh", "-c", script, "sh", program] + words + Self.here), 0
      )
    } catch let failure as CommandFailure {
      return (failure.output, failure.end.code ?? -1)
    }
  }

  @Test func unknownKeyIsToldAndNotFatal() throws {
    try write("thema: dark\nascii: true\n", to: "config.yaml")
    let (text, status) = try complaint(["--config", "\(folder)/config.yaml"])
    #expect(status == 0)
    #expect(text == "cnitop: \(folder)/config.yaml: the key thema is not known and has no effect\n")
  }

  @Test(arguments: [
    "a: [", "theme: [1]", "refresh: soon", "color: 99", "refresh: 0", "- 1", "\u{0}",
  ])
  func brokenFileIsOneLine(_ text: String) throws {
    try write(text, to: "config.yaml")
    let (output, status) = try complaint(["--config", "\(folder)/config.yaml"])
    #expect(status == 2, "\(text): \(output)")
    #expect(output.hasPrefix("cnitop: "))
    #expect(output.filter { $0 == "\n" }.count == 1, "\(output)")
  }

  @Test(arguments: ["", "\n", "# nothing\n", "theme: dark\n"])
  func fineFileIsSilent(_ text: String) throws {
    try write(text, to: "config.yaml")
    let (output, status) = try complaint(["--config", "\(folder)/config.yaml"])
    #expect((output, status) == ("", 0))
  }

  @Test func unreadableFileThatNobodyNamedIsToldAndNotFatal() throws {
    try write("", to: "cnitop/config.yaml/file")
    let (output, status) = try complaint([], environment: ["XDG_CONFIG_HOME=\(folder)"])
    #expect(status == 0)
    #expect(output.contains("it is a directory"))
    #expect(output.filter { $0 == "\n" }.count == 1, "\(output)")
  }

  @Test func folderOfTheUserIsRead() throws {
    try write("theme: mine\n", to: "cnitop/config.yaml")
    let environment = ["XDG_CONFIG_HOME=\(folder)"]
    let (output, status) = try complaint([], environment: environment)
    #expect(status == 2)
    #expect(output.contains("no theme mine"))
    try write("name: mine\ninherits: default\n", to: "cnitop/themes/mine.yaml")
    let (later, laterStatus) = try complaint([], environment: environment)
    #expect((later, laterStatus) == ("", 0))
  }

  @Test func themesAreListedAndFine() throws {
    #expect(Themes.names.first == "default")
    #expect(Themes.names.count >= 8)
    let lines = try run([program, "themes", "check"]).split(separator: "\n").map(String.init)
    #expect(lines == Themes.names.map { "\($0): ok" })
  }

  @Test func errorsOfAThemeAreFindings() throws {
    try write("name: mine\ninherits: default\nroles: {name: {fg: nope}}\n", to: "mine.yaml")
    let failure = #expect(throws: CommandFailure.self) {
      try run([program, "themes", "check", "\(folder)/mine.yaml"])
    }
    #expect(failure?.end == .init(code: 1))
    #expect(failure?.output.contains("mine: error: name: no colour is named nope") == true)
    try write("roles: [", to: "broken.yaml")
    let script = #""$@" 2>&1"#
    let broken = #expect(throws: CommandFailure.self) {
      try run(["sh", "-c", script, "sh", program, "themes", "check", "\(folder)/broken.yaml"])
    }
    #expect(broken?.end == .init(code: 1))
    #expect(broken?.output.hasPrefix("cnitop: \(folder)/broken.yaml is no theme: ") == true)
    #expect(broken?.output.filter { $0 == "\n" }.count == 1)
  }

  @Test(.enabled(if: canMount, Comment(rawValue: needsMounts)))
  func sudoReadsTheCallersFileOnlyIfItIsTheCallers() throws {
    // In a mount namespace of its own, in which passwd(5) has one user more.
    let script = """
      exec unshare -m sh -ec '
      grep -v "^caller:" /etc/passwd > "$1/passwd"
      echo "caller:x:54321:54321::$1/home:/bin/sh" >> "$1/passwd"
      mount --bind "$1/passwd" /etc/passwd
      shift; exec "$@" 2>&1 >/dev/null </dev/null' sh "$@"
      """
    try write("theme: mine\n", to: "home/.config/cnitop/config.yaml")
    let file = "\(folder)/home/.config/cnitop/config.yaml"
    let command =
      ["env", "SUDO_UID=54321", "HOME=/nonexistent", "sh", "-c", script, "sh", folder, program]
      + Self.here
    #expect(try run(command) == "")  // root's: a link there could show any file
    try run(["chown", "54321", file])
    let failure = #expect(throws: CommandFailure.self) { try run(command) }
    #expect(failure?.output.contains("no theme mine") == true)
  }
}
