/// Node ports for applications, with what stands against them.
public struct PortPlan: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, CaseIterable { case error, warning, info }

  public struct Conflict: Hashable, Sendable {
    public var severity: Severity
    /// The line of the request that it is about; 0 for none.
    public var line: Int
    public var text: String

    public init(_ severity: Severity, line: Int, _ text: String) {
      self.severity = severity
      self.line = line
      self.text = text
    }
  }

  /// A port of an application with its number.
  public struct Assignment: Hashable, Sendable {
    public var application: String
    public var name: String
    public var `protocol`: String
    /// Nil where none was left.
    public var number: UInt16?
    /// Whether the request names the number.
    public var isFixed: Bool
    public var line: Int
  }

  /// The numbers that an application has for itself.
  public struct Block: Hashable, Sendable {
    public var application: String
    public var range: ClosedRange<UInt16>
  }

  /// The numbers of a plan.
  public var range: ClosedRange<UInt16>
  /// The lower part of the range, which the API server gives out last by itself, so that numbers
  /// in it are the safest to name (Kubernetes 1.27); nil where the range is too small for one.
  public var staticBand: ClosedRange<UInt16>?
  /// In the order of the request.
  public var assignments: [Assignment]
  /// The block of each application (`ranges`).
  public var blocks: [Block]
  /// Errors first, then by line.
  public var conflicts: [Conflict]

  public var hasErrors: Bool { conflicts.contains { $0.severity == .error } }

  /// The band for a range: `min(max(16, size / 32), 128)` numbers of it, none of one that has not
  /// more than 16 (KEP-3668).
  static func staticBand(of range: ClosedRange<UInt16>) -> ClosedRange<UInt16>? {
    let size = min(max(16, range.count / 32), 128)
    guard range.count > 16 else { return nil }
    return range.lowerBound...range.lowerBound + UInt16(size - 1)
  }
}

extension PortPlan: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("range", range.portText)
    sink.field("staticBand", staticBand?.portText)
    sink.objects("assignments", assignments) { assignment, sink in
      sink.field("application", assignment.application)
      sink.field("name", assignment.name)
      sink.field("protocol", assignment.protocol)
      sink.field("nodePort", assignment.number)
      sink.field("fixed", assignment.isFixed)
    }
    sink.objects("blocks", blocks) { block, sink in
      sink.field("application", block.application)
      sink.field("range", block.range.portText)
    }
    sink.objects("conflicts", conflicts) { conflict, sink in
      sink.field("severity", conflict.severity.rawValue)
      if conflict.line > 0 { sink.field("line", conflict.line) }
      sink.field("text", conflict.text)
    }
  }
}
