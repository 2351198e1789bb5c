public import CNISpec
import LinuxSystem

/// The lock of what the containers of a network share on this node: who makes it for the first one
/// and who takes it away with the last one must not meet.
public struct NetworkLock: ~Copyable {
  private static let folder = "/run/cni/cnitop/locks"
  private let lock: FileLock

  /// Waits until nobody else has it.
  public init(_ network: String) throws(CNIError) {
    // A name that would lead out of the folder comes from no configuration.
    try CNINames.requireNetwork(network)
    let path = "\(Self.folder)/\(network.utf8.count > 200 ? String(network.prefix(200)) : network)"
    do {
      lock = try FileLock(path)
    } catch {
      do {
        try WrittenFile.makeFolder(Self.folder, mode: 0o755)
        lock = try FileLock(path)
      } catch {
        throw CNIError(.inputOutput, "cannot lock network \(network): \(error)")
      }
    }
  }

  /// Runs `body`; the lock is held until it has ended.
  public borrowing func held<Value, Failure: Error>(
    _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try lock.held(body)
  }
}
