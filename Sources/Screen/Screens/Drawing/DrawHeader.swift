import Canvas
import NodeModel

/// A part of the header that gives way on narrow screens.
private struct HeaderPart {
  var text: String
  /// Parts with lower numbers are left out first.
  var priority: Int
  var role: Role?
}

func drawHeader(
  _ state: ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  let role = headerRole(state, data)
  surface.fill(row: area.row, columns: area.columnRange, role: role)
  var left = leftParts(state, data)
  var right = rightParts(data)
  func width(_ parts: [HeaderPart]) -> Int {
    parts.reduce(0) { $0 + Text.columns($1.text) } + 2 * max(parts.count - 1, 0)
  }
  while width(left) + width(right) + 4 > area.columns, left.count + right.count > 1 {
    let least = (left + right).map(\.priority).min() ?? 0
    if let place = right.firstIndex(where: { $0.priority == least }) {
      right.remove(at: place)
    } else {
      left.removeAll { $0.priority == least }
    }
  }
  var column = area.column + 1
  let limits = area.columnRange
  for part in left {
    column = surface.write(
      part.text, column: column, row: area.row, role: part.role ?? role, limits: limits)
    column += 2
  }
  column = max(area.columnRange.upperBound - 1 - width(right), column)
  for part in right {
    column = surface.write(
      part.text, column: column, row: area.row, role: part.role ?? role, limits: limits)
    column += 2
  }
}

private func headerRole(_ state: ScreenState, _ data: ScreenData) -> Role {
  if state.isPaused || data.source != .live { return .staleHeader }
  return .header
}

private func leftParts(_ state: ScreenState, _ data: ScreenData) -> [HeaderPart] {
  let node = data.snapshot.node
  var parts = [HeaderPart(text: "cnitop", priority: 2)]
  if !node.name.isEmpty { parts.append(HeaderPart(text: node.name, priority: 8)) }
  if let kernel = node.kernel { parts.append(HeaderPart(text: kernel, priority: 1)) }
  parts.append(HeaderPart(text: sourceText(state, data), priority: 9))
  return parts
}

/// `LIVE`, `PAUSED 12s behind`, `STALE no answer for 5s`.
private func sourceText(_ state: ScreenState, _ data: ScreenData) -> String {
  if let pausedAt = state.pausedAt {
    let seconds = max(data.now.subtractingReportingOverflow(pausedAt).partialValue, 0) / 1_000_000
    return "PAUSED \(Quantity.duration(seconds: seconds)) behind"
  }
  switch data.source {
  case .live: return "LIVE"
  case .stale(let reason): return "STALE \(reason)"
  }
}

extension ScreenData {
  /// `pods 7 (+2 unnamed)`: the second are namespaces that are used and no pod is known of.
  fileprivate var podCount: String {
    let unnamed = index.summary.unnamedNamespaces.count
    return "pods \(snapshot.pods.count)" + (unnamed > 0 ? " (+\(unnamed) unnamed)" : "")
  }
}

private func rightParts(_ data: ScreenData) -> [HeaderPart] {
  let snapshot = data.snapshot
  var parts = [
    HeaderPart(text: data.podCount, priority: 7),
    HeaderPart(text: "netns \(snapshot.namespaces.count)", priority: 4),
    HeaderPart(text: "links \(data.index.summary.links)", priority: 5),
    HeaderPart(text: "tunnels \(snapshot.tunnels.count)", priority: 3),
  ]
  let problems = data.index.summary.problems.count
  if problems > 0 { parts.append(HeaderPart(text: "\(problems)!", priority: 10, role: .error)) }
  parts.append(HeaderPart(text: "RO", priority: 6))
  return parts
}
