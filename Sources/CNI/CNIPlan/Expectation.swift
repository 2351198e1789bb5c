public import NetworkTypes

/// What a link must be like for an attachment to be whole; what is nil may be anything.
public struct ExpectedLink: Hashable, Sendable {
  public var name: String
  public var place: Place
  /// The kernel's word for its kind.
  public var kind: String?
  public var macAddress: MACAddress?
  public var mtu: UInt32?
  public var isUp: Bool?
  public var isPromiscuous: Bool?
  /// The name of the bridge that it is a port of.
  public var master: String?

  public init(_ name: String, in place: Place) {
    self.name = name
    self.place = place
  }
}

/// A link as it was found.
public struct FoundLink: Hashable, Sendable {
  public var index: Int32
  public var name: String
  public var kind: String?
  public var macAddress: MACAddress?
  public var mtu: UInt32?
  public var isUp: Bool
  public var isPromiscuous: Bool
  /// The index of its master; 0 is none.
  public var master: Int32
  /// The index of the link below, or of the other end.
  public var link: Int32?

  public init(index: Int32, name: String) {
    self.index = index
    self.name = name
    isUp = false
    isPromiscuous = false
    master = 0
  }
}

/// A difference between what should be and what is: one line that names both.
public struct Difference: Error, Hashable, Sendable, CustomStringConvertible {
  public var place: Place
  public var text: String

  public init(_ place: Place, _ text: String) {
    self.place = place
    self.text = text
  }

  public var description: String { text }
}

extension ExpectedLink {
  /// The differences between this and a link that was found; nil is one that is not there.
  ///
  /// - Parameter masterName: The name of the found link's master.
  public func differences(from found: FoundLink?, masterName: String? = nil) -> [Difference] {
    guard let found else {
      return [Difference(place, "interface \(name) not found in the \(place.rawValue)")]
    }
    var differences: [Difference] = []
    func note(_ what: String, _ is: String, _ expected: String) {
      differences.append(
        Difference(place, "interface \(name) has \(what) \(`is`), expected \(expected)"))
    }
    if let kind, found.kind != kind { note("kind", found.kind ?? "none", kind) }
    if let macAddress, found.macAddress != macAddress {
      note("address", found.macAddress.map { "\($0)" } ?? "none", "\(macAddress)")
    }
    if let mtu, found.mtu != mtu { note("MTU", found.mtu.map { "\($0)" } ?? "none", "\(mtu)") }
    if let isUp, found.isUp != isUp { note("state", Self.up(found.isUp), Self.up(isUp)) }
    if let isPromiscuous, found.isPromiscuous != isPromiscuous {
      note("promiscuous mode", "\(found.isPromiscuous)", "\(isPromiscuous)")
    }
    if let master, masterName != master { note("master", masterName ?? "none", master) }
    return differences
  }

  private static func up(_ isUp: Bool) -> String { isUp ? "up" : "down" }
}

extension NewRoute {
  /// Whether a route that was found is this one; what is nil here may be anything there, but for
  /// the table, where nil is the main one.
  public func matches(
    destination: IPPrefix?, gateway: IPAddress?, table: UInt32, priority: UInt32?
  ) -> Bool {
    destination?.network == self.destination.network
      && (self.gateway == nil || gateway == self.gateway)
      && table == (self.table ?? RouteTableID.main)
      && (self.priority == nil || priority ?? 0 == self.priority)
  }
}
