import NodeModel
import Testing

struct UTCTimeTests {
  @Test(
    arguments: [
      (0, "1970-01-01 00:00:00.000000"), (-1, "1969-12-31 23:59:59.999999"),
      (1_769_843_049_000_000, "2026-01-31 07:04:09.000000"),
      (951_782_400_000_000, "2000-02-29 00:00:00.000000"),
      (4_107_542_399_999_999, "2100-02-28 23:59:59.999999"),
      (4_107_542_400_000_000, "2100-03-01 00:00:00.000000"),
      (-62_135_596_800_000_000, "0001-01-01 00:00:00.000000"),
    ] as [(Int64, String)])
  func isTheDateOfTheCalendar(_ microseconds: Int64, _ expected: String) {
    let time = UTCTime(microseconds)
    #expect("\(time.date) \(time.clock)\(time.fraction)" == expected)
  }

  /// Numbers of a file may be anything.
  @Test(arguments: [Int64.min, .min + 1, .max])
  func anyNumberIsAMoment(_ microseconds: Int64) {
    let time = UTCTime(microseconds)
    #expect((1...12).contains(time.month) && (1...31).contains(time.day))
    #expect((0..<24).contains(time.hour) && (0..<1_000_000).contains(time.microsecond))
  }

  /// Each day of two eras follows the one before it.
  @Test func daysFollowEachOther() {
    let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (year, month, day): (Int64, Int64, Int64) = (1970, 1, 1)
    for number in Int64(0)..<146_097 * 2 {
      let time = UTCTime(number * 86_400_000_000)
      guard time.year == year, time.month == month, time.day == day else {
        Issue.record("day \(number) is \(time.date), not \(year)-\(month)-\(day)")
        return
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      day += 1
      if day > lengths[Int(month) - 1] + (month == 2 && isLeap ? 1 : 0) {
        (month, day) = (month + 1, 1)
      }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }
}
