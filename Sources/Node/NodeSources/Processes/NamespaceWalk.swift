import LinuxSystem
import Netlink

/// What was found in namespaces by entering them one after the other.
struct NamespaceWalk<Found: Sendable>: Sendable {
  /// By the inode of the namespace.
  var found: [UInt64: Found] = [:]
  /// Nil where all went well.
  var status: SourceStatus?

  private struct Failure {
    var path: String
    var reason: String
    var isDenial: Bool
  }

  /// Walks on a thread of its own, which ends in the last namespace.
  ///
  /// - Parameters:
  ///   - entrances: A path that leads into each namespace, by its inode.
  ///   - purpose: What it is for: `see who listens`.
  ///   - look: Called in each namespace; what it throws costs this one only.
  init(
    _ entrances: [UInt64: String], purpose: String,
    look: @escaping @Sendable (UInt64, ReceiveBuffer) throws -> Found
  ) {
    do {
      self = try onNewThread { Self(walking: entrances, purpose, look) }
    } catch {
      status = SourceStatus("netlink:sockets", .error, "cannot \(purpose): \(error)")
    }
  }

  private init(
    walking entrances: [UInt64: String], _ purpose: String,
    _ look: (UInt64, ReceiveBuffer) throws -> Found
  ) {
    let buffer = ReceiveBuffer()
    var failures: [Failure] = []
    // The own namespace first: nobody needs a right to stay, and there is no way back to it.
    let own = (try? NetworkNamespace.current())?.inode
    for (inode, path) in entrances.sorted(by: { ($0.key == own ? 0 : 1) < ($1.key == own ? 0 : 1) })
    {
      do {
        if inode != own {
          let namespace = try NetworkNamespace(path: path)
          // A path that leads elsewhere by now is of a namespace that ended.
          guard namespace.inode == inode else { continue }
          try namespace.enter()
        }
        found[inode] = try look(inode, buffer)
      } catch let error as SystemCallError {
        guard error.errno != .noSuchFile else { continue }
        failures.append(
          Failure(path: path, reason: "\(error)", isDenial: error.errno.isDenial))
      } catch let error as NetlinkError {
        failures.append(Failure(path: path, reason: "\(error)", isDenial: error.isDenial))
      } catch {
        failures.append(Failure(path: path, reason: "\(error)", isDenial: false))
      }
    }
    status = Self.status(failures, purpose)
  }

  /// One line, however many namespaces could not be looked into.
  private static func status(_ failures: [Failure], _ purpose: String) -> SourceStatus? {
    guard let first = failures.min(by: { $0.path < $1.path }) else { return nil }
    let more = failures.count > 1 ? " (and \(failures.count - 1) more namespaces)" : ""
    return SourceStatus(
      "netlink:sockets", first.isDenial ? .denied : .error,
      "cannot \(purpose) in \(first.path): \(first.reason)\(more)"
        + (first.isDenial ? Denial.advice : ""))
  }
}
