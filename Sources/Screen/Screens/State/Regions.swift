import Canvas
import NodeModel

/// Where things stand on the screen, for the mouse; filled while drawing.
struct Regions {
  var tabs: [(columns: Range<Int>, view: ViewKind)] = []
  var tabRow = -1
  var headerRow = -1
  var table = Rectangle(column: 0, row: 0, columns: 0, rows: 0)
  var layout: TableLayout?
  /// The columns of the table that are seen.
  var tableColumns: [Int] = []
  var detail = Rectangle(column: 0, row: 0, columns: 0, rows: 0)
}

extension ScreenState {
  mutating func handleMouse(_ mouse: Mouse, _ data: ScreenData) -> [Command] {
    switch mouse.kind {
    case .wheelUp, .wheelDown:
      scroll(at: mouse, by: mouse.kind == .wheelUp ? -3 : 3)
      return []
    case .press, .doublePress: return press(mouse, data)
    }
  }

  private mutating func scroll(at mouse: Mouse, by distance: Int) {
    if !view.isTable {
      overviewScroll.scroll(by: distance)
    } else if regions.detail.contains(column: mouse.column, row: mouse.row) {
      current.detailScroll.scroll(by: distance)
    } else {
      current.scroll.scroll(by: distance)
      current.follow()
    }
  }

  private mutating func press(_ mouse: Mouse, _ data: ScreenData) -> [Command] {
    if mouse.row == regions.tabRow {
      if let tab = regions.tabs.first(where: { $0.columns.contains(mouse.column) }) {
        show(tab.view)
      }
      return []
    }
    guard view.isTable else { return [] }
    if mouse.row == regions.headerRow, let layout = regions.layout {
      if let column = layout.index(at: mouse.column - regions.table.column) {
        if current.sorting?.column == column {
          current.sorting?.isDescending.toggle()
        } else {
          sort(by: column, data)
        }
      }
      return []
    }
    guard regions.table.contains(column: mouse.column, row: mouse.row) else { return [] }
    let place = current.scroll.first + mouse.row - regions.table.row
    guard place < current.scroll.count else { return [] }
    let wasSelected = current.scroll.selection == place
    current.scroll.select(place)
    current.follow()
    if mouse.kind == .doublePress, wasSelected || !current.isDetailOpen {
      return perform(.enter, data)
    }
    return []
  }
}
