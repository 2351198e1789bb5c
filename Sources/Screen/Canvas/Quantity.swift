/// Numbers as people read them, without a locale: the same everywhere.
///
/// Halves are added and cut off instead of calling `rounded()`, which needs the C library.
public enum Quantity {
  /// A count per second in at most five columns: `0`, `0.4`, `950`, `1.23k`, `45.6M`, `789G`.
  ///
  /// Steps are of 1,000. What is not a number or negative is `-`.
  public static func rate(_ perSecond: Double) -> String {
    guard perSecond.isFinite, perSecond >= 0 else { return "-" }
    if perSecond == 0 { return "0" }
    // In tenths, so that 9.97 becomes 10 and not 10.0.
    if perSecond < 9.95 {
      let tenths = Int(perSecond * 10 + 0.5)
      if tenths == 0 { return "<0.1" }
      return tenths % 10 == 0 ? "\(tenths / 10)" : decimal(tenths, digits: 1)
    }
    return scaled(perSecond, step: 1000, units: ["", "k", "M", "G", "T", "P", "E"])
  }

  /// A count in at most five columns: `950`, `1.23k`, `45.6M`.
  public static func count(_ value: UInt64) -> String {
    scaled(Double(value), step: 1000, units: ["", "k", "M", "G", "T", "P", "E"])
  }

  /// An amount of bytes, in steps of 1,024: `950 B`, `1.23 KiB`, `45.6 MiB`.
  public static func bytes(_ value: UInt64) -> String {
    scaled(
      Double(value), step: 1024,
      units: [" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"])
  }

  /// A span of time in its two largest units: `12s`, `5m03s`, `3h05m`, `3d4h`, `2y40d`.
  public static func duration(seconds: Int64) -> String {
    guard seconds >= 0 else { return "-" }
    let (minute, hour, day, year): (Int64, Int64, Int64, Int64) = (60, 3600, 86_400, 31_536_000)
    switch seconds {
    case ..<minute: return "\(seconds)s"
    case ..<hour: return "\(seconds / minute)m\(twoDigits(seconds % minute))s"
    case ..<day: return "\(seconds / hour)h\(twoDigits(seconds % hour / minute))m"
    case ..<year: return "\(seconds / day)d\(seconds % day / hour)h"
    default: return "\(seconds / year)y\(seconds % year / day)d"
    }
  }

  /// A share of 1 in whole percent: `0%`, `<1%`, `42%`, `100%`.
  public static func percent(_ share: Double) -> String {
    guard share.isFinite, share >= 0 else { return "-" }
    if share > 0, share < 0.01 { return "<1%" }
    if share < 1, share > 0.99 { return "99%" }
    return "\(Int(min(share, 99.99) * 100 + 0.5))%"
  }

  /// A whole number with a comma between groups of three digits: `1,000,000`.
  public static func grouped(_ value: UInt64) -> String {
    var result = ""
    let digits = String(value)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// Three significant digits and a unit.
  private static func scaled(_ value: Double, step: Double, units: [String]) -> String {
    var value = value
    var unit = 0
    // 999.5 would be written with four digits.
    while value >= 999.5, unit < units.count - 1 {
      value /= step
      unit += 1
    }
    if unit == 0 || value >= 99.95 { return "\(UInt64(min(value + 0.5, 1e18)))" + units[unit] }
    if value >= 9.995 { return decimal(Int(value * 10 + 0.5), digits: 1) + units[unit] }
    return decimal(Int(value * 100 + 0.5), digits: 2) + units[unit]
  }

  private static func decimal(_ value: Int, digits: Int) -> String {
    let power = digits == 1 ? 10 : 100
    let fraction = String(value % power)
    return "\(value / power)." + String(repeating: "0", count: digits - fraction.utf8.count)
      + fraction
  }

  private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
