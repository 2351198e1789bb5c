import CNISpec
import Glibc
import LinuxSystem

/// The socket that plugins connect to.
enum DHCPListener {
  /// The one that systemd made (`sd_listen_fds(3)`); nil without it.
  static let inherited: CInt? = {
    guard ProcessVariables.value("LISTEN_PID") == "\(getpid())",
      ProcessVariables.value("LISTEN_FDS") == "1"
    else { return nil }
    return 3
  }()

  static func open(_ path: String) throws -> OwnedDescriptor {
    if let inherited {
      _ = fcntl(inherited, F_SETFD, FD_CLOEXEC)
      _ = fcntl(inherited, F_SETFL, fcntl(inherited, F_GETFL) | O_NONBLOCK)
      return OwnedDescriptor(adopting: inherited)
    }
    try WrittenFile.makeFolder(of: path, mode: 0o755)
    do { return try listen(path) } catch let error as SystemCallError {
      // A daemon that was killed leaves its file behind.
      guard error.errno.rawValue == EADDRINUSE, (try? UnixSocket.connect(path)) == nil else {
        throw CNIError(.other, "Error getting listener: listen unix \(path): \(error)")
      }
      unlink(path)
      return try listen(path)
    }
  }

  private static func listen(_ path: String) throws -> OwnedDescriptor {
    let socket = try UnixSocket.listen(path)
    // As in the unit of the reference plugin.
    chmod(path, 0o660)
    _ = fcntl(socket.rawValue, F_SETFL, fcntl(socket.rawValue, F_GETFL) | O_NONBLOCK)
    return socket
  }
}

/// The leases of a daemon on disk, a file for each.
struct DHCPLeaseFiles {
  let folder: String

  /// Those that are whole; others are of nobody.
  func read() -> [JSONValue] {
    let files = RootedFiles()
    guard let names = try? files.list(folder) else { return [] }
    return names.filter { !$0.hasPrefix(".") }.compactMap { name in
      guard let bytes = try? files.read("\(folder)/\(name)", limit: 1 << 20) else { return nil }
      return try? JSONValue(parsing: bytes)
    }
  }

  func write(_ client: DHCPClient) throws(FileWriteError) {
    try WrittenFile.makeFolder(folder, mode: 0o700)
    try WrittenFile.replace(
      "\(folder)/\(client.key.fileName)", with: client.json.bytes(), mode: 0o600)
  }

  func remove(_ key: DHCPClient.Key) { unlink("\(folder)/\(key.fileName)") }
}
