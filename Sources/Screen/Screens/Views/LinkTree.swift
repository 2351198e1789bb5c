import Canvas
import NodeModel

/// Where an entry stands in a tree.
struct TreeBranch: Hashable {
  /// For each ancestor below the root, and then for the entry, whether it is the last child.
  var lastAtDepth: ArraySlice<Bool> = []
  var hasChildren = false
  var isCollapsed = false
  /// Whether it is shown only because a descendant matches the filter.
  var isContext = false
}

/// The links of a node as they hang on each other: ports under their bridge, the end in a pod
/// under the end in the node, a vlan under the link that carries it.
struct LinkTree {
  /// For each row of the links view, the row that it hangs on; -1 for none.
  private var parents: [Int32]
  private var ids: [LinkID]
  private var isHost: [Bool]

  init(_ snapshot: Snapshot, links: [LinkPlace], index: NodeIndex) {
    var rows: [LinkID: Int32] = Dictionary(minimumCapacity: links.count)
    ids = []
    isHost = []
    ids.reserveCapacity(links.count)
    for (row, place) in links.enumerated() {
      let namespace = snapshot.namespaces[Int(place.namespace)]
      let id = namespace.links![Int(place.link)].id
      rows[id] = Int32(row)
      ids.append(id)
      isHost.append(namespace.isHost)
    }
    parents = Array(repeating: -1, count: links.count)
    for (row, place) in links.enumerated() {
      let link = snapshot.namespaces[Int(place.namespace)].links![Int(place.link)]
      parents[row] = parent(of: link, row: row, rows: rows)
    }
    cutCircles()
  }

  private func parent(of link: Link, row: Int, rows: [LinkID: Int32]) -> Int32 {
    if let master = link.master, let target = rows[master], Int(target) != row { return target }
    if let peer = link.peer, let target = rows[peer], Int(target) != row {
      let (here, there) = (isHost[row], isHost[Int(target)])
      // A pair has one line: the node's end is above, else the end that comes first.
      return (here == there ? peer < link.id : there) ? target : -1
    }
    if let parent = link.parent, let target = rows[parent], Int(target) != row { return target }
    return -1
  }

  /// Makes a root of one link of every circle: a kernel has none, a file may.
  private mutating func cutCircles() {
    // 0 not seen, otherwise the number of the walk that saw it first.
    var seen = [Int32](repeating: 0, count: parents.count)
    for start in parents.indices where seen[start] == 0 {
      let walk = Int32(start + 1)
      var row = start
      while true {
        seen[row] = walk
        let parent = Int(parents[row])
        if parent < 0 { break }
        if seen[parent] == walk {
          parents[row] = -1
          break
        }
        if seen[parent] != 0 { break }
        row = parent
      }
    }
  }

  func parent(of row: Int) -> Int? { parents[row] < 0 ? nil : Int(parents[row]) }

  /// The rows in the order of the tree.
  ///
  /// - Parameters:
  ///   - rank: For each row, its place among all; siblings stand in this order.
  ///   - matches: The rows that a filter wants, nil for all; their ancestors are shown too.
  func arrangement(
    of source: LinksSource, rank: [UInt32]?, matches: [UInt32]?, collapsed: Set<LinkID>
  ) -> Arrangement {
    let shown = matches.map(shownRows)
    var children = [[Int32]](repeating: [], count: parents.count)
    var roots: [Int32] = []
    for row in parents.indices where shown.map({ $0[row] != 0 }) ?? true {
      if parents[row] < 0 {
        roots.append(Int32(row))
      } else {
        children[Int(parents[row])].append(Int32(row))
      }
    }
    func ordered(_ rows: [Int32]) -> [Int32] {
      guard let rank, rows.count > 1 else { return rows }
      return rows.sorted { rank[Int($0)] < rank[Int($1)] }
    }
    var result = Arrangement(source: source, order: [])
    var order: [UInt32] = []
    var stack: [(row: Int32, depth: Int, isLast: Bool)] = ordered(roots).reversed().map {
      ($0, 0, true)
    }
    var path: [Bool] = []
    while let (row, depth, isLast) = stack.popLast() {
      path.removeSubrange(min(depth == 0 ? 0 : depth - 1, path.count)...)
      if depth > 0 { path.append(isLast) }
      let below = children[Int(row)]
      let isCollapsed = shown == nil && !below.isEmpty && collapsed.contains(ids[Int(row)])
      order.append(UInt32(row))
      result.branches.append(
        TreeBranch(
          lastAtDepth: path.suffix(16), hasChildren: !below.isEmpty, isCollapsed: isCollapsed,
          isContext: shown?[Int(row)] == 1))
      if isCollapsed { continue }
      for (place, child) in ordered(below).reversed().enumerated() {
        stack.append((child, depth + 1, place == 0))
      }
    }
    result.order = order
    return result
  }

  /// For each row 0: hidden, 1: an ancestor of a match, 2: a match.
  private func shownRows(_ matches: [UInt32]) -> [UInt8] {
    var shown = [UInt8](repeating: 0, count: parents.count)
    for row in matches { shown[Int(row)] = 2 }
    for row in matches {
      var parent = Int(parents[Int(row)])
      while parent >= 0, shown[parent] == 0 {
        shown[parent] = 1
        parent = Int(parents[parent])
      }
    }
    return shown
  }
}
