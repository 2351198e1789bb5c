import NetworkTypes

/// The kind of a message (option 53).
struct DHCPMessageType: RawRepresentable, Hashable, Sendable {
  let rawValue: UInt8
  static let discover = Self(rawValue: 1)
  static let offer = Self(rawValue: 2)
  static let request = Self(rawValue: 3)
  static let acknowledge = Self(rawValue: 5)
  static let refuse = Self(rawValue: 6)
  static let release = Self(rawValue: 7)
}

/// The number of an option (RFC 2132).
struct DHCPOptionCode: RawRepresentable, Hashable, Sendable {
  let rawValue: UInt8
  static let subnetMask = Self(rawValue: 1)
  static let router = Self(rawValue: 3)
  static let staticRoutes = Self(rawValue: 33)
  static let requestedAddress = Self(rawValue: 50)
  static let leaseTime = Self(rawValue: 51)
  static let overload = Self(rawValue: 52)
  static let messageType = Self(rawValue: 53)
  static let serverIdentifier = Self(rawValue: 54)
  static let parameterList = Self(rawValue: 55)
  static let message = Self(rawValue: 56)
  static let renewalTime = Self(rawValue: 58)
  static let rebindingTime = Self(rawValue: 59)
  static let clientIdentifier = Self(rawValue: 61)
  static let classlessRoutes = Self(rawValue: 121)
}

/// A message of DHCP (RFC 2131, section 2), from a client or from a server.
struct DHCPMessage: Hashable, Sendable {
  struct Option: Hashable, Sendable {
    var code: DHCPOptionCode
    var value: [UInt8]
  }

  var isReply: Bool
  var transaction: UInt32
  /// Since the client began, in seconds.
  var seconds: UInt16 = 0
  /// The server shall answer to all, for the client has no address yet.
  var wantsBroadcast = false
  /// The one that the client has (`ciaddr`), in host order; 0 if none.
  var clientAddress: UInt32 = 0
  /// The one that it gets (`yiaddr`).
  var yourAddress: UInt32 = 0
  /// Six bytes.
  var hardwareAddress: [UInt8]
  /// In order; each code once.
  var options: [Option] = []

  subscript(code: DHCPOptionCode) -> [UInt8]? {
    get { options.first { $0.code == code }?.value }
    set {
      let index = options.firstIndex { $0.code == code }
      if let index {
        options.remove(at: index)
      }
      guard let newValue else { return }
      options.insert(Option(code: code, value: newValue), at: index ?? options.count)
    }
  }

  var type: DHCPMessageType? {
    self[.messageType].flatMap { $0.count == 1 ? DHCPMessageType(rawValue: $0[0]) : nil }
  }

  /// An option of four bytes as a number; nil for any other length.
  func number(_ code: DHCPOptionCode) -> UInt32? {
    guard let value = self[code], value.count == 4 else { return nil }
    return value.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

// MARK: Bytes

extension DHCPMessage {
  private static let cookie: [UInt8] = [99, 130, 83, 99]
  private static let headerLength = 236

  /// The message, as long as BOOTP had it at least: some relays drop shorter ones.
  var bytes: [UInt8] {
    var bytes: [UInt8] = [isReply ? 2 : 1, 1, 6, 0]
    bytes.append(transaction)
    bytes.append(seconds)
    bytes += [wantsBroadcast ? 0x80 : 0, 0]
    bytes.append(clientAddress)
    bytes.append(yourAddress)
    bytes += [UInt8](repeating: 0, count: 8)
    bytes += hardwareAddress.prefix(16)
    bytes += [UInt8](repeating: 0, count: Self.headerLength - bytes.count)
    bytes += Self.cookie
    for option in options {
      // Longer values go on in another option of the same code (RFC 3396).
      var rest = option.value[...]
      repeat {
        let part = rest.prefix(255)
        bytes += [option.code.rawValue, UInt8(part.count)] + part
        rest = rest.dropFirst(255)
      } while !rest.isEmpty
    }
    bytes += [255]
    if bytes.count < 300 { bytes += [UInt8](repeating: 0, count: 300 - bytes.count) }
    return bytes
  }

  /// Nil for what is no message of DHCP over Ethernet.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.headerLength + 4, bytes[0] == 1 || bytes[0] == 2,
      bytes[1] == 1, bytes[2] == 6,
      bytes[Self.headerLength..<Self.headerLength + 4].elementsEqual(Self.cookie)
    else { return nil }
    isReply = bytes[0] == 2
    transaction = bytes.word(4)
    seconds = UInt16(bytes[8]) << 8 | UInt16(bytes[9])
    wantsBroadcast = bytes[10] & 0x80 != 0
    clientAddress = bytes.word(12)
    yourAddress = bytes.word(16)
    hardwareAddress = Array(bytes[28..<34])
    guard read(bytes[(Self.headerLength + 4)...]) else { return nil }
    // The fields for names may hold options too.
    if let overload = self[.overload], overload.count == 1 {
      if overload[0] & 1 != 0, !read(bytes[108..<236]) { return nil }
      if overload[0] & 2 != 0, !read(bytes[44..<108]) { return nil }
    }
  }

  private mutating func read(_ field: ArraySlice<UInt8>) -> Bool {
    var rest = field
    while let code = rest.popFirst(), code != 255 {
      if code == 0 { continue }
      guard let length = rest.popFirst(), rest.count >= length else { return false }
      let value = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      let known = options.firstIndex { $0.code.rawValue == code }
      if let known {
        options[known].value += value
      } else {
        options.append(Option(code: DHCPOptionCode(rawValue: code), value: Array(value)))
      }
    }
    return true
  }
}

extension [UInt8] {
  mutating func append(_ word: UInt16) { self += [UInt8(word >> 8), UInt8(word & 0xFF)] }
  mutating func append(_ word: UInt32) {
    append(UInt16(word >> 16))
    append(UInt16(word & 0xFFFF))
  }

  /// Four bytes in network order; the caller has looked at the length.
  func word(_ offset: Int) -> UInt32 {
    self[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
