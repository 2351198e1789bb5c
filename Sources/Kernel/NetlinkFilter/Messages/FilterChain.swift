public import Netlink

/// A chain (`NFT_MSG_NEWCHAIN`).
public struct FilterChain: MessageDecodable, Hashable {
  /// Where a base chain is called.
  public struct Base: Hashable, Sendable {
    /// `filter`, `nat` or `route`.
    public var type: String
    public var hook: FilterHook
    /// The lower, the earlier.
    public var priority: Int32
    /// What happens at its end: `NF_DROP` (0) or `NF_ACCEPT` (1).
    public var policy: UInt32
    /// The devices, in the family netdev.
    public var devices: [String] = []

    public init(type: String, hook: FilterHook, priority: Int32, policy: UInt32 = 1) {
      self.type = type
      self.hook = hook
      self.priority = priority
      self.policy = policy
    }
  }

  public var family: FilterFamily
  public var table: String
  public var name: String
  /// nil for a chain that only rules jump to.
  public var base: Base?
  public var handle: UInt64?
  /// How many rules it has, and jumps to it; only in answers.
  public var use: UInt32?
  public var flags: UInt32?
  public var userData = FilterUserData()
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(
    _ family: FilterFamily, _ table: String, _ name: String, base: Base? = nil,
    comment: String? = nil
  ) {
    self.family = family
    self.table = table
    self.name = name
    self.base = base
    if let comment { userData = FilterUserData(comment: comment, of: .chain) }
  }

  public var comment: String? { userData.comment(of: .chain) }

  public init(payload: RawSpan) throws(MalformedMessage) {
    var attributes = try payload.filterAttributes()
    self.init(payload.filterFamily, "", "")
    var base = Base(type: "", hook: .prerouting, priority: 0)
    var isBase = false
    while let attribute = try attributes.next() {
      switch FilterChainAttribute(rawValue: attribute.type) {
      case .table: table = attribute.string
      case .handle: handle = try attribute.bigEndian()
      case .name: name = attribute.string
      case .hook:
        isBase = true
        try base.take(hook: attribute.nested)
      case .policy: base.policy = try attribute.bigEndian()
      case .use: use = try attribute.bigEndian()
      case .type: base.type = attribute.string
      case .flags: flags = try attribute.bigEndian()
      case .userData: userData.bytes = attribute.payload.array
      case .padding: break
      case .counters, .id, nil: unknown.append(UnknownAttribute(attribute))
      }
    }
    self.base = isBase ? base : nil
  }
}

extension FilterChain.Base {
  fileprivate mutating func take(hook attributes: consuming AttributeReader)
    throws(MalformedMessage)
  {
    while let attribute = try attributes.next() {
      switch FilterHookAttribute(rawValue: attribute.type) {
      case .number: hook = FilterHook(rawValue: try attribute.bigEndian())
      case .priority: priority = try attribute.bigEndian()
      case .device: devices.append(attribute.string)
      case .devices:
        var list = attribute.nested
        while let device = try list.next() { devices.append(device.string) }
      case nil: break
      }
    }
  }

  func encode(into message: inout MessageEncoder) {
    message.nest(FilterChainAttribute.hook.rawValue) { hook in
      hook.attribute(FilterHookAttribute.number.rawValue, self.hook.rawValue.bigEndian)
      hook.attribute(FilterHookAttribute.priority.rawValue, priority.bigEndian)
      if let device = devices.first, devices.count == 1 {
        hook.attribute(FilterHookAttribute.device.rawValue, device)
      } else if !devices.isEmpty {
        hook.nest(FilterHookAttribute.devices.rawValue) { list in
          for device in devices { list.attribute(1, device) }
        }
      }
    }
    message.attribute(FilterChainAttribute.type.rawValue, type)
    message.attribute(FilterChainAttribute.policy.rawValue, policy.bigEndian)
  }
}

/// `NFTA_CHAIN_*`.
package enum FilterChainAttribute: UInt16, CaseIterable {
  case table = 1  // NFTA_CHAIN_TABLE
  case handle = 2  // NFTA_CHAIN_HANDLE
  case name = 3  // NFTA_CHAIN_NAME
  case hook = 4  // NFTA_CHAIN_HOOK
  case policy = 5  // NFTA_CHAIN_POLICY
  case use = 6  // NFTA_CHAIN_USE
  case type = 7  // NFTA_CHAIN_TYPE
  case counters = 8  // NFTA_CHAIN_COUNTERS
  case padding = 9  // NFTA_CHAIN_PAD
  case flags = 10  // NFTA_CHAIN_FLAGS
  case id = 11  // NFTA_CHAIN_ID
  case userData = 12  // NFTA_CHAIN_USERDATA
}

/// `NFTA_HOOK_*`.
package enum FilterHookAttribute: UInt16, CaseIterable {
  case number = 1  // NFTA_HOOK_HOOKNUM
  case priority = 2  // NFTA_HOOK_PRIORITY
  case device = 3  // NFTA_HOOK_DEV
  case devices = 4  // NFTA_HOOK_DEVS
}
