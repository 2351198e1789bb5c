import NetworkTypes
import NodeModel

/// The pieces that all routes of a namespace share, in the layout of one writer.
struct RoutePieces {
  /// From the brace to the quote before the destination.
  let openingIPv4: [UInt8]
  let openingIPv6: [UInt8]
  /// From behind the destination to the quote before the gateway.
  let gateway: [UInt8]
  /// From behind the last number to the closing brace.
  let tail: [UInt8]

  init(_ writer: inout DocumentWriter, _ context: (inout DocumentWriter) -> Void) {
    func opening(_ family: AddressFamily, _ writer: inout DocumentWriter) -> [UInt8] {
      writer.captured {
        $0.beginObject()
        context(&$0)
        $0.field("family", family.word)
        $0.key("destination")
        $0.prepareValue()
        $0.put(UInt8(ascii: "\""))
      }
    }
    openingIPv4 = opening(.ipv4, &writer)
    openingIPv6 = opening(.ipv6, &writer)
    gateway = writer.captured(after: Self.begin) {
      $0.key("gateway")
      $0.prepareValue()
      $0.put(UInt8(ascii: "\""))
    }
    tail = writer.captured(after: Self.begin, Self.writeTail)
  }

  /// Opens an entry with something in it already.
  static func begin(_ writer: inout DocumentWriter) {
    writer.beginObject()
    writer.field("family", "")
  }

  static func writeTail(_ writer: inout DocumentWriter) {
    writer.field("flags", RouteFlags())
    writer.field("nextHops", words: [])
    writer.endObject()
  }
}

/// The ends of routes, from the device on, by what they depend on; most tables have few.
struct RouteEndings {
  struct Key: Equatable {
    var device: Int32 = 0
    var table: UInt32 = 0
    /// Protocol and code; all ones, which no route has, in a slot without an ending.
    var words: UInt32 = .max
  }

  struct Slot {
    var key = Key()
    var start = 0
    var count = 0
  }

  private var bytes: [UInt8] = []
  private var slots: [Slot]
  private var last = Slot()
  private let shift: UInt32

  /// - Parameter count: Of the routes: a table of a few needs no large cache.
  init(count: Int) {
    let bits = UInt32(min(12, max(4, Int.bitWidth - count.leadingZeroBitCount)))
    slots = [Slot](repeating: Slot(), count: 1 << bits)
    shift = 32 - bits
  }

  /// The ending of a route: up to its tail, or up to the number of its priority if it has one.
  @inline(__always) mutating func ending(
    of record: RouteRecord, _ names: DeviceNames, _ pieces: RoutePieces,
    _ writer: inout DocumentWriter
  ) -> Slot {
    // Family and gateway stand before; all else of the code shows in the ending.
    let code = record.code & ~(RouteRecord.isIPv6 | RouteRecord.hasGateway)
    let key = Key(
      device: record.device, table: record.table,
      words: UInt32(record.protocol) << 16 | UInt32(code))
    if last.key == key { return last }
    let hash =
      (UInt32(bitPattern: key.device) &* 0x9E37_79B1) ^ (key.table &* 0x85EB_CA6B) ^ key.words
    let index = Int((hash &* 0xC2B2_AE35) >> shift)
    if slots[index].key != key { slots[index] = make(key, record, names, &writer) }
    last = slots[index]
    return last
  }

  private mutating func make(
    _ key: Key, _ record: RouteRecord, _ names: DeviceNames, _ writer: inout DocumentWriter
  ) -> Slot {
    // Endings that were displaced stay in the bytes; start anew when they are many.
    if bytes.count > 1 << 20 {
      bytes = []
      slots = [Slot](repeating: Slot(), count: slots.count)
    }
    let piece = writer.captured(after: RoutePieces.begin) {
      $0.field("device", names[record.device])
      $0.field("table", record.table)
      $0.field("protocol", RouteProtocol(rawValue: record.protocol))
      $0.field("scope", RouteScope(rawValue: record.scope))
      $0.field("type", RouteType(rawValue: record.type))
      if record.code & RouteRecord.hasPriority != 0 {
        $0.key("priority")
        $0.prepareValue()
      } else {
        RoutePieces.writeTail(&$0)
      }
    }
    defer { bytes += piece }
    return Slot(key: key, start: bytes.count, count: piece.count)
  }

  @inline(__always) func copy(_ slot: Slot, to start: UnsafeMutablePointer<UInt8>)
    -> UnsafeMutablePointer<UInt8>
  {
    bytes.withUnsafeBufferPointer {
      start.update(from: $0.baseAddress! + slot.start, count: slot.count)
    }
    return start + slot.count
  }
}
