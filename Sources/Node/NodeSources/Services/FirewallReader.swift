import LinuxSystem
import Netlink
public import NetlinkFilter

/// The firewall of one namespace: its rules, and how full its table of connections is.
public struct FoundFirewall: Sendable {
  public var ruleset: FilterRuleset?
  public var connections: UInt64?
  public var connectionLimit: UInt64?
}

/// Reads the firewalls of many namespaces, one after another on a thread of its own.
public enum FirewallReader {
  /// - Parameter entrances: A path that leads into each namespace, by its inode.
  public static func read(_ entrances: [UInt64: String]) -> (
    firewalls: [UInt64: FoundFirewall], statuses: [SourceStatus]
  ) {
    do {
      return try onNewThread { readHere(entrances) }
    } catch {
      return ([:], [SourceStatus(RulesetReader.source, .error, "cannot read rules: \(error)")])
    }
  }

  private static func readHere(_ entrances: [UInt64: String]) -> (
    firewalls: [UInt64: FoundFirewall], statuses: [SourceStatus]
  ) {
    let buffer = ReceiveBuffer()
    var found: [UInt64: FoundFirewall] = [:]
    var failures: [(path: String, reason: String, isDenial: Bool)] = []
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
        var firewall = FoundFirewall()
        firewall.connections = number("nf_conntrack_count")
        firewall.connectionLimit = number("nf_conntrack_max")
        found[inode] = firewall
        var socket = try NetlinkSocket(.netfilter)
        let ruleset = try socket.filterRuleset(buffer: buffer)
        found[inode]?.ruleset = ruleset
        if let reason = ruleset.problem { failures.append((path, reason, false)) }
      } catch let error as SystemCallError {
        if error.errno != .noSuchFile { failures.append((path, "\(error)", error.errno.isDenial)) }
      } catch let error as NetlinkError {
        failures.append((path, "\(error)", error.isDenial))
      } catch {
        failures.append((path, "\(error)", false))
      }
    }
    return (found, [status(failures)])
  }

  /// Of the namespace that the thread is in; nil where connections are not tracked.
  private static func number(_ name: String) -> UInt64? {
    guard let text = try? Sysctl.read("net/netfilter/\(name)") else { return nil }
    return UInt64(text)
  }

  /// One line, however many namespaces could not be read.
  private static func status(
    _ failures: [(path: String, reason: String, isDenial: Bool)]
  ) -> SourceStatus {
    guard let first = failures.min(by: { $0.path < $1.path }) else {
      return SourceStatus(RulesetReader.source, .ok)
    }
    let more = failures.count > 1 ? " (and \(failures.count - 1) more namespaces)" : ""
    return SourceStatus(
      RulesetReader.source, first.isDenial ? .denied : .error,
      "cannot read rules in \(first.path): \(first.reason)\(more)"
        + (first.isDenial ? Denial.advice : ""))
  }
}
