public import Netlink
public import NetworkTypes

/// What the port of a bond has (`IFLA_INFO_SLAVE_DATA` of kind `bond`).
public struct BondPortData: AttributesDecodable {
  /// `IFLA_BOND_SLAVE_STATE`.
  public var state: BondPortState?
  /// `IFLA_BOND_SLAVE_MII_STATUS`.
  public var miiStatus: BondMIIStatus?
  /// `IFLA_BOND_SLAVE_LINK_FAILURE_COUNT`.
  public var linkFailures: UInt32?
  /// `IFLA_BOND_SLAVE_PERM_HWADDR`.
  public var permanentAddress: MACAddress?
  /// `IFLA_BOND_SLAVE_QUEUE_ID`.
  public var queueID: UInt16?
  /// `IFLA_BOND_SLAVE_AD_AGGREGATOR_ID`.
  public var aggregatorID: UInt16?
  /// `IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE`.
  public var actorOperState: UInt8?
  /// `IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE`.
  public var partnerOperState: UInt16?
  /// `IFLA_BOND_SLAVE_PRIO`.
  public var priority: Int32?
  /// Since Linux 6.18 (`IFLA_BOND_SLAVE_ACTOR_PORT_PRIO`).
  public var actorPortPriority: UInt16?
  /// Whether LACP stays without agreement at this end (`IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE`).
  public var actorChurnState: BondChurnState?
  /// The same of the other end (`IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE`).
  public var partnerChurnState: BondChurnState?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch BondPortAttribute(rawValue: attribute.type) {
      case .state: state = BondPortState(rawValue: try attribute.integer())
      case .miiStatus: miiStatus = BondMIIStatus(rawValue: try attribute.integer())
      case .linkFailures: linkFailures = try attribute.integer()
      case .permanentAddress: permanentAddress = attribute.macAddress
      case .queueID: queueID = try attribute.integer()
      case .aggregatorID: aggregatorID = try attribute.integer()
      case .actorOperState: actorOperState = try attribute.integer()
      case .partnerOperState: partnerOperState = try attribute.integer()
      case .priority: priority = try attribute.integer()
      case .actorPortPriority: actorPortPriority = try attribute.integer()
      case .actorChurnState:
        actorChurnState = BondChurnState(rawValue: try attribute.integer())
      case .partnerChurnState:
        partnerChurnState = BondChurnState(rawValue: try attribute.integer())
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_BOND_SLAVE_*`.
package enum BondPortAttribute: UInt16, CaseIterable {
  case state = 1  // IFLA_BOND_SLAVE_STATE
  case miiStatus = 2  // IFLA_BOND_SLAVE_MII_STATUS
  case linkFailures = 3  // IFLA_BOND_SLAVE_LINK_FAILURE_COUNT
  case permanentAddress = 4  // IFLA_BOND_SLAVE_PERM_HWADDR
  case queueID = 5  // IFLA_BOND_SLAVE_QUEUE_ID
  case aggregatorID = 6  // IFLA_BOND_SLAVE_AD_AGGREGATOR_ID
  case actorOperState = 7  // IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE
  case partnerOperState = 8  // IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE
  case priority = 9  // IFLA_BOND_SLAVE_PRIO
  case actorPortPriority = 10  // IFLA_BOND_SLAVE_ACTOR_PORT_PRIO
  case actorChurnState = 11  // IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE
  case partnerChurnState = 12  // IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE
}
