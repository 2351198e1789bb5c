import NodeModel

/// A moment as RFC 3339 writes it, in UTC and with microseconds: `2026-11-22T15:04:05.123456Z`.
public enum Timestamp {
  /// - Parameter microseconds: Since 1970 in UTC; years 0 to 9999 keep their four digits.
  public static func text(_ microseconds: Int64) -> String {
    UTCTime(microseconds).timestamp
  }
}
