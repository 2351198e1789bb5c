import Canvas

/// Where the tabs of the views stand in their line.
///
/// What gives way first as it gets narrow: the gaps, then the long titles, then tabs far from the
/// shown one; a mark tells that there are more.
struct TabBar {
  struct Tab: Hashable {
    /// The key that shows the view; nil where it has none.
    var key: Character?
    var title: String
    var shortTitle: String
  }

  struct Placed: Hashable {
    /// Which tab it is.
    var index: Int
    /// What stands before the title.
    var key: String
    var title: String
    /// Where both stand.
    var columns: Range<Int>
  }

  private(set) var placed: [Placed] = []
  /// Whether there are tabs before the first placed one, and behind the last.
  var hasMoreBefore: Bool { (placed.first?.index ?? 0) > 0 }
  private(set) var hasMoreBehind = false

  /// How much room a tab takes.
  private enum Form: CaseIterable {
    case spaced, plain, short

    func title(_ tab: Tab) -> String {
      // Short ones stand so close that the blank before the next ends them.
      self == .short ? " \(tab.shortTitle)" : " \(tab.title) "
    }

    var gap: Int { self == .spaced ? 1 : 0 }
  }

  /// - Parameter columns: How wide the line is.
  init(_ tabs: [Tab], active: Int, columns: Int) {
    for form in Form.allCases {
      placed = Self.place(tabs, tabs.indices, form)
      if (placed.last?.columns.upperBound ?? 0) <= columns { return }
    }
    // One column at each end for the marks.
    let window = Self.window(tabs, around: active, columns: columns - 2)
    placed = Self.place(tabs, window, .short, from: 1)
    hasMoreBehind = window.upperBound < tabs.count
  }

  private static func place(
    _ tabs: [Tab], _ shown: Range<Int>, _ form: Form, from start: Int = 0
  ) -> [Placed] {
    var column = start
    return shown.map { index in
      let key = tabs[index].key.map { " \($0)" } ?? ""
      let title = form.title(tabs[index])
      let end = column + Text.columns(key) + Text.columns(title)
      defer { column = end + form.gap }
      return Placed(index: index, key: key, title: title, columns: column..<end)
    }
  }

  /// As many tabs as fit, the shown one in their middle; at least that one.
  private static func window(_ tabs: [Tab], around active: Int, columns: Int) -> Range<Int> {
    guard tabs.indices.contains(active) else { return 0..<0 }
    func width(_ range: Range<Int>) -> Int {
      place(tabs, range, .short).last?.columns.upperBound ?? 0
    }
    var range = active..<(active + 1)
    while range.count < tabs.count {
      let isBefore =
        range.lowerBound > 0
        && (range.upperBound == tabs.count
          || active - range.lowerBound <= range.upperBound - 1 - active)
      let wider =
        isBefore
        ? (range.lowerBound - 1)..<range.upperBound : range.lowerBound..<(range.upperBound + 1)
      guard width(wider) <= columns else { return range }
      range = wider
    }
    return range
  }
}

func drawTabs(_ state: inout ScreenState, in area: Rectangle, on surface: inout Surface) {
  state.regions.tabRow = area.row
  surface.fill(row: area.row, columns: area.columnRange, role: .tab)
  let kinds = ViewKind.allCases
  let tabs = kinds.map { TabBar.Tab(key: $0.key, title: $0.title, shortTitle: $0.shortTitle) }
  let bar = TabBar(
    tabs, active: kinds.firstIndex(of: state.view) ?? 0, columns: area.columns)
  for tab in bar.placed {
    let kind = kinds[tab.index]
    let isActive = kind == state.view
    let limits = (area.column + tab.columns.lowerBound)..<area.columnRange.upperBound
    guard !limits.isEmpty else { break }
    let column = surface.write(
      tab.key, column: limits.lowerBound, row: area.row, role: isActive ? .activeTab : .key,
      limits: limits)
    let end = surface.write(
      tab.title, column: column, row: area.row, role: isActive ? .activeTab : .tab, limits: limits)
    state.regions.tabs.append((limits.lowerBound..<end, kind))
  }
  if bar.hasMoreBefore {
    surface.write(
      "<", column: area.column, row: area.row, role: .key, limits: area.columnRange)
  }
  if bar.hasMoreBehind {
    surface.write(
      ">", column: area.columnRange.upperBound - 1, row: area.row, role: .key,
      limits: area.columnRange)
  }
}
