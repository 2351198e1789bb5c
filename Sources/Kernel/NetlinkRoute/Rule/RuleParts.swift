import Netlink
public import NetworkTypes

/// `FIB_RULE_*`; inverted rules match what they do not describe.
public struct RuleFlags: KernelFlags {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let invert = Self(rawValue: 0x2)

  public static let names: [(bit: UInt32, name: String)] = [
    (0x1, "permanent"), (0x2, "invert"), (0x4, "unresolved"), (0x8, "inputDetached"),
    (
      0x10,
      "outputDetached"
    ), (0x10000, "findSourceAddress"),
  ]
}

/// User ids, from and to (`struct fib_rule_uid_range`).
public struct UserRange: Hashable, Sendable {
  public var start: UInt32
  public var end: UInt32

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    try bytes.require(8, of: "fib_rule_uid_range")
    start = bytes.field(at: 0)
    end = bytes.field(at: 4)
  }
}

/// Ports, from and to, in host order (`struct fib_rule_port_range`).
public struct RulePorts: Hashable, Sendable {
  public var start: UInt16
  public var end: UInt16

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    try bytes.require(4, of: "fib_rule_port_range")
    start = bytes.field(at: 0)
    end = bytes.field(at: 2)
  }
}
