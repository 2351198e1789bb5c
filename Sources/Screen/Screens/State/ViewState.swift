import Canvas
import NodeModel

/// What a view remembers while others are shown.
struct ViewState {
  /// Of which namespaces routes and rules are shown.
  enum NamespaceChoice: Hashable {
    case host, all
    case one(NamespaceID)

    func includes(_ namespace: Namespace) -> Bool {
      switch self {
      case .host: namespace.isHost
      case .all: true
      case .one(let id): namespace.id == id
      }
    }
  }

  var scroll = ScrollState()
  /// What the selected row stands for; nil until someone selects: then it is the first row,
  /// whatever stands there.
  var selected: RowIdentity?
  /// The row of the source that was selected last.
  var selectedRow = 0
  var sorting: ArrangementWork.Sorting?
  var filterText = ""
  var faultsOnly = false
  var hidesChatter = false
  /// Columns that were asked for (true) or hidden (false), by name.
  var columns: [String: Bool] = [:]
  var isTree = false
  var collapsed: Set<LinkID> = []
  var namespaces = NamespaceChoice.host
  var showsRules = false
  /// How many times the blocks of the map of addresses are halved.
  var mapZoom = 0

  var isDetailOpen = false
  var isDetailZoomed = false
  var detailScroll = ScrollState()

  var arrangement: Arrangement?
  var arrangementKey: ArrangementKey?
  var work: ArrangementWork?
  var workKey: ArrangementKey?
  /// The widest text of each column so far; columns only grow while the same is shown.
  var widths: [Int] = []
  var isMeasured = false

  /// The row of the source under the selection.
  var currentRow: Int? {
    guard let arrangement, scroll.selection < arrangement.count else { return nil }
    return arrangement.row(at: scroll.selection)
  }

  /// What the selection is on now becomes what it follows.
  mutating func follow() {
    guard let arrangement, let row = currentRow else { return }
    selectedRow = row
    selected = arrangement.source.identity(of: row)
    detailScroll = ScrollState()
  }

  /// Puts the selection on the row that it follows, or where that was.
  mutating func findSelection() {
    guard let arrangement else { return }
    scroll.update(count: arrangement.count, height: scroll.height)
    guard let selected else {
      selectedRow = currentRow ?? 0
      return
    }
    if let row = arrangement.source.row(of: selected, near: selectedRow),
      let position = arrangement.position(of: row)
    {
      selectedRow = row
      scroll.select(position)
    } else if let row = currentRow {
      selectedRow = row
      self.selected = arrangement.source.identity(of: row)
    }
  }
}

/// What decides which rows are shown in which order; the same key is the same arrangement.
struct ArrangementKey: Equatable {
  /// What the operator chose.
  struct Choice: Equatable {
    var sorting: ArrangementWork.Sorting?
    var filter: Filter
    var isTree: Bool
    var collapsed: Set<LinkID>
    var namespaces: ViewState.NamespaceChoice
    var showsRules: Bool
  }

  var choice: Choice
  /// Which rows there are.
  var shape: [Int]
  /// The generation of the data if order or filter depend on values that always change.
  var values: Int
}
