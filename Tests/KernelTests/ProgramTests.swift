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
    #expect(outcome.status != 0)
    expectOneLine(outcome, status: outcome.status, saying: "No space left on device")
  }

  /// More than a pipe holds, so that the reader goes away before all is written.
  @Test(arguments: ["snapshot", "schema", "list links -o json", "watch"])
  func readerThatGoesAway(_ command: String) throws {
    let outcome = try Program.shell(
      "{ $CNITOP \(command); echo $? >&2; } | head -c 1 > /dev/null")
    #expect(outcome.complaints == ["0"], "\(outcome.errors)")
  }

  @Test func nobodyAtHome() throws {
    let outcome = try Program.shell(
      "$CNITOP snapshot --proc /nowhere --netns-dir /nowhere")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    try Program.expectValid([outcome.output])
    let strict = try Program.shell(
      "$CNITOP snapshot --strict --proc /nowhere --netns-dir /nowhere")
    #expect(strict.status == 0, "what is not there is not incomplete: \(strict.errors)")
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

  @Test func hostileFiles() throws {
    var template = Array("/tmp/cnitop-hostile-XXXXXX".utf8CString)
    #expect(mkdtemp(&template) != nil)
    let root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = try? run(["rm", "-rf", root]) }
    let made = try Program.shell(Self.hostile, inFolder: root)
    #expect(made.status == 0, "\(made.errors)")

    for user in getuid() == 0 ? ["", Self.asNobody] : [""] {
      let outcome = try Program.shell("\(user) $CNITOP snapshot --root \(root)")
      if !user.isEmpty, outcome.status == 126 || outcome.status == 127 { continue }
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
      try Program.expectValid([outcome.output])
      let lines = try JSON(parsing: outcome.output)["completeness"]?.elements ?? []
      for line in lines where line["status"] != "ok" {
        let detail = line["detail"]?.text ?? ""
        #expect(detail.contains("/"), "no place in \(line)")
      }
      // Who may not look into a folder is told of the folder, not of what is in it.
      let inside = user.isEmpty ? ["k8s.io"] : []
      for place in ["/var/lib/cni/results", "/run/netns", "/etc/machine-id"] + inside {
        #expect(
          lines.contains { $0["status"] != "ok" && ($0["detail"]?.text ?? "").contains(place) },
          "nothing is said of \(place): \(lines)")
      }
      let strict = try Program.shell("\(user) $CNITOP snapshot --strict --root \(root)")
      #expect(strict.status == 3)
      #expect(strict.complaints.count == 1, "\(strict.errors)")
      #expect(!strict.errors.contains("\u{1b}"))
      let list = try Program.shell("\(user) $CNITOP list pods --root \(root)")
      #expect(list.status == 0)
      #expect(!list.output.contains("\u{1b}"))
    }
  }

  // MARK: Rights

  private static let asNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups"

  /// Whether the program can run as somebody else: its libraries may be in a private folder.
  private static func canRunAsNobody() throws -> Bool {
    guard getuid() == 0 else {
      say("skipped as nobody: needs root to become somebody else")
      return false
    }
    let outcome = try Program.shell("\(asNobody) $CNITOP version")
    if outcome.status != 0 { say("skipped as nobody: \(outcome.errors)") }
    return outcome.status == 0
  }

  @Test(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
  func withoutRights() throws {
    let node = try TestNode()
    try node.add("pod")
    guard try Self.canRunAsNobody() else { return }
    let place = "--netns-dir \(node.root)/run/netns"
    let outcome = try Program.shell("\(Self.asNobody) $CNITOP snapshot \(place)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    try Program.expectValid([outcome.output])
    let document = try JSON(parsing: outcome.output)
    let host = document["namespaces"]?.elements.first
    #expect(host?["links"]?.elements.isEmpty == false, "one's own namespace can be read")
    let lines = document["completeness"]?.elements ?? []
    let denied = lines.filter { $0["status"] == "denied" }.compactMap { $0["detail"]?.text }
    #expect(denied.contains { $0.contains(node.root) && $0.contains("run as root") }, "\(lines)")
    #expect(denied.contains { $0.contains("/proc") && $0.contains("run as root") }, "\(lines)")
    let strict = try Program.shell("\(Self.asNobody) $CNITOP snapshot --strict \(place)")
    #expect(strict.status == 3 && strict.complaints.count == 1, "\(strict.errors)")
    let other = try Program.shell("\(Self.asNobody) $CNITOP snapshot --netns \(node.hostPath)")
    #expect(other.status == 4 && other.complaints.count == 1, "\(other.errors)")
  }

  @Test(arguments: ["unshare -Urn", "unshare -Un", "unshare -Urnpf --mount-proc"])
  func inAUserNamespace(_ command: String) throws {
    let isAllowed = try Program.shell("\(command) true").status == 0
    guard isAllowed else { return say("skipped \(command): not allowed here") }
    let outcome = try Program.shell("\(command) $CNITOP snapshot")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    try Program.expectValid([outcome.output])
    let names = try JSON(parsing: outcome.output)["namespaces"]?.elements.first?["links"]?.elements
      .compactMap { $0["name"]?.text }
    #expect(names?.contains("lo") == true)
  }

  @Test func withProcessesHidden() throws {
    let empty = try Program.shell(
      "d=$(mktemp -d); $CNITOP snapshot --proc $d; status=$?; rmdir $d; exit $status")
    #expect(empty.status == 0, "\(empty.errors)")
    try Program.expectValid([empty.output])
    guard try Self.canRunAsNobody() else { return }
    let mount = "mount -t proc -o hidepid=2 proc /proc"
    guard try Program.shell("unshare -m sh -c '\(mount)'").status == 0 else {
      return say("skipped: cannot mount /proc with hidepid")
    }
    let hidden = try Program.shell(
      "unshare -m sh -c '\(mount) && exec \(Self.asNobody) '$CNITOP' snapshot'")
    #expect(hidden.status == 0, "\(hidden.errors)")
    try Program.expectValid([hidden.output])
    let lines = try JSON(parsing: hidden.output)["completeness"]?.elements ?? []
    #expect(
      lines.contains { $0["status"] == "denied" && ($0["detail"]?.text ?? "").contains("hidepid") },
      "\(lines)")
  }
}
