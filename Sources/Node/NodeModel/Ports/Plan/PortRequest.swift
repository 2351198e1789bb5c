/// What applications want of the node ports.
public struct PortRequest: Hashable, Sendable {
  /// How ports are given out.
  public enum Strategy: String, Hashable, Sendable, CaseIterable {
    /// One application behind the other, each number the next free one.
    case sequential
    /// Each application has a block of numbers of its own, with room for more.
    case ranges
  }

  /// A port that an application wants.
  public struct Port: Hashable, Sendable {
    public var name: String
    /// `tcp`, `udp`, `sctp`.
    public var `protocol`: String
    /// The number that it must have; nil for any.
    public var number: UInt16?
    /// Where the file says so.
    public var line: Int

    public init(name: String, protocol: String = "tcp", number: UInt16? = nil, line: Int = 0) {
      self.name = name
      self.protocol = `protocol`
      self.number = number
      self.line = line
    }
  }

  public struct Application: Hashable, Sendable {
    /// Of Kubernetes; nil where it does not matter.
    public var namespace: String?
    public var name: String
    public var ports: [Port]
    /// Where its ports must be; nil for anywhere in the whole range.
    public var range: ClosedRange<UInt16>?
    public var line: Int

    public init(
      namespace: String? = nil, name: String, ports: [Port], range: ClosedRange<UInt16>? = nil,
      line: Int = 0
    ) {
      self.namespace = namespace
      self.name = name
      self.ports = ports
      self.range = range
      self.line = line
    }

    public var title: String { namespace.map { "\($0)/\(name)" } ?? name }
  }

  public var strategy: Strategy
  /// How many numbers a block has (`ranges`).
  public var blockSize: Int
  /// Nil for that of the node.
  public var range: ClosedRange<UInt16>?
  /// What nobody gets.
  public var reserved: [ClosedRange<UInt16>]
  /// In their order: who comes first gets the lower numbers.
  public var applications: [Application]

  public init(
    strategy: Strategy = .sequential, blockSize: Int = 10, range: ClosedRange<UInt16>? = nil,
    reserved: [ClosedRange<UInt16>] = [], applications: [Application] = []
  ) {
    self.strategy = strategy
    self.blockSize = blockSize
    self.range = range
    self.reserved = reserved
    self.applications = applications
  }
}
