public import CNISpec
public import LinuxSystem

/// A folder of libcni's cache that is written to.
///
/// A file is replaced as a whole, so that no crash leaves an empty one, which libcni cannot delete
/// an attachment with. Writers of one attachment must take turns.
public struct CNIResultStore: Sendable {
  /// That of containerd, CRI-O, podman and cnitool.
  public static let defaultFolder = "/var/lib/cni/results"

  public let folder: String

  public init(folder: String = defaultFolder) { self.folder = folder }

  /// Where an attachment stands.
  ///
  /// The three names must be valid: none of them can then lead out of the folder.
  public func path(network: String, containerID: String, ifname: String) -> String {
    "\(folder)/\(network)-\(containerID)-\(ifname)"
  }

  /// The entry of an attachment; nil where there is none, or one that cannot be understood.
  public func entry(
    network: String, containerID: String, ifname: String
  ) throws(FileError) -> CNICacheEntry? {
    let path = path(network: network, containerID: containerID, ifname: ifname)
    let name = "\(network)-\(containerID)-\(ifname)"
    let bytes: [UInt8]
    do { bytes = try RootedFiles().read(path, limit: CNIResultCache.fileLimit) } catch {
      if case .absent = error { return nil }
      throw error
    }
    // Another runtime may have been stopped while it wrote.
    guard var entry = try? CNICacheEntry(parsing: bytes, fileName: name) else { return nil }
    // A bare result has only the file's name, which can be divided in more than one way.
    if entry.format == .bareResult {
      (entry.network, entry.containerID, entry.ifname) = (network, containerID, ifname)
    }
    guard entry.network == network, entry.containerID == containerID, entry.ifname == ifname
    else { return nil }
    return entry
  }

  /// Everything in the folder; empty where there is none.
  public func all() -> CNIResultCache.Folder { CNIResultCache().read(folder, RootedFiles()) }

  public func write(_ entry: CNICacheEntry, version: CNIVersion) throws(CNIError) {
    guard let network = entry.network, let id = entry.containerID, let ifname = entry.ifname else {
      throw CNIError(.other, "an attachment without a name cannot be written down")
    }
    let bytes = try entry.document(version: version).bytes()
    do {
      try WrittenFile.makeFolder(folder, mode: 0o700)
      try WrittenFile.replace(
        path(network: network, containerID: id, ifname: ifname), with: bytes, mode: 0o600)
    } catch { throw CNIError(.inputOutput, "\(error)") }
  }

  public func remove(network: String, containerID: String, ifname: String) throws(CNIError) {
    do {
      try WrittenFile.remove(path(network: network, containerID: containerID, ifname: ifname))
    } catch { throw CNIError(.inputOutput, "\(error)") }
  }
}
