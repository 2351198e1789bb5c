/// The characters of a drawing style, so that a view works on a terminal without Unicode too.
public struct Glyphs: Hashable, Sendable {
  /// Lines of boxes.
  public var horizontal, vertical: Character
  public var topLeft, topRight, bottomLeft, bottomRight: Character
  /// The three columns before an entry of a tree: a further child, the last child, a passing
  /// line, nothing.
  public var branch, lastBranch, treeLine, treeBlank: String
  /// What stands for the rest of a text that was cut.
  public var ellipsis: Character
  /// Marks a sorted column.
  public var ascending, descending: Character
  public var marker, bullet, arrow: Character
  public var scrollThumb, scrollTrack: Character
  /// From the lowest to the highest; never empty.
  public var levels: [Character]

  /// Box drawing and block elements, which the Linux console has too.
  public static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
    bottomRight: "┘", branch: "├─ ", lastBranch: "└─ ", treeLine: "│  ", treeBlank: "   ",
    ellipsis: "…", ascending: "▲", descending: "▼", marker: "▶", bullet: "•", arrow: "→",
    scrollThumb: "█", scrollTrack: "│", levels: Array("▁▂▃▄▅▆▇█"))

  /// Nothing outside of ASCII.
  public static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", branch: "|- ", lastBranch: "`- ", treeLine: "|  ", treeBlank: "   ",
    ellipsis: "~", ascending: "^", descending: "v", marker: ">", bullet: "*", arrow: ">",
    scrollThumb: "#", scrollTrack: "|", levels: Array("_.-=+*%#"))

  /// What stands before an entry of a tree.
  ///
  /// - Parameter lastAtDepth: For each ancestor below the root, and then for the entry itself,
  ///   whether it is the last child of its parent; empty for a root.
  public func treePrefix(lastAtDepth: [Bool]) -> String {
    guard let last = lastAtDepth.last else { return "" }
    return lastAtDepth.dropLast().map { $0 ? treeBlank : treeLine }.joined()
      + (last ? lastBranch : branch)
  }
}
