import LinuxSystem
import Netlink
import NetlinkGeneric

/// A socket of generic netlink in a namespace, opened when somebody asks, with the numbers of the
/// families.
struct GenericSocket: ~Copyable {
  private var socket: NetlinkSocket?
  private var families: [String: GenericFamily] = [:]

  /// Lets `body` ask a family.
  ///
  /// A family that this kernel does not have is refused with `ENOENT`, as the kernel does where
  /// it is asked for one by name.
  mutating func ask<Answer>(
    _ name: String, in namespace: borrowing NetworkNamespace, _ buffer: ReceiveBuffer,
    _ body: (inout NetlinkSocket, GenericFamily) throws(NetlinkError) -> Answer
  ) throws(NetlinkError) -> Answer {
    if socket == nil { socket = try Self.open(in: namespace) }
    // Families come with modules.
    if families[name] == nil { families = try socket!.genericFamilies(buffer) }
    guard let family = families[name] else {
      throw .refused(Refusal(reason: .noSuchFile, text: "this kernel has no \(name)"))
    }
    return try body(&socket!, family)
  }

  private static func open(in namespace: borrowing NetworkNamespace) throws(NetlinkError)
    -> NetlinkSocket
  {
    do {
      // The right to enter a namespace is not needed where the thread is in it.
      if try NetworkNamespace.current().inode == namespace.inode {
        return try NetlinkSocket(.generic)
      }
      return try namespace.run { try NetlinkSocket(.generic) }
    } catch let error as NetlinkError {
      throw error
    } catch let error as SystemCallError {
      throw .system(error)
    } catch {
      throw .system(SystemCallError("socket", .invalidArgument))
    }
  }
}
