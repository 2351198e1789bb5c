/// A moment in UTC by the Gregorian calendar, without a time zone and without a clock.
public struct UTCTime: Hashable, Sendable {
  public let year: Int64
  /// 1 to 12.
  public let month: Int64
  /// 1 to 31.
  public let day: Int64
  public let hour: Int64
  public let minute: Int64
  public let second: Int64
  public let microsecond: Int64

  /// - Parameter microseconds: Since 1970; any number is a moment.
  public init(_ microseconds: Int64) {
    let whole = Self.divide(microseconds, 1_000_000)
    let (days, time) = Self.divide(whole.quotient, 86_400)
    // In eras of 400 years from 0000-03-01 on, so that the leap day is the last of a year.
    let (era, dayOfEra) = Self.divide(days + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    hour = time / 3600
    minute = time / 60 % 60
    second = time % 60
    microsecond = whole.remainder
  }

  /// `2026-01-31`; years 0 to 9999 have four digits.
  public var date: String {
    Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2)
  }

  /// `07:04:09`.
  public var clock: String {
    Self.padded(hour, 2) + ":" + Self.padded(minute, 2) + ":" + Self.padded(second, 2)
  }

  /// With zeros in front.
  static func padded(_ number: Int64, _ digits: Int) -> String {
    let text = "\(number)"
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// `.123456`.
  public var fraction: String { "." + Self.padded(microsecond, 6) }

  /// As RFC 3339 writes it, with microseconds: `2026-11-22T15:04:05.123456Z`.
  public var timestamp: String { date + "T" + clock + fraction + "Z" }

  /// Rounded down, also below zero.
  private static func divide(_ number: Int64, _ divisor: Int64) -> (
    quotient: Int64, remainder: Int64
  ) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
