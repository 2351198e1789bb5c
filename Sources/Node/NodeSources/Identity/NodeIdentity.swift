public import LinuxSystem

/// Which machine this is, and since when it runs.
public struct NodeIdentity: Hashable, Sendable {
  public var hostname: String?
  /// 32 hexadecimal digits (machine-id(5)).
  public var machineID: String?
  /// A UUID that is new at each start.
  public var bootID: String?
  /// `6.1.0-18-amd64`.
  public var kernelRelease: String?
  /// Since the start of the machine, with the time that it slept.
  public var uptimeSeconds: Double?
  /// When the machine was started, in seconds since 1970 (`btime` in `/proc/stat`).
  public var bootedAtSeconds: Int64?
  public var statuses: [SourceStatus]

  /// Reads the files of the node and of the kernel.
  ///
  /// Where the root is not the running system's, its `/etc/hostname` names it.
  public init(_ files: RootedFiles, proc: String = "/proc") {
    statuses = []
    let kernel = RootedFiles(root: proc)
    if files.root != "/" {
      hostname = line("/etc/hostname", files, isRequired: false)
    }
    hostname = hostname ?? line("/sys/kernel/hostname", kernel, "\(proc)/sys/kernel/hostname")
    machineID =
      line("/etc/machine-id", files, isRequired: false)
      ?? line("/var/lib/dbus/machine-id", files, isRequired: false)
    bootID = line("/sys/kernel/random/boot_id", kernel, "\(proc)/sys/kernel/random/boot_id")
    kernelRelease = line("/sys/kernel/osrelease", kernel, "\(proc)/sys/kernel/osrelease")
    uptimeSeconds = line("/uptime", kernel, "\(proc)/uptime").flatMap {
      $0.split(separator: " ").first.flatMap { Double($0) }
    }
    if let bytes = try? kernel.read("/stat") {
      bootedAtSeconds = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        .first { $0.hasPrefix("btime ") }.flatMap { Int64($0.dropFirst(6)) }
    }
  }

  /// The first line of a file; nil for an empty one.
  private mutating func line(
    _ path: String, _ files: RootedFiles, _ source: String? = nil, isRequired: Bool = true
  ) -> String? {
    do {
      let bytes = try files.read(path, limit: 4096)
      let first = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }
      let text = String(decoding: first, as: UTF8.self)
      return text.isEmpty || text == "uninitialized" ? nil : text
    } catch {
      if case .absent = error, !isRequired { return nil }
      var status = SourceStatus("file:\(source ?? path)", error)
      // The files of the kernel are below a root of their own, of which errors do not know.
      if let source { status.detail = status.detail?.replacing(error.path, with: source) }
      statuses.append(status)
      return nil
    }
  }
}
