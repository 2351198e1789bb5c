/// A request for a whole table, which knows what its answer is made of.
public protocol DumpRequest: Sendable {
  associatedtype Entry: MessageDecodable
  /// The type of the request, `RTM_GETLINK`, and that of an entry, `RTM_NEWLINK`.
  static var types: (request: MessageType, entry: MessageType) { get }
  /// Appends the fixed header and the attributes that filter.
  func encode(into message: inout MessageEncoder)
}

/// The entries of a kernel table.
public struct Table<Entry: Sendable>: Sendable {
  public var entries: [Entry] = []
  /// False if the table changed while it was read (`NLM_F_DUMP_INTR`), each time that it was
  /// tried; then entries may be missing, or there twice.
  public var isConsistent = true
  /// The entries that could not be decoded: nothing is lost in silence.
  public var malformed: [MalformedMessage] = []

  @inlinable public init() {}
}

/// How the walk over one datagram of an answer ended.
public enum AnswerProgress: Hashable, Sendable {
  case more
  case done
  case refused(Refusal)
}

/// The answer to a dump, taken in datagram by datagram.
///
/// It does no I/O: a socket feeds it, and so can a test, with bytes from a file.
public struct DumpAnswer: Sendable {
  public let sequence: UInt32
  public let entry: MessageType
  public private(set) var isConsistent = true
  public private(set) var malformed: [MalformedMessage] = []

  public init(sequence: UInt32, entry: MessageType) {
    self.sequence = sequence
    self.entry = entry
  }

  /// Takes in one datagram and hands each entry to `body`.
  ///
  /// An entry that `body` refuses is noted in `malformed` and the walk goes on; a message whose
  /// length is wrong ends the walk, because nobody knows where the next one starts.
  @inlinable public mutating func receive(
    _ datagram: RawSpan, _ body: (borrowing Message) throws(MalformedMessage) -> Void
  ) throws(MalformedMessage) -> AnswerProgress {
    var messages = MessageReader(datagram)
    while let message = try messages.next() {
      // The late answer to an earlier request that was given up.
      guard message.header.sequence == sequence else { continue }
      if message.header.flags.contains(.dumpInterrupted) { markInterrupted() }
      if message.header.type == entry {
        do { try body(message) } catch { note(error) }
      } else if message.header.type == .error || message.header.type == .done {
        return try Refusal(message).map { .refused($0) } ?? .done
      }
    }
    return .more
  }

  @usableFromInline mutating func markInterrupted() { isConsistent = false }
  @usableFromInline mutating func note(_ error: MalformedMessage) { malformed.append(error) }
}
