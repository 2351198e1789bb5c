import Netlink

/// Bytes of a register, or where to go on (`NFTA_DATA_*`).
public enum FilterData: Hashable, Sendable {
  case value([UInt8])
  case verdict(FilterVerdict)

  /// The bytes; empty for a verdict.
  public var value: [UInt8] { if case .value(let bytes) = self { bytes } else { [] } }

  init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    self = .value([])
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1: self = .value(attribute.payload.array)  // NFTA_DATA_VALUE
      case 2: self = .verdict(try FilterVerdict(attributes: attribute.nested))  // NFTA_DATA_VERDICT
      default: break
      }
    }
  }

  func encode(_ type: UInt16, into message: inout MessageEncoder) {
    message.nest(type) { data in
      switch self {
      case .value(let bytes): data.attribute(1, bytes: bytes)
      case .verdict(let verdict): data.nest(2) { verdict.encode(into: &$0) }
      }
    }
  }
}

/// What becomes of a packet (`NF_*`, `NFT_*`).
public enum FilterVerdict: Hashable, Sendable {
  case accept
  case drop
  /// On with the next rule.
  case `continue`
  /// Back to behind the jump.
  case `return`
  case jump(String)
  case goto(String)
  /// Another one; the upper half of `NF_QUEUE` is the number of the queue.
  case other(Int32)

  init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    var code: Int32 = 0
    var chain = ""
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1: code = try attribute.bigEndian()  // NFTA_VERDICT_CODE
      case 2: chain = attribute.string  // NFTA_VERDICT_CHAIN
      default: break
      }
    }
    self =
      switch code {
      case 0: .drop
      case 1: .accept
      case -1: .continue
      case -3: .jump(chain)
      case -4: .goto(chain)
      case -5: .return
      default: .other(code)
      }
  }

  func encode(into message: inout MessageEncoder) {
    let (code, chain): (Int32, String?) =
      switch self {
      case .drop: (0, nil)
      case .accept: (1, nil)
      case .continue: (-1, nil)
      case .jump(let chain): (-3, chain)
      case .goto(let chain): (-4, chain)
      case .return: (-5, nil)
      case .other(let code): (code, nil)
      }
    message.attribute(1, code.bigEndian)
    if let chain { message.attribute(2, chain) }
  }
}

/// Where an expression reads and writes.
///
/// 1 to 4 are registers of 16 bytes, and 8 to 23 their quarters: 8 is the first of register 1.
/// The kernel tells the first quarter of a register by the number of the whole.
public struct FilterRegister: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Where an immediate verdict and a verdict map write.
  public static let verdict = Self(rawValue: 0)
  public static let first = Self(rawValue: 1)
  public static let second = Self(rawValue: 2)

  /// The register `words` times four bytes behind the start of the first.
  public static func word(_ words: Int) -> Self {
    words & 3 == 0
      ? Self(rawValue: UInt32(truncatingIfNeeded: 1 + words / 4))
      : Self(rawValue: UInt32(truncatingIfNeeded: 8 + words))
  }
}
