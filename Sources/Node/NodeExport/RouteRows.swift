import NetworkTypes
import NodeModel

/// Writes the routes of one namespace fast: a table may have a million.
///
/// A route is a few pieces that many routes share, with the numbers of this one in between. The
/// pieces are written once by the writer itself, so they follow its layout; their keys are those
/// of `Route.describe`, which writes the few routes that have more.
struct RouteRows {
  private let routes: RouteTable
  private let names: DeviceNames
  private var endings: RouteEndings

  init(_ routes: RouteTable, names: DeviceNames) {
    self.routes = routes
    self.names = names
    endings = RouteEndings(count: routes.count)
  }

  /// Writes routes as entries of the list that is open.
  ///
  /// - Parameter context: Writes the fields that stand before those of the route, the same for
  ///   all, in 2 KiB at most.
  mutating func write(
    _ range: Range<Int>, to writer: inout DocumentWriter,
    context: (inout DocumentWriter) -> Void
  ) {
    guard let first = range.first else { return }
    // The first one may open the list; the pieces are those of the entries behind it.
    writeSlowly(first, to: &writer, context: context)
    let pieces = RoutePieces(&writer, context)
    let records = routes.records
    for position in range.dropFirst() {
      if records[position].code & RouteRecord.hasExtra == 0 {
        write(records[position], pieces, to: &writer)
      } else {
        writeSlowly(position, to: &writer, context: context)
        if writer.failure != nil { return }
      }
    }
  }

  private func writeSlowly(
    _ position: Int, to writer: inout DocumentWriter, context: (inout DocumentWriter) -> Void
  ) {
    writer.beginObject()
    context(&writer)
    routes[position].describe(to: &writer, names: names)
    writer.endObject()
  }

  @inline(__always) private mutating func write(
    _ record: RouteRecord, _ pieces: RoutePieces, to writer: inout DocumentWriter
  ) {
    let isIPv4 = record.code & RouteRecord.isIPv6 == 0
    let ending = endings.ending(of: record, names, pieces, &writer)
    var end = writer.room(for: DocumentWriter.minimumCapacity)
    end = Self.copy(isIPv4 ? pieces.openingIPv4 : pieces.openingIPv6, to: end)
    end += Self.writeAddress(record.destinationHigh, record.destinationLow, isIPv4, to: end)
    end.pointee = UInt8(ascii: "/")
    end = DocumentWriter.writeNumber(UInt64(record.destinationLength), to: end + 1)
    end.pointee = UInt8(ascii: "\"")
    end += 1
    if record.code & RouteRecord.hasGateway != 0 {
      end = Self.copy(pieces.gateway, to: end)
      end += Self.writeAddress(record.gatewayHigh, record.gatewayLow, isIPv4, to: end)
      end.pointee = UInt8(ascii: "\"")
      end += 1
    }
    end = endings.copy(ending, to: end)
    if record.code & RouteRecord.hasPriority != 0 {
      end = DocumentWriter.writeNumber(UInt64(record.priority), to: end)
      end = Self.copy(pieces.tail, to: end)
    }
    writer.advance(to: end)
  }

  @inline(__always) private static func writeAddress(
    _ high: UInt64, _ low: UInt64, _ isIPv4: Bool, to start: UnsafeMutablePointer<UInt8>
  ) -> Int {
    IPAddress(high: high, low: low, family: isIPv4 ? .ipv4 : .ipv6).writeText(to: start)
  }

  @inline(__always) private static func copy(
    _ piece: [UInt8], to start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    piece.withUnsafeBufferPointer {
      start.update(from: $0.baseAddress!, count: $0.count)
      return start + $0.count
    }
  }
}
