public import Netlink
public import NetworkTypes

/// What only a macsec has.
public struct MACsecData: AttributesDecodable {
  /// The secure channel: the address and the port (`IFLA_MACSEC_SCI`).
  public var sci: UInt64?
  /// `IFLA_MACSEC_PORT`.
  public var port: UInt16?
  /// In bytes (`IFLA_MACSEC_ICV_LEN`).
  public var icvLength: UInt8?
  /// `IFLA_MACSEC_CIPHER_SUITE`.
  public var cipherSuite: UInt64?
  /// `IFLA_MACSEC_WINDOW`.
  public var window: UInt32?
  /// `IFLA_MACSEC_ENCODING_SA`.
  public var encodingSA: UInt8?
  /// `IFLA_MACSEC_ENCRYPT`.
  public var encrypt: Bool?
  /// `IFLA_MACSEC_PROTECT`.
  public var protect: Bool?
  /// `IFLA_MACSEC_INC_SCI`.
  public var includesSCI: Bool?
  /// `IFLA_MACSEC_ES`.
  public var endStation: Bool?
  /// `IFLA_MACSEC_SCB`.
  public var singleCopyBroadcast: Bool?
  /// `IFLA_MACSEC_REPLAY_PROTECT`.
  public var replayProtect: Bool?
  /// `IFLA_MACSEC_VALIDATION`.
  public var validation: MACsecValidation?
  /// `IFLA_MACSEC_OFFLOAD`.
  public var offload: MACsecOffload?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch MACsecAttribute(rawValue: attribute.type) {
      case .sci: sci = try attribute.bigEndian()
      case .port: port = try attribute.bigEndian()
      case .icvLength: icvLength = try attribute.integer()
      case .cipherSuite: cipherSuite = try attribute.integer()
      case .window: window = try attribute.integer()
      case .encodingSA: encodingSA = try attribute.integer()
      case .encrypt: encrypt = try attribute.flag()
      case .protect: protect = try attribute.flag()
      case .includesSCI: includesSCI = try attribute.flag()
      case .endStation: endStation = try attribute.flag()
      case .singleCopyBroadcast: singleCopyBroadcast = try attribute.flag()
      case .replayProtect: replayProtect = try attribute.flag()
      case .validation: validation = MACsecValidation(rawValue: try attribute.integer())
      case .padding: break
      case .offload: offload = MACsecOffload(rawValue: try attribute.integer())
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_MACSEC_*`.
package enum MACsecAttribute: UInt16, CaseIterable {
  case sci = 1  // IFLA_MACSEC_SCI
  case port = 2  // IFLA_MACSEC_PORT
  case icvLength = 3  // IFLA_MACSEC_ICV_LEN
  case cipherSuite = 4  // IFLA_MACSEC_CIPHER_SUITE
  case window = 5  // IFLA_MACSEC_WINDOW
  case encodingSA = 6  // IFLA_MACSEC_ENCODING_SA
  case encrypt = 7  // IFLA_MACSEC_ENCRYPT
  case protect = 8  // IFLA_MACSEC_PROTECT
  case includesSCI = 9  // IFLA_MACSEC_INC_SCI
  case endStation = 10  // IFLA_MACSEC_ES
  case singleCopyBroadcast = 11  // IFLA_MACSEC_SCB
  case replayProtect = 12  // IFLA_MACSEC_REPLAY_PROTECT
  case validation = 13  // IFLA_MACSEC_VALIDATION
  case padding = 14  // IFLA_MACSEC_PAD
  case offload = 15  // IFLA_MACSEC_OFFLOAD
}

/// `MACSEC_VALIDATE_*`.
public struct MACsecValidation: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "disabled", 1: "check", 2: "strict",
  ]
}

/// `MACSEC_OFFLOAD_*`.
public struct MACsecOffload: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "off", 1: "phy", 2: "mac",
  ]
}
