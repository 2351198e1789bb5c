import CNISpec
import Foundation
import Glibc
import TestSupport
import Testing

/// A server and a container on one link, with the daemon of `dhcp` beside them; all of it ends
/// with the value.
final class DHCPNode {
  let folder: TemporaryFolder
  let server: TestNamespace
  let container: TestNamespace
  private var serverProcess: Child?
  private var daemonProcess: Child?
  var socketPath: String { "\(folder.path)/dhcp.sock" }
  var leaseFolder: String { socketPath + ".leases" }

  /// - Parameter arguments: More for the daemon.
  init(_ arguments: [String] = []) throws {
    folder = try TemporaryFolder(onDisk: true)
    server = try TestNamespace()
    container = try TestNamespace()
    try server.ip(
      """
      link add s0 type veth peer name eth0 netns \(container.path)
      link set s0 up
      link set lo up
      addr add 10.5.0.1/24 dev s0
      """)
    try startDaemon(arguments)
  }

  // MARK: Server

  /// Starts dnsmasq with leases that are to be renewed after three seconds, the least that it sends.
  func startServer() throws {
    serverProcess = try Child([
      "/usr/bin/nsenter", "--net=\(server.path)", "/usr/sbin/dnsmasq", "-k",
      "--conf-file=/dev/null", "--port=0", "--interface=s0", "--bind-interfaces", "--no-ping",
      "--dhcp-range=10.5.0.10,10.5.0.50,2m", "--dhcp-option=58,3", "--dhcp-option=59,100",
      "--dhcp-option=121,0.0.0.0/0,10.5.0.1,10.9.0.0/16,10.5.0.2", "--dhcp-authoritative",
      "--dhcp-leasefile=\(folder.path)/server.leases", "--pid-file=", "--user=root",
      "--log-facility=\(folder.path)/server.log", "--log-dhcp",
    ])
    try #require(eventually { self.count("sockets bound") > 0 })
  }

  func stopServer() {
    serverProcess?.kill(SIGTERM)
    _ = serverProcess?.wait()
    serverProcess = nil
  }

  /// What the server noted so far.
  func count(_ words: String) -> Int {
    let log = (try? String(contentsOfFile: "\(folder.path)/server.log", encoding: .utf8)) ?? ""
    return log.split(separator: "\n").count { $0.contains(words) }
  }

  /// Those that the server thinks are in use.
  var leases: [String] {
    let text =
      (try? String(contentsOfFile: "\(folder.path)/server.leases", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap {
      $0.split(separator: " ").dropFirst(2).first.map(String.init)
    }
  }

  // MARK: Daemon

  func startDaemon(_ arguments: [String] = []) throws {
    daemonProcess = try Child(
      [built("cni-plugins"), "dhcp", "daemon", "-socketpath", socketPath] + arguments)
    try #require(eventually { (try? self.call("STATUS"))?.status == 0 })
  }

  func stopDaemon(_ number: CInt) {
    daemonProcess?.kill(number)
    _ = daemonProcess?.wait()
    daemonProcess = nil
  }

  // MARK: Plugin

  func request(
    _ command: String, _ id: String = "box", ipam: String = "", more: String = ""
  ) -> Request {
    Request(
      plugin: "dhcp", command: command, id: id, netns: container.path,
      input: """
        {"cniVersion":"1.1.0","name":"net","type":"any",
         "ipam":{"type":"dhcp","daemonSocketPath":"\(socketPath)"\(ipam)}\(more)}
        """)
  }

  func call(
    _ command: String, _ id: String = "box", ipam: String = "", more: String = ""
  ) throws -> Answer {
    try AddressPluginTests.call(.ours, request(command, id, ipam: ipam, more: more))
  }

  var kept: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: leaseFolder).sorted()) ?? []
  }
}
