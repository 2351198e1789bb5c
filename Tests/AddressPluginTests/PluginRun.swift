import CNISpec
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// Whose plugin is called.
enum Maker: String, CaseIterable, Sendable {
  case ours
  case reference

  func command(_ plugin: String) -> [String] {
    self == .ours
      ? [built("cni-plugins"), plugin] : ["/usr/lib/cni/\(plugin)"]
  }
}

/// One call of a plugin.
struct Request: Sendable {
  var plugin = "host-local"
  var command = "ADD"
  var id = "box"
  var ifname = "eth0"
  var netns = "/nowhere"
  var arguments = ""
  var input: String
}

/// What a plugin answered.
struct Answer: Hashable, Sendable {
  /// As for `waitpid`: 0 is well.
  var status: CInt
  var output: String

  var document: JSONValue? { try? JSONValue(parsing: Array(output.utf8)) }
  var message: String? { document?["msg"]?.string }
  var code: Int64? { document?["code"]?.integer }
  var addresses: [String] {
    (document?["ips"]?.array ?? []).compactMap { $0["address"]?.string }
  }

  /// What two makers have to agree on.
  var essence: String {
    guard let document, status == 0 else { return "\(status) \(message ?? output)" }
    let members = (document.object ?? []).filter { $0.key != "dns" || $0.value != .object([]) }
    return "\(JSONValue.object(members.sorted { $0.key < $1.key }))"
  }
}

/// A plugin that was started and is to be waited for.
struct RunningPlugin {
  let process: pid_t
  private let output: CInt

  init(_ maker: Maker, _ request: Request) throws {
    // Files without a name, so that no other child can hold the end of a pipe.
    let input = try Self.namelessFile()
    output = try Self.namelessFile()
    defer { close(input) }
    _ = write(input, request.input, request.input.utf8.count)
    lseek(input, 0, SEEK_SET)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    let command = maker.command(request.plugin)
    let variables = [
      "CNI_COMMAND=\(request.command)", "CNI_CONTAINERID=\(request.id)",
      "CNI_IFNAME=\(request.ifname)", "CNI_NETNS=\(request.netns)",
      "CNI_ARGS=\(request.arguments)", "CNI_PATH=/usr/lib/cni",
    ]
    do {
      process = try spawn(command, environment: variables, actions: &actions)
    } catch {
      close(output)
      throw error
    }
  }

  private static func namelessFile() throws -> CInt {
    guard let stream = tmpfile() else {
      throw CommandFailure(command: ["tmpfile"], status: errno, output: "")
    }
    defer { fclose(stream) }
    let file = fcntl(fileno(stream), F_DUPFD_CLOEXEC, 0)
    guard file >= 0 else { throw CommandFailure(command: ["fcntl"], status: errno, output: "") }
    return file
  }

  func wait() -> Answer {
    var status: CInt = 0
    waitpid(process, &status, 0)
    lseek(output, 0, SEEK_SET)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(output, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    close(output)
    return Answer(status: status, output: String(decoding: bytes, as: UTF8.self))
  }
}

func call(_ maker: Maker, _ request: Request) throws -> Answer {
  try RunningPlugin(maker, request).wait()
}

extension TemporaryFolder {
  /// The files of leases with what is in them.
  func leases(_ network: String = "net") -> [String: String] {
    let folder = "\(path)/\(network)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var leases: [String: String] = [:]
    for name in names where name != "lock" && !name.hasPrefix("last_reserved_ip.") {
      leases[name] = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }
    return leases
  }

  /// A configuration whose leases are here.
  func configuration(
    _ ipam: String, version: String = "1.0.0", more: String = ""
  ) -> String {
    """
    {"cniVersion":"\(version)","name":"net","type":"any","ipam":{"type":"host-local",
     "dataDir":"\(path)",\(ipam)}\(more)}
    """
  }
}
