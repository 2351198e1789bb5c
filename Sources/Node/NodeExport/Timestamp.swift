/// A moment as RFC 3339 writes it, in UTC and with microseconds: `2026-11-22T15:04:05.123456Z`.
public enum Timestamp {
  /// - Parameter microseconds: Since 1970 in UTC; years 0 to 9999 keep their four digits.
  public static func text(_ microseconds: Int64) -> String {
    let second = floorDivide(microseconds, 1_000_000)
    let (days, time) = floorDivide(second.quotient, 86_400)
    let date = civil(days)
    return pad(date.year, 4) + "-" + pad(date.month, 2) + "-" + pad(date.day, 2) + "T"
      + pad(time / 3600, 2) + ":" + pad(time / 60 % 60, 2) + ":" + pad(time % 60, 2) + "."
      + pad(second.remainder, 6) + "Z"
  }

  private static func floorDivide(_ number: Int64, _ divisor: Int64) -> (
    quotient: Int64, remainder: Int64
  ) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// The date of a day, counted from 1970-01-01, in the Gregorian calendar.
  ///
  /// Counts in eras of 400 years from 0000-03-01, so that the leap day is the last of a year.
  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func pad(_ number: Int64, _ digits: Int) -> String {
    let text = "\(number)"
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
