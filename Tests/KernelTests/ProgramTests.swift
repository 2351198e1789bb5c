import Glibc
import TestSupport
import Testing

/// How the program ends, and what it says then.
@Suite(.serialized) struct ProgramTests {
  private func expectOneLine(
    _ outcome: Program.Outcome, status: CInt, saying word: String,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, sourceLocation: location)
    #expect(outcome.complaints.count == 1, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.errors.hasPrefix("cnitop: "), sourceLocation: location)
    #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: location)
    #expect(!outcome.errors.contains("\u{1b}"), sourceLocation: location)
  }

  @Test(arguments: [
    ("$CNITOP snapshot --bogus", "--bogus"), ("$CNITOP list nothing", "namespaces"),
    ("$CNITOP watch --bogus", "--bogus"), ("$CNITOP snapshot --netns ''", "--netns"),
    ("$CNITOP snapshot -o csv", "csv"), ("$CNITOP bogus", "bogus"),
  ])
  func usage(_ line: String, _ word: String) throws {
    expectOneLine(try Program.shell(line), status: 2, saying: word)
  }

  @Test(arguments: ["snapshot", "watch", "list links"])
  func unreadableNode(_ command: String) throws {
    let absent = try Program.shell("$CNITOP \(command) --netns /nowhere/at-all")
    expectOneLine(absent, status: 4, saying: "/nowhere/at-all")
    let wrong = try Program.shell("$CNITOP \(command) --netns /etc/passwd")
    expectOneLine(wrong, status: 4, saying: "/etc/passwd")
    let hostile = try Program.shell("$CNITOP \(command) --netns \"$(printf '/a\\033[2Jb')\"")
    expectOneLine(hostile, status: 4, saying: "\\u{1b}")
  }

  @Test(arguments: [
    "snapshot", "snapshot -o yaml", "list links", "list addresses -o csv", "schema", "watch",
    "--help", "version",
  ])
  func fullDisk(_ command: String) throws {
    let outcome = try Program.shell("$CNITOP \(command) > /dev/full")
    expectOneLine(outcome, status: 4, saying: "No space left on device")
  }

  /// More than a pipe holds, so that the reader goes away before all is written.
  @Test(arguments: ["snapshot", "schema", "list links -o json", "watch"])
  func readerThatGoesAway(_ command: String) throws {
    let outcome = try Program.shell(
      "{ $CNITOP \(command); echo $? >&2; } | head -c 1 > /dev/null")
    // This machine may have what this user may not read.
    let others = outcome.complaints.filter { !$0.hasPrefix("cnitop: incomplete: ") }
    #expect(others == ["0"], "\(outcome.errors)")
  }

  @Test func nobodyAtHome() throws {
    let root = try TemporaryFolder()
    let place = "--root \(root.path)"
    let outcome = try Program.shell("$CNITOP snapshot \(place)")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    try Program.expectValid([outcome.output])
    let strict = try Program.shell("$CNITOP snapshot --strict \(place)")
    #expect(strict.status == 0, "what is not there is not incomplete: \(strict.errors)")
  }

  /// A folder that somebody named and that has nothing of what was asked is a slip.
  @Test func wrongFoldersAreNotAccepted() throws {
    let root = try TemporaryFolder()
    try root.folder("proc")
    try root.write("file", "")
    for (words, what) in [
      ("--proc \(root.path)/nowhere", "--proc: cannot read \(root.path)/nowhere"),
      ("--proc \(root.path)/file", "--proc \(root.path)/file: it is not a folder"),
      ("--netns-dir /nowhere", "--netns-dir: cannot read /nowhere"),
      ("--root \(root.path) --netns-dir \(root.path)", "--netns-dir: cannot read"),
      ("--root \(root.path) --netns-dir /file", "--netns-dir /file: it is not a folder"),
    ] {
      for command in ["snapshot", "list links", "watch", "snapshot --strict"] {
        let outcome = try Program.shell("$CNITOP \(command) \(words) < /dev/null")
        expectOneLine(outcome, status: 2, saying: what)
      }
    }
    let other = try Program.shell("$CNITOP snapshot --strict --proc \(root.path)")
    expectOneLine(other, status: 3, saying: "\(root.path) has no processes")
    let empty = try Program.shell("$CNITOP list links --strict --proc \(root.path)/proc")
    #expect(empty.status == 0 && empty.errors.isEmpty, "\(empty.errors)")
    let fine = try Program.shell("$CNITOP list links --root \(root.path) --netns-dir /proc")
    #expect(fine.status == 0 && fine.errors.isEmpty, "\(fine.errors)")
  }

  // MARK: Files

  /// State files of every kind that must not be there.
  private static let hostile = """
    set -e
    mkdir -p var/lib/cni/results var/log/pods run/netns etc proc/1/ns proc/2 proc/junk
    mkdir -p run/containerd/io.containerd.runtime.v2.task/k8s.io/aaaa var/lib/docker/containers/bbbb
    mkdir -p run/containers/storage/overlay-containers/cccc/userdata
    cd var/lib/cni/results
    : > empty; printf '{' > broken; printf '{"kind":"cniCacheV1","result":7}' > wrong
    printf '{"kind":"cniCacheV1","containerId":"a","ifName":"eth0","result":{"ips":[{"address":"x"}]}}' > odd
    head -c 300000 /dev/urandom > binary; truncate -s 3G huge; mkfifo fifo; mkdir folder
    ln -s loop loop; ln -s /dev/zero device; ln -s ../../../../../../../etc/shadow outside
    yes '[' | head -n 200000 | tr -d '\\n' > deep
    printf 'x' > "$(printf 'bad\\033[2Jname\\n')"
    cd ../../../..
    mkdir "var/log/pods/$(printf 'a_b\\033_c')" var/log/pods/___ var/log/pods/default_web_uid
    printf x > run/netns/plain; mkfifo run/netns/fifo; ln -s nowhere run/netns/dangling
    head -c 100000 /dev/urandom > etc/hostname; mkfifo etc/machine-id
    ln -s 'net:[notanumber]' proc/1/ns/net; head -c 100000 /dev/urandom > proc/1/cgroup
    printf x > proc/2/ns
    printf '{"annotations":' > run/containerd/io.containerd.runtime.v2.task/k8s.io/aaaa/config.json
    mkfifo var/lib/docker/containers/bbbb/config.v2.json
    truncate -s 2G run/containers/storage/overlay-containers/cccc/userdata/config.json
    """

  @Test func hostileFiles() throws { try lookAtHostileFiles(as: "") }

  @Test(.enabled(if: Nobody.canRun, Nobody.needed))
  func hostileFilesAsNobody() throws { try lookAtHostileFiles(as: Nobody.command) }

  private func lookAtHostileFiles(as user: String) throws {
    let folder = try TemporaryFolder()
    try folder.setMode(0o755)
    let root = folder.path
    let made = try Program.shell(Self.hostile, inFolder: root)
    #expect(made.status == 0, "\(made.errors)")

    let outcome = try Program.shell("\(user) $CNITOP snapshot --root \(root)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.complaints.count == 1, "\(outcome.errors)")
    try Program.expectValid([outcome.output])
    let lines = try JSON(parsing: outcome.output)["completeness"]?.elements ?? []
    for line in lines where line["status"] != "ok" {
      let detail = line["detail"]?.text ?? ""
      #expect(detail.contains("/"), "no place in \(line)")
    }
    for place in ["/var/lib/cni/results", "/run/netns", "/etc/machine-id", "k8s.io"] {
      #expect(
        lines.contains { $0["status"] != "ok" && ($0["detail"]?.text ?? "").contains(place) },
        "nothing is said of \(place): \(lines)")
    }
    let strict = try Program.shell("\(user) $CNITOP snapshot --strict --root \(root)")
    #expect(strict.status == 3)
    #expect(strict.complaints.count == 1, "\(strict.errors)")
    #expect(!strict.errors.contains("\u{1b}"))
    let list = try Program.shell("\(user) $CNITOP list pods --root \(root)")
    #expect(list.status == 0 && list.complaints.count == 1, "\(list.errors)")
    #expect(!list.output.contains("\u{1b}"))
  }

  // MARK: Rights

  @Test(
    .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)),
    .enabled(if: Nobody.canRun, Nobody.needed))
  func withoutRights() throws {
    let node = try NamespaceNode()
    try node.add("pod")
    let place = "--netns-dir \(node.root)/run/netns"
    let outcome = try Program.shell("\(Nobody.command) $CNITOP snapshot \(place)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    try Program.expectValid([outcome.output])
    let document = try JSON(parsing: outcome.output)
    let host = document["namespaces"]?.elements.first
    #expect(host?["links"]?.elements.isEmpty == false, "one's own namespace can be read")
    let lines = document["completeness"]?.elements ?? []
    let denied = lines.filter { $0["status"] == "denied" }.compactMap { $0["detail"]?.text }
    #expect(denied.contains { $0.contains(node.root) && $0.contains("run as root") }, "\(lines)")
    #expect(denied.contains { $0.contains("/proc") && $0.contains("run as root") }, "\(lines)")
    let strict = try Program.shell("\(Nobody.command) $CNITOP snapshot --strict \(place)")
    #expect(strict.status == 3 && strict.complaints.count == 1, "\(strict.errors)")
    let other = try Program.shell("\(Nobody.command) $CNITOP snapshot --netns \(node.hostPath)")
    #expect(other.status == 4 && other.complaints.count == 1, "\(other.errors)")
  }

  @Test(arguments: ["unshare -Urn", "unshare -Un", "unshare -Urnpf --mount-proc"])
  func inAUserNamespace(_ command: String) throws {
    guard succeeds("\(command) true") else { try Test.cancel("\(command) is not allowed here") }
    let outcome = try Program.shell("\(command) $CNITOP snapshot")
    #expect(outcome.status == 0, "\(outcome.errors)")
    // Whether there is anything that it may not read is up to the machine.
    #expect(outcome.complaints.count <= 1, "\(outcome.errors)")
    #expect(outcome.complaints.allSatisfy { $0.hasPrefix("cnitop: incomplete: ") })
    try Program.expectValid([outcome.output])
    let names = try JSON(parsing: outcome.output)["namespaces"]?.elements.first?["links"]?.elements
      .compactMap { $0["name"]?.text }
    #expect(names?.contains("lo") == true)
  }

  @Test func withoutAnyProcesses() throws {
    let folder = try TemporaryFolder()
    let empty = try Program.shell("$CNITOP snapshot --proc \(folder.path)")
    #expect(empty.status == 0, "\(empty.errors)")
    try Program.expectValid([empty.output])
  }

  @Test(
    .enabled(
      if: Nobody.canHideProcesses, "needs a program that nobody can run, and a /proc with hidepid"))
  func withProcessesHidden() throws {
    let hidden = try Program.shell(
      "unshare -m sh -c '\(Nobody.hiding) && exec \(Nobody.command) '$CNITOP' snapshot'")
    #expect(hidden.status == 0, "\(hidden.errors)")
    try Program.expectValid([hidden.output])
    let lines = try JSON(parsing: hidden.output)["completeness"]?.elements ?? []
    #expect(
      lines.contains { $0["status"] == "denied" && ($0["detail"]?.text ?? "").contains("hidepid") },
      "\(lines)")
  }
}
