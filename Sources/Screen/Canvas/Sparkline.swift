/// A row of small bars for a series of values.
public enum Sparkline {
  /// The newest `columns` values, the newest at the right; blanks where there are none.
  ///
  /// - Parameter maximum: What the highest bar stands for; nil is the highest value shown.
  public static func text(
    _ values: some BidirectionalCollection<Double>, columns: Int, glyphs: Glyphs,
    maximum: Double? = nil
  ) -> String {
    let shown = values.suffix(max(columns, 0))
    let top = maximum ?? shown.filter(\.isFinite).max() ?? 0
    let blanks = String(repeating: " ", count: max(columns, 0) - shown.count)
    return blanks + String(shown.map { bar(of: $0, top: top, glyphs: glyphs) })
  }

  /// A blank for what is not known (NaN); the lowest bar for zero.
  private static func bar(of value: Double, top: Double, glyphs: Glyphs) -> Character {
    let levels = glyphs.levels
    guard value.isFinite, let lowest = levels.first else { return " " }
    guard top.isFinite, top > 0, value > 0 else { return lowest }
    let level = Int(min(value / top, 1) * Double(levels.count - 1) + 0.5)
    return levels[max(level, 0)]
  }

  /// A bar of `columns` cells filled to a share of 1.
  public static func gauge(_ share: Double, columns: Int, glyphs: Glyphs) -> String {
    let known = share.isFinite ? min(max(share, 0), 1) : 0
    let filled = Int(known * Double(max(columns, 0)) + 0.5)
    return String(repeating: String(glyphs.scrollThumb), count: filled)
      + String(repeating: glyphs == .ascii ? "." : "░", count: max(columns, 0) - filled)
  }
}
