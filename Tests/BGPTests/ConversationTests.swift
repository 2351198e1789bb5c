import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import NodeSources

/// Daemons that do not behave: each costs one line, in a time that is known before.
@Suite(.serialized) struct ConversationTests {
  /// Listens at a socket and says something to whoever comes.
  private final class Impostor: Sendable {
    let files: TemporaryFolder
    let path: String
    private let listener: OwnedDescriptor

    /// - Parameter pieces: Said one after the other; nil hangs up.
    init(_ pieces: [String?], at path: String = "/run/bird.ctl") throws {
      files = try TemporaryFolder()
      try files.folder("run")
      self.path = path
      let listener = try UnixSocket.listen(files.path + path)
      let fd = dup(listener.rawValue)
      self.listener = listener
      _ = try Thread(name: "impostor") {
        let client = accept(fd, nil, nil)
        guard client >= 0 else { return }
        for piece in pieces {
          guard let piece else {
            close(client)
            return
          }
          let bytes = Array(piece.utf8)
          _ = Glibc.send(client, bytes, bytes.count, CInt(MSG_NOSIGNAL))
          usleep(2000)
        }
        var byte: UInt8 = 0
        while recv(client, &byte, 1, 0) > 0 {}
        close(client)
      }
    }

    deinit { shutdown(listener.rawValue, CInt(SHUT_RDWR)) }

    func bird() throws(DaemonError) -> BGPAnswer {
      try BIRDReader.read(RootedFiles(root: files.path), path, milliseconds: 300)
    }
    func frr() throws(DaemonError) -> BGPAnswer {
      try FRRReader.read(RootedFiles(root: files.path), path, milliseconds: 300)
    }
  }

  private static let greeting = "0001 BIRD 2.0.12 ready.\n"

  @Test(
    arguments: [
      ("one that says nothing", [], "does not answer"),
      ("one that greets and is silent", [greeting], "does not answer"),
      ("one that hangs up", [nil], "ended the conversation"),
      ("one that hangs up in a line", ["0001 BI", nil], "ended the conversation"),
      ("another daemon", ["220 mail ready\n0000 \n"], "does not greet like BIRD"),
      (
        "one that takes no restrict", [greeting, "9001 syntax error\n"], "does not take `restrict`"
      ),
      (
        "one that never ends a reply",
        [greeting, "0016 Access restricted\n"] + Array(repeating: "1000-x\n", count: 50),
        "does not answer"
      ),
    ] as [(String, [String?], String)])
  func bird(_ what: String, pieces: [String?], problem: String) throws {
    let impostor = try Impostor(pieces)
    let start = Clock.monotonic()
    do {
      _ = try impostor.bird()
      Issue.record("it was believed")
    } catch {
      #expect("\(error)".contains(problem))
      #expect("\(error)".contains("/run/bird.ctl"))
    }
    #expect(Clock.monotonic() - start < 10_000_000)
  }

  @Test(
    arguments: [
      ("one that says nothing", [], "does not answer"),
      ("one that hangs up", [nil], "ended the conversation"),
      ("one that knows no command", ["% Unknown command\0\0\0\u{2}"], "does not know"),
      ("half of an answer", ["FRRouting 8"], "does not answer"),
    ] as [(String, [String?], String)])
  func frr(_ what: String, pieces: [String?], problem: String) throws {
    // Of one that knows no command, the second answer is the first that matters.
    let impostor = try Impostor(
      pieces + (pieces.first == "% Unknown command\0\0\0\u{2}" ? pieces : []))
    do {
      _ = try impostor.frr()
      Issue.record("it was believed")
    } catch {
      #expect("\(error)".contains(problem) || "\(error)".contains("does not answer"))
    }
  }

  @Test func pathsLongerThanAnAddress() throws {
    let folder = "/run/" + String(repeating: "a", count: 120)
    let files = try TemporaryFolder()
    try files.folder(folder)
    // Bound under a short name: nobody can bind a long one directly.
    let link = try TemporaryFolder()
    try link.link("d", to: files.path + folder)
    let listener = try UnixSocket.listen(link.path + "/d/bgpd.vty")
    _ = try RootedFiles(root: files.path).connect(folder + "/bgpd.vty")
    // An absolute link stays below the root.
    try files.link("var/run", to: "/run")
    _ = try RootedFiles(root: files.path).connect("/var" + folder + "/bgpd.vty")
    #expect(listener.rawValue >= 0)
  }

  @Test func saysWhatIsWrongWithASocket() throws {
    let files = try TemporaryFolder()
    try files.folder("run")
    func problem() -> String {
      do {
        _ = try BIRDReader.read(RootedFiles(root: files.path), "/run/bird.ctl", milliseconds: 300)
        return "none"
      } catch {
        return "\(error)"
      }
    }
    #expect(problem() == "cannot read /run/bird.ctl: it is not there")
    do { _ = try UnixSocket.listen(files.path + "/run/bird.ctl") }
    #expect(problem() == "nobody listens at /run/bird.ctl: the daemon that made it has ended")
    try files.remove("run/bird.ctl")
    try files.write("run/bird.ctl", "a file")
    #expect(problem() == "nobody listens at /run/bird.ctl: the daemon that made it has ended")
  }
}
