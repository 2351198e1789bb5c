public import Netlink
public import NetworkTypes

/// The messages of nf_tables (`NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_*`), of connection tracking
/// (`NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_*`) and around a batch.
extension MessageType {
  public static let batchBegin = Self(rawValue: 16)  // NFNL_MSG_BATCH_BEGIN
  public static let batchEnd = Self(rawValue: 17)  // NFNL_MSG_BATCH_END

  public static let newTable = Self(rawValue: 0xA00)  // NFT_MSG_NEWTABLE
  public static let getTable = Self(rawValue: 0xA01)  // NFT_MSG_GETTABLE
  public static let deleteTable = Self(rawValue: 0xA02)  // NFT_MSG_DELTABLE
  public static let newChain = Self(rawValue: 0xA03)  // NFT_MSG_NEWCHAIN
  public static let getChain = Self(rawValue: 0xA04)  // NFT_MSG_GETCHAIN
  public static let deleteChain = Self(rawValue: 0xA05)  // NFT_MSG_DELCHAIN
  public static let newFilterRule = Self(rawValue: 0xA06)  // NFT_MSG_NEWRULE
  public static let getFilterRule = Self(rawValue: 0xA07)  // NFT_MSG_GETRULE
  public static let deleteFilterRule = Self(rawValue: 0xA08)  // NFT_MSG_DELRULE
  public static let newSet = Self(rawValue: 0xA09)  // NFT_MSG_NEWSET
  public static let getSet = Self(rawValue: 0xA0A)  // NFT_MSG_GETSET
  public static let deleteSet = Self(rawValue: 0xA0B)  // NFT_MSG_DELSET
  public static let newElements = Self(rawValue: 0xA0C)  // NFT_MSG_NEWSETELEM
  public static let getElements = Self(rawValue: 0xA0D)  // NFT_MSG_GETSETELEM
  public static let deleteElements = Self(rawValue: 0xA0E)  // NFT_MSG_DELSETELEM
  public static let newGeneration = Self(rawValue: 0xA0F)  // NFT_MSG_NEWGEN
  public static let getGeneration = Self(rawValue: 0xA10)  // NFT_MSG_GETGEN
  public static let newObject = Self(rawValue: 0xA12)  // NFT_MSG_NEWOBJ
  public static let getObject = Self(rawValue: 0xA13)  // NFT_MSG_GETOBJ
  public static let newFlowTable = Self(rawValue: 0xA16)  // NFT_MSG_NEWFLOWTABLE
  public static let getFlowTable = Self(rawValue: 0xA17)  // NFT_MSG_GETFLOWTABLE

  public static let newConnection = Self(rawValue: 0x100)  // IPCTNL_MSG_CT_NEW
  public static let getConnection = Self(rawValue: 0x101)  // IPCTNL_MSG_CT_GET
  public static let deleteConnection = Self(rawValue: 0x102)  // IPCTNL_MSG_CT_DELETE
}

/// The families of tables (`NFPROTO_*`).
public struct FilterFamily: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let unspecified = Self(rawValue: 0)
  /// IPv4 and IPv6.
  public static let inet = Self(rawValue: 1)
  public static let ipv4 = Self(rawValue: 2)
  public static let arp = Self(rawValue: 3)
  public static let netdev = Self(rawValue: 5)
  public static let bridge = Self(rawValue: 7)
  public static let ipv6 = Self(rawValue: 10)

  public init(_ family: AddressFamily) { self = family == .ipv4 ? .ipv4 : .ipv6 }

  /// The words of `nft`.
  public static let words: [UInt8: String] = [
    0: "unspec", 1: "inet", 2: "ip", 3: "arp", 5: "netdev", 7: "bridge", 10: "ip6",
  ]
}

/// Where a base chain is called (`NF_INET_*`, `NF_BR_*`): the same numbers in both.
public struct FilterHook: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let prerouting = Self(rawValue: 0)
  public static let input = Self(rawValue: 1)
  public static let forward = Self(rawValue: 2)
  public static let output = Self(rawValue: 3)
  public static let postrouting = Self(rawValue: 4)

  /// The words of `nft`; those of the families arp and netdev are others.
  public static let words: [UInt32: String] = [
    0: "prerouting", 1: "input", 2: "forward", 3: "output", 4: "postrouting", 5: "ingress",
  ]
}

/// The priorities that have a name (`NF_IP_PRI_*`).
public enum FilterPriority {
  public static let destinationNAT: Int32 = -100
  public static let filter: Int32 = 0
  public static let sourceNAT: Int32 = 100
}

extension MessageEncoder {
  /// A message of a netfilter subsystem; `struct nfgenmsg` follows the header.
  ///
  /// - Parameter resource: In a batch, the number of the subsystem.
  init(filter type: MessageType, _ family: FilterFamily, flags: MessageFlags, resource: UInt16 = 0)
  {
    self.init(type: type, flags: flags)
    append(family.rawValue)
    append(UInt8(0))  // NFNETLINK_V0
    append(resource.bigEndian)
  }
}

extension RawSpan {
  /// The attributes behind `struct nfgenmsg`.
  @_lifetime(copy self)
  func filterAttributes() throws(MalformedMessage) -> AttributeReader {
    guard byteCount >= 4 else { throw .truncated(what: "nfgenmsg", needs: 4, has: byteCount) }
    return AttributeReader(extracting(droppingFirst: 4))
  }

  /// The family in `struct nfgenmsg`; unspecified where that is missing.
  var filterFamily: FilterFamily { FilterFamily(rawValue: integer(at: 0) ?? 0) }
}
