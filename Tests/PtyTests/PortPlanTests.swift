import Glibc
import LinuxSystem
import TestSupport
import Testing

/// `cnitop ports plan`.
@Suite(.timeLimit(.minutes(10)))
struct PortPlanTests {
  private let files: TemporaryFolder
  init() throws { files = try TemporaryFolder() }

  private func plan(_ text: String, _ options: String = "--offline") throws -> (
    status: Int, output: String, errors: String
  ) {
    try files.write("plan.yaml", text)
    let status = try run([
      "sh", "-c",
      "cd '\(files.path)'; '\(program)' ports plan plan.yaml \(options) > out 2> err; echo $?",
    ])
    return (
      Int(status.filter(\.isNumber)) ?? -1, try readFile(files.path + "/out"),
      try readFile(files.path + "/err")
    )
  }

  private static let good = """
    strategy: ranges
    blockSize: 10
    reserved: [30010-30019, 30025]
    applications:
    - name: web
      namespace: shop
      ports:
      - {name: http, nodePort: 30080}
      - {name: quic, protocol: UDP}
      - ssh
    - name: game
      protocol: udp
      count: 2
    """

  @Test func givesNumbers() throws {
    let (status, output, errors) = try plan(Self.good)
    #expect(status == 0 && errors.isEmpty, "\(errors)")
    #expect(
      output == """
        APPLICATION  PORT    PROTO  NODE PORT  FIXED  BLOCK
        shop/web     http    tcp    30080      yes    30000-30009
        shop/web     quic    udp    30000      no     30000-30009
        shop/web     ssh     tcp    30001      no     30000-30009
        game         port-1  udp    30020      no     30020-30029
        game         port-2  udp    30021      no     30020-30029

        """)
  }

  @Test func writesJSONAndYAML() throws {
    let json = try JSON(parsing: plan(Self.good, "--offline -o json").output)
    #expect(json["range"] == "30000-32767")
    #expect(json["staticBand"] == "30000-30085")
    #expect(
      json["assignments"]?.elements.compactMap { $0["nodePort"]?.integer } == [
        30080, 30000, 30001, 30020, 30021,
      ])
    #expect(json["conflicts"] == .array([]))
    let yaml = try plan(Self.good, "--offline -o yaml").output
    #expect(yaml.hasPrefix("range: ") && yaml.contains("nodePort: 30080"))
  }

  @Test func conflictsAreExitStatusOne() throws {
    let (status, output, _) = try plan(
      "applications:\n- name: a\n  ports: [{nodePort: 30000}, {nodePort: 80}]\n"
        + "- name: b\n  ports:\n  - nodePort: 30000\n    name: x")
    #expect(status == 1)
    #expect(output.contains("error: line 3: 80 is outside of the node ports 30000-32767"))
    #expect(output.contains("error: line 6: 30000/tcp is named twice: by a and b"))
  }

  @Test(arguments: [
    ("", "plan.yaml is empty"), ("[]", "plan.yaml:1: the file must be keys with values"),
    ("a: [", "plan.yaml is malformed: "),
    ("applications: 1", "plan.yaml:1: applications must be a list"),
    (
      "strategy: best\napplications: []",
      "plan.yaml:1: strategy must be sequential or ranges, not best"
    ),
    ("range: 5-4\napplications: []", "plan.yaml:1: range must be a range of ports"),
    ("reserved: [1-9, x]\napplications: []", "plan.yaml:1: reserved must be a range of ports"),
    ("blockSize: 0\napplications: []", "plan.yaml:1: blockSize must be a number from 1"),
    ("blocksize: 5", "plan.yaml:1: blocksize is no key of the file; there are "),
    ("range: 1-2", "plan.yaml:1: the list of applications is missing"),
    ("applications:\n- {}", "plan.yaml:2: the application has no name"),
    ("applications:\n- name: a", "plan.yaml:2: the application has no ports and no count"),
    (
      "applications:\n- name: a\n  count: 70000",
      "plan.yaml:3: count must be a number from 1 to 65535"
    ),
    (
      "applications:\n- name: a\n  count: 1\n- name: a\n  count: 1",
      "plan.yaml:4: a is in line 2 already"
    ),
    (
      "applications:\n- name: a\n  ports:\n  - {nodePort: 0}",
      "plan.yaml:4: nodePort must be a number"
    ),
    (
      "applications:\n- name: a\n  ports:\n  - {protocol: icmp, name: x}",
      "plan.yaml:4: protocol must be tcp, udp or sctp, not icmp"
    ),
    ("applications:\n- name: a\n  ports: [x, x]", "plan.yaml:3: the port x is there twice"),
    (
      "applications:\n- name: a\n  ports: [{}]", "plan.yaml:3: the port has no name and no nodePort"
    ),
    ("a\u{1B}[31m: 1", "plan.yaml is malformed: "),
  ])
  func saysWhatIsWrongAndWhere(_ text: String, _ complaint: String) throws {
    let (status, output, errors) = try plan(text)
    #expect(status == 2)
    #expect(output.isEmpty)
    #expect(errors.contains(complaint), "\(errors)")
    #expect(errors.split(separator: "\n").count == 1 && !errors.contains("\u{1B}"))
  }

  @Test func damagedFilesNeverCrash() throws {
    var random = SplitMix(seed: 11)
    for _ in 0..<40 {
      var bytes = Array(Self.good.utf8)
      for _ in 0..<1 + random.next() % 6 { random.mutate(&bytes) }
      try files.write("plan.yaml", bytes)
      let status = try run([
        "sh", "-c",
        "'\(program)' ports plan '\(files.path)/plan.yaml' --offline > /dev/null 2>&1; echo $?",
      ])
      #expect([0, 1, 2].contains(Int(status.filter(\.isNumber)) ?? -1), "\(status)")
    }
  }

  @Test func aFileThatIsNotThere() throws {
    let end = try run([
      "sh", "-c", "'\(program)' ports plan /nowhere.yaml 2>&1; echo $?",
    ])
    #expect(end.hasSuffix("2\n") && end.contains("/nowhere.yaml"))
  }

  /// Numbers that somebody listens at are left alone.
  @Test(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
  func numbersInUseAreLeftAlone() throws {
    let space = try TestNamespace()
    let listener = try TestSocket.listener(space, "0.0.0.0", 30000)
    let (status, output, _) = try plan(
      "applications:\n- name: a\n  ports: [x, {nodePort: 30002}]",
      "--netns \(space.path) --root /proc/self/fdinfo --proc /proc")
    #expect(status == 0, "\(output)")
    #expect(output.contains("30001") && !output.contains("30000 "))
    let other = try TestSocket.listener(space, "0.0.0.0", 30002)
    let taken = try plan(
      "applications:\n- name: a\n  ports: [{nodePort: 30002}]",
      "--netns \(space.path) --root /proc/self/fdinfo --proc /proc")
    #expect(taken.status == 1)
    #expect(taken.output.contains("listens at 0.0.0.0:30002/tcp"))
    withExtendedLifetime(listener.descriptor.rawValue) {}
    withExtendedLifetime(other.descriptor.rawValue) {}
  }
}
