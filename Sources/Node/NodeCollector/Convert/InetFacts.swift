import NetlinkRoute
import NetworkTypes
import NodeModel

extension LinkMessage {
  /// What IPv6 and the kind say of a link beyond its detail.
  func addFamilies(to facts: inout Facts) {
    facts.set("inet6AddressGeneration", word: inet6?.addressGeneration)
    facts.set("inet6Token", address: inet6?.token)
    facts.set("inet6Flags", flags: inet6?.flags.map(Inet6LinkFlags.init(rawValue:)))
    facts.set("inet6RouterMTU", inet6?.routerMTU)
    facts.set("extendedStatistics", hex: info.extendedStatistics)
    // A key for each list: the same number means another thing in each of them.
    facts.set(unknown: unknown)
    facts.set(unknown: otherFamilies, as: "otherFamilies")
    facts.set(unknown: otherProperties, as: "otherProperties")
    facts.set(unknown: info.unknown, as: "infoUnknownAttributes")
    facts.set(unknown: inet?.unknown ?? [], as: "inetUnknownAttributes")
    facts.set(unknown: inet6?.unknown ?? [], as: "inet6UnknownAttributes")
  }
}

/// What IPv6 has done on a link (`IF_*` in `net/if_inet6.h` of the kernel).
private struct Inet6LinkFlags: KernelFlags {
  let rawValue: UInt32
  init(rawValue: UInt32) { self.rawValue = rawValue }

  static let names: [(bit: UInt32, name: String)] = [
    (0x10, "routerSolicitationSent"), (0x20, "routerAdvertisementReceived"),
    (0x40, "routerAdvertisementManaged"), (0x80, "routerAdvertisementOtherConfiguration"),
    (0x8000_0000, "ready"),
  ]
}
