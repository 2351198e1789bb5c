/// The rows of a source that are shown, in their order.
struct Arrangement {
  /// The rows belong to this source; a newer one may have others.
  var source: any RowSource
  /// The rows in order; nil are all, as they come.
  var order: [UInt32]?
  /// In a tree, for each entry of `order`, what stands before its name.
  var branches: [TreeBranch] = []

  var count: Int { order?.count ?? source.count }

  /// The row at a place of the order.
  func row(at position: Int) -> Int { order.map { Int($0[position]) } ?? position }

  /// The place of a row in the order; nil if a filter hides it.
  func position(of row: Int) -> Int? {
    guard let order else { return row < source.count ? row : nil }
    return order.firstIndex(of: UInt32(truncatingIfNeeded: row))
  }
}

/// The way from a source to an arrangement in small steps, so that keys are answered while a
/// million rows are filtered and sorted.
struct ArrangementWork {
  struct Sorting: Hashable {
    var column: Int
    var isDescending: Bool
  }

  private enum Phase { case filtering, texts, words, scattering, finished }

  let source: any RowSource
  let filter: Filter
  let sorting: Sorting?
  private let columns: [TableColumn]
  private let natural: [UInt32]?
  private var phase = Phase.filtering
  private var next = 0
  private var kept: [UInt32] = []
  private var texts: [String] = []
  private var radix = RadixOrder()
  /// The word that is being sorted by; the last counts least and comes first.
  private var word = 0
  private var doneSteps = 0

  init(_ source: any RowSource, filter: Filter, sorting: Sorting?) {
    self.source = source
    self.filter = filter
    self.sorting = sorting
    columns = source.columns
    natural = sorting == nil ? source.naturalOrder : nil
    if filter.isEmpty {
      if sorting == nil {
        kept = natural ?? []
        phase = .finished
      } else {
        kept = Array(0..<UInt32(clamping: source.count))
        startSorting()
      }
    }
  }

  var isFinished: Bool { phase == .finished }

  /// What it does, and how far: `sorting 43%`.
  var progress: String {
    switch phase {
    case .filtering: return "filtering \(100 * next / max(source.count, 1))%"
    case .texts: return "sorting \(80 * next / max(kept.count, 1))%"
    case .words, .scattering:
      let part = doneSteps + next * 10 / max(kept.count, 1)
      // One pass to take the words and five to move the rows are usual: a guess that ends well.
      return "sorting \(min(part * 100 / max(wordCount * 60, 1), 99))%"
    case .finished: return ""
    }
  }

  /// The result; right only when the work is finished.
  var arrangement: Arrangement {
    Arrangement(source: source, order: filter.isEmpty && sorting == nil ? natural : kept)
  }

  /// Goes on for about `rows` steps.
  mutating func step(rows budget: Int) {
    var budget = max(budget, 1)
    while budget > 0, phase != .finished {
      let start = next
      let end: Int
      switch phase {
      case .filtering:
        end = min(start + budget, source.count)
        keep(start..<end)
        if end == source.count { startSorting() } else { next = end }
      case .texts:
        end = min(start + budget, kept.count)
        for place in start..<end { texts.append(text(of: kept[place])) }
        if end == kept.count { sortTexts() } else { next = end }
      case .words:
        end = min(start + budget, kept.count)
        extract(start..<end)
        if end == kept.count { startScattering() } else { next = end }
      case .scattering:
        end = min(start + budget, kept.count)
        radix.scatter(start..<end)
        if end == kept.count { finishPass() } else { next = end }
      case .finished: return
      }
      budget -= max(end - start, 1)
    }
  }

  private mutating func keep(_ range: Range<Int>) {
    keep(range, of: source)
  }

  /// Opens the box around the source once for a whole range.
  private mutating func keep(_ range: Range<Int>, of source: some RowSource) {
    var buffer: [UInt8] = []
    for place in range {
      let row = natural?[place] ?? UInt32(truncatingIfNeeded: place)
      if filter.matches(Int(row), of: source, columns: columns, buffer: &buffer) {
        kept.append(row)
      }
    }
  }

  // MARK: Sorting

  private var wordCount: Int {
    guard let sorting else { return 0 }
    if case .words(let count) = source.sortKind(column: sorting.column) { return count }
    return 0
  }

  private mutating func startSorting() {
    next = 0
    guard let sorting, kept.count > 1 else {
      phase = .finished
      return
    }
    switch source.sortKind(column: sorting.column) {
    case .text:
      phase = .texts
      texts.reserveCapacity(kept.count)
    case .words(let count):
      word = count - 1
      radix.start(kept)
      phase = count > 0 ? .words : .finished
    }
  }

  private func text(of row: UInt32) -> String {
    guard let sorting else { return "" }
    return source.cell(Int(row), column: sorting.column).text
  }

  private mutating func sortTexts() {
    let descending = sorting?.isDescending ?? false
    let texts = texts
    // `sort` is stable today but does not promise it; the place decides.
    let order = texts.indices.sorted { one, other in
      if texts[one] == texts[other] { return one < other }
      if NaturalOrder.precedes(texts[one], texts[other]) { return !descending }
      if NaturalOrder.precedes(texts[other], texts[one]) { return descending }
      return one < other
    }
    kept = order.map { kept[$0] }
    self.texts = []
    phase = .finished
  }

  private mutating func extract(_ range: Range<Int>) { extract(range, of: source) }

  private mutating func extract(_ range: Range<Int>, of source: some RowSource) {
    guard let sorting else { return }
    let mask: UInt64 = sorting.isDescending ? .max : 0
    let word = word
    radix.setKeys(range) { row in
      source.sortWord(Int(row), column: sorting.column, word: word) ^ mask
    }
  }

  private mutating func startScattering() {
    next = 0
    doneSteps += 10
    phase = radix.beginPass() ? .scattering : .words
    if phase == .words { nextWord() }
  }

  private mutating func finishPass() {
    next = 0
    doneSteps += 10
    radix.endPass()
    if !radix.beginPass() { nextWord() }
  }

  private mutating func nextWord() {
    word -= 1
    if word >= 0 {
      phase = .words
    } else {
      kept = radix.rows
      radix = RadixOrder()
      phase = .finished
    }
  }
}
