import Canvas
import NetworkTypes
import NodeModel

/// The map of the selected network's range above the table.
///
/// - Returns: What is left of the area for the table.
func drawAddressMap(
  _ state: ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) -> Rectangle {
  guard area.rows >= 12, area.columns >= 40, let source = state.current.arrangement?.source,
    let ipam = source as? IPAMSource, ipam.count > 0
  else { return area }
  let row = min(state.current.currentRow ?? 0, ipam.count - 1)
  let network = ipam.place(row).network
  let lease = ipam.lease(row)
  var rest = area
  drawUse(of: network, data, in: rest.takeTop(1), on: &surface)
  let range =
    network.ranges.first { range in lease.map { range.contains($0.address) } ?? true }
  guard let range else { return rest }
  let rows = min(max(area.rows / 4, 2), 8)
  let labels = Text.columns("\(range.last)") + 1
  let perRow = cellsPerRow(area.columns - labels)
  let map = AddressMap(
    range, leases: network.leases, limit: perRow * rows, zoom: state.current.mapZoom,
    centre: lease?.address)
  let used = (map.cells.count + perRow - 1) / perRow
  let body = rest.takeTop(used)
  let selected = lease.flatMap { map.place(of: $0.address) }
  for place in map.cells.indices {
    let line = body.row + place / perRow
    if place % perRow == 0 {
      surface.write(
        "\(map.address(of: place))", in: body.column..<(body.column + labels), row: line,
        role: .mutedText)
    }
    let column = body.column + labels + place % perRow
    surface.write(
      String(map.sign(place, surface.glyphs)), column: column, row: line,
      role: map.cells[place].kind.role)
    if place == selected { surface.select(row: line, columns: column..<(column + 1)) }
  }
  drawLegend(map, lease, in: rest.takeTop(1), on: &surface)
  return rest
}

/// A power of two, so that a row is a prefix and its cells stand below each other.
private func cellsPerRow(_ columns: Int) -> Int {
  var count = 8
  while count * 2 <= min(columns, 256) { count *= 2 }
  return count
}

/// How full a network is, how that went, and when it will be full.
private func drawUse(
  of network: IPAMState.Network, _ data: ScreenData, in area: Rectangle,
  on surface: inout Surface
) {
  var spans = [Span(network.name, .title), Span(" \(network.store)", .mutedText)]
  if network.ranges.isEmpty {
    spans.append(Span("  \(network.leases.count) addresses, of a range that is not known"))
  } else {
    let share = Double(network.used) / Double(max(network.size, 1))
    spans.append(Span(" "))
    spans.append(Span(Sparkline.gauge(share, columns: 10, glyphs: surface.glyphs), .gauge))
    spans.append(
      Span(" \(network.used) of \(Quantity.count(network.size)) used", .number))
    let free = network.freeOfTightestSet ?? 0
    spans.append(Span(", \(Quantity.count(free)) free", free == 0 ? .down : .text))
  }
  for (state, role) in [(LeaseState.leaked, Role.warning), (.duplicate, .down), (.missing, .down)] {
    let count = network.count(state)
    if count > 0 { spans.append(Span(", \(count) \(state.rawValue)", role)) }
  }
  if let seconds = data.allocations.exhaustion(of: network, now: data.now) {
    spans.append(Span(", full in \(Quantity.duration(seconds: seconds))", .warning))
  }
  let values = data.allocations.values(of: network)
  if values.count > 1 {
    spans.append(Span(" "))
    spans.append(
      Span(
        Sparkline.text(values, columns: min(values.count, 16), glyphs: surface.glyphs), .sparkline)
    )
  }
  surface.write(spans, in: area.columnRange, row: area.row)
}

/// What the selected cell is, and then the signs with their words, which a narrow screen cuts.
private func drawLegend(
  _ map: AddressMap, _ lease: IPAMState.Lease?, in area: Rectangle, on surface: inout Surface
) {
  var spans: [Span] = []
  if let lease {
    spans.append(Span("\(surface.glyphs.marker) \(lease.address)", .address))
    spans.append(Span(" \(lease.pod ?? lease.containerID ?? lease.state.rawValue) ", .name))
  }
  spans.append(Span("cell \(map.unit)\(map.isPart ? ", part" : "") ", .mutedText))
  for kind in AddressMap.Kind.allCases {
    spans.append(Span(String(kind.sign(surface.glyphs)), kind.role))
    spans.append(Span(" \(kind.word) ", .mutedText))
  }
  surface.write(spans, in: area.columnRange, row: area.row)
}
