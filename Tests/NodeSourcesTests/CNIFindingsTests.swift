import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import NodeSources

@Suite struct CNIFindingsTests {
  private let root: TemporaryFolder
  private let memory = CNIMemory()

  init() throws { root = try TemporaryFolder(onDisk: true) }

  private func read(asksAll: Bool = false) -> CNIFindings {
    CNIFindings(
      RootedFiles(root: root.path), cache: CNICacheReading(), asksAll: asksAll, memory: memory)
  }

  private func program(_ name: String, _ script: String) throws {
    try root.folder("opt/cni/bin")
    try root.program("opt/cni/bin/\(name)", script)
  }

  @Test func aNodeWithoutCNIHasNothing() {
    let findings = read(asksAll: true)
    #expect(findings.configurations.isEmpty)
    #expect(findings.attachments.isEmpty)
    #expect(findings.plugins.isEmpty)
    #expect(findings.statuses.filter { $0.status != .ok && $0.status != .absent }.isEmpty)
  }

  @Test func readsConfigurationsInTheirOrder() throws {
    try root.write("etc/cni/net.d/00-broken.conflist", "{")
    try root.write(
      "etc/cni/net.d/10-first.conflist",
      #"{"cniVersion":"1.0.0","name":"first","plugins":[{"type":"bridge","#
        + #""ipam":{"type":"host-local"}},{"type":"portmap"}]}"#)
    try root.write(
      "etc/cni/net.d/20-second.conf", #"{"cniVersion":"0.4.0","name":"second","type":"macvlan"}"#)
    let found = read().configurations
    #expect(found.map(\.name) == [nil, "first", "second"])
    #expect(found.map(\.isDefault) == [false, true, false])
    #expect(found[0].problems.count == 1)
    #expect(found[1].plugins == ["bridge", "portmap"])
    #expect(found[2].plugins == ["macvlan"])
  }

  @Test func readsAttachmentsOfTheCache() throws {
    let node = try TestNode()
    try node.cache("default", "web", netns: "/run/netns/a")
    let files = RootedFiles(root: node.root.path)
    let cache = CNICacheReading(files, PodFiles())
    let findings = CNIFindings(files, cache: cache, asksAll: false, memory: CNIMemory())
    let attachment = try #require(findings.attachments.first)
    #expect(findings.attachments.count == 1)
    #expect(attachment.network == "cbr0")
    #expect(attachment.pod == "default/web")
    #expect(attachment.netnsPath == "/run/netns/a")
    #expect(attachment.addresses == ["10.244.1.2/24"])
  }

  /// Only what a configuration names is run, unless all are asked for; each file once.
  @Test func asksPluginsForTheirVersions() throws {
    let answer =
      #"echo x >> "$0.runs"; echo '{"supportedVersions":["0.4.0","1.0.0"]}'"#
    try program("bridge", answer)
    try program("other", answer)
    link("\(root.path)/opt/cni/bin/bridge", "\(root.path)/opt/cni/bin/bridge2")
    try root.write(
      "etc/cni/net.d/10-first.conflist",
      #"{"cniVersion":"1.0.0","name":"first","plugins":[{"type":"bridge"}]}"#)
    let plugins = read().plugins.filter { !$0.type.hasSuffix(".runs") }
    #expect(plugins.map(\.type) == ["bridge", "bridge2", "other"])
    #expect(plugins.map(\.isConfigured) == [true, false, false])
    #expect(plugins.map(\.versions) == [["0.4.0", "1.0.0"], ["0.4.0", "1.0.0"], nil])
    let all = read(asksAll: true).plugins.filter { !$0.type.hasSuffix(".runs") }
    #expect(all.map(\.versions) == Array(repeating: ["0.4.0", "1.0.0"], count: 3))
    #expect(try readFile("\(root.path)/opt/cni/bin/bridge.runs") == "x\n", "asked once")
  }

  @Test(arguments: [
    ("exit 3", "exit status 3"), ("echo no JSON", "no answer"), ("kill -9 $$", "signal 9"),
    ("echo '{}'", "no answer"), ("head -c 3000000 /dev/zero", "no answer"),
  ])
  func saysWhyAPluginDidNotAnswer(_ script: String, _ reason: String) throws {
    try program("odd", script)
    let plugin = try #require(read(asksAll: true).plugins.first)
    #expect(plugin.versions == nil)
    #expect(plugin.problem?.contains(reason) == true, "\(plugin.problem ?? "")")
    #expect(plugin.problem?.hasPrefix("/opt/cni/bin/odd: ") == true)
  }

  /// One that hangs is killed, also when it let go of its output, and the rest is read.
  @Test(arguments: ["exec sleep 600", "exec sleep 600 >&-"])
  func doesNotWaitForAPluginThatHangs(_ script: String) throws {
    try program("hangs", script)
    try program("works", #"echo '{"supportedVersions":["1.0.0"]}'"#)
    let plugins = read(asksAll: true).plugins
    #expect(plugins.map(\.versions) == [nil, ["1.0.0"]])
    #expect(plugins[0].problem?.contains("timed out") == true, "\(plugins[0].problem ?? "")")
  }

  @Test func notAProgram() throws {
    try root.write("opt/cni/bin/text", "no program")
    try root.folder("opt/cni/bin/folder")
    try root.link("opt/cni/bin/dangling", to: "/nowhere")
    let plugins = read(asksAll: true).plugins
    #expect(plugins.map(\.type) == ["text"])
    #expect(plugins[0].versions == nil)
    #expect(plugins[0].problem != nil)
  }
}
