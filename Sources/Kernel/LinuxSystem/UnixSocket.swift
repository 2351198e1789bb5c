internal import CLinux
import Glibc

/// Stream sockets that are files (`unix(7)`).
public enum UnixSocket {
  /// Makes the file, which must not be there.
  public static func listen(_ path: String) throws(SystemCallError) -> OwnedDescriptor {
    OwnedDescriptor(adopting: try systemCall("bind") { clinux_listen_unix(path) })
  }

  public static func connect(_ path: String) throws(SystemCallError) -> OwnedDescriptor {
    OwnedDescriptor(adopting: try systemCall("connect") { clinux_connect_unix(path) })
  }

  /// The next connection of a listening socket, which does not block.
  public static func accept(_ listener: CInt) throws(SystemCallError) -> OwnedDescriptor {
    OwnedDescriptor(adopting: try systemCall("accept") { clinux_accept(listener) })
  }

  /// Sends bytes; a reader that is gone is an error, not a signal.
  public static func send(
    _ bytes: [UInt8], on socket: borrowing OwnedDescriptor
  ) throws(SystemCallError) {
    let fd = socket.rawValue
    var done = 0
    while done < bytes.count {
      done += try systemCall("send") {
        bytes.withUnsafeBytes {
          Glibc.send(fd, $0.baseAddress! + done, $0.count - done, CInt(MSG_NOSIGNAL))
        }
      }
    }
  }

  /// What is there to be read: empty at the end, nil if there is nothing yet.
  public static func receive(
    on socket: borrowing OwnedDescriptor
  ) throws(SystemCallError) -> [UInt8]? {
    let fd = socket.rawValue
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    do {
      let count = try systemCall("recv") { recv(fd, &buffer, buffer.count, 0) }
      return Array(buffer[..<count])
    } catch {
      if error.errno == .wouldBlock { return nil }
      throw error
    }
  }
}
