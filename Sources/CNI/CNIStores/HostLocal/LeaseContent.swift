import NetworkTypes

/// The holder of a lease: an interface of a container.
public struct LeaseOwner: Hashable, Sendable {
  public var containerID: String
  public var ifname: String

  public init(containerID: String, ifname: String) {
    self.containerID = containerID
    self.ifname = ifname
  }

  /// What the reference plugin writes into the file of an address: no newline at the end.
  var content: LeaseContent { LeaseContent(Array("\(containerID)\r\n\(ifname)".utf8)) }
  /// What it wrote before version 0.7.3: such a lease is of every interface of the container.
  var oldContent: LeaseContent { LeaseContent(Array(containerID.utf8)) }
}

/// What is in the file of a lease, without the blanks around it, by which files are compared.
struct LeaseContent: Hashable, Sendable {
  let bytes: [UInt8]

  /// Blanks are those of ASCII, and NUL: what a power failure leaves of bytes that were not yet
  /// on the disk.
  init(_ raw: [UInt8]) {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0 || byte == 32 || (9...13).contains(byte) }
    let start = raw.firstIndex { !isBlank($0) } ?? raw.endIndex
    let end = raw.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
    bytes = start == 0 && end == raw.count ? raw : Array(raw[start..<end])
  }

  /// Whether it names nobody.
  var isBlank: Bool { bytes.isEmpty }

  /// Who it names; the interface is nil in the old format.
  var names: (containerID: String, ifname: String?) {
    let end = bytes.firstIndex { $0 == 13 || $0 == 10 } ?? bytes.endIndex
    let rest = LeaseContent(Array(bytes[end...]))
    return (
      String(decoding: bytes[..<end], as: UTF8.self),
      rest.isBlank ? nil : String(decoding: rest.bytes, as: UTF8.self)
    )
  }

  /// FNV-1a with the finalizer of MurmurHash3, so that the lower bits depend on all bytes.
  var hash: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ hash >> 33
  }
}

/// A lease as an index knows it.
struct LeaseRecord: Hashable, Sendable {
  /// Of the content of the file.
  var hash: UInt64
  var address: IPAddress
  var isBlank: Bool

  init(address: IPAddress, content: LeaseContent) {
    self.init(
      hash: content.isBlank ? UInt64(truncatingIfNeeded: address.number) : content.hash,
      address: address, isBlank: content.isBlank)
  }

  init(hash: UInt64, address: IPAddress, isBlank: Bool) {
    self.hash = hash
    self.address = address
    self.isBlank = isBlank
  }
}
