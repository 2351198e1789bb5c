import NetworkTypes

/// What `show status` of BIRD says.
struct BIRDStatus {
  var instance = BGPInstance()
  /// Seconds since 1970 by the daemon's own clock and zone, as if that were UTC: only for
  /// differences with other times of its.
  var now: Int64?

  init(_ bytes: [UInt8]) {
    BIRDReply.forEachLine(bytes) { line in
      let text = line.text.trimmed
      if line.code == 1000 {
        instance.version = Self.version(text.string)
      } else if line.code == 24 {
        if instance.restart == nil { instance.restart = BGPPeer.Restart(.recovering) }
        if let left = Self.rest(of: text.string, after: "Wait timer is ") {
          instance.restart?.secondsLeft = BIRDNumbers.timer(left)?.left
        }
      } else if let router = Self.rest(of: text.string, after: "Router ID is ") {
        instance.routerID = IPAddress(router)
      } else if let time = Self.rest(of: text.string, after: "Current server time is ") {
        now = BIRDNumbers.time(time)
      } else if let time = Self.rest(of: text.string, after: "Last reboot on "),
        let start = BIRDNumbers.time(time), let now
      {
        instance.uptimeSeconds = max(now - start, 0)
      }
    }
  }

  /// The number in `BIRD 2.0.12`, and in the greeting `BIRD 2.0.12 ready.`; nil for another text.
  static func version(_ text: String) -> String? {
    let words = text.split(separator: " ")
    guard words.count >= 2, words[0] == "BIRD" else { return nil }
    return String(words[1])
  }

  private static func rest(of text: String, after start: String) -> String? {
    text.hasPrefix(start) ? String(text.dropFirst(start.count)) : nil
  }
}

/// Times and numbers as BIRD writes them.
enum BIRDNumbers {
  /// `183/240`, `65.958/90`, `119.601/-`: what is left, and of what.
  static func timer(_ text: String) -> (left: UInt32?, total: UInt32?)? {
    let parts = text.split(separator: "/", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return (seconds(parts[0]), seconds(parts[1]))
  }

  /// Whole seconds of `65.958`.
  static func seconds(_ text: some StringProtocol) -> UInt32? {
    text.split(separator: ".").first.flatMap { UInt32($0) }
  }

  /// `2026-11-22 15:09:25.368` as seconds since 1970, taken for UTC.
  static func time(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: " ")
    guard let first = parts.first, let day = date(first) else { return nil }
    guard parts.count > 1 else { return day }
    return timeOfDay(parts[1]).map { day + $0 }
  }

  /// The seconds since something happened, from the words of a row; nil for a form that is
  /// not known.
  ///
  /// A time of day is less than a day ago, a date alone more: to the day, then.
  static func since(_ words: some Sequence<String>, now: Int64?) -> Int64? {
    guard let now else { return nil }
    let words = Array(words)
    guard let first = words.first else { return nil }
    if let day = date(first) {
      let time = words.count > 1 ? timeOfDay(words[1]) ?? 0 : 0
      return max(now - day - time, 0)
    }
    guard let time = timeOfDay(first) else { return nil }
    let today = now - now % 86400
    // A second of difference between two answers must not make a day.
    let age = now - (today + time)
    return age >= -5 ? max(age, 0) : age + 86400
  }

  static func date(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: "-")
    guard parts.count == 3, parts[0].utf8.count == 4, let year = Int64(parts[0]),
      let month = Int64(parts[1]), let day = Int64(parts[2]), (1...12).contains(month),
      (1...31).contains(day), year > 0
    else { return nil }
    // Days since 1970 of the Gregorian calendar, the year beginning with March.
    let shifted = month <= 2 ? year - 1 : year
    let century = shifted / 400
    let ofCentury = shifted - century * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let days = ofCentury * 365 + ofCentury / 4 - ofCentury / 100 + ofYear
    return (century * 146_097 + days - 719_468) * 86400
  }

  static func timeOfDay(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: ":")
    guard parts.count == 3, let hours = Int64(parts[0]), let minutes = Int64(parts[1]),
      let seconds = parts[2].split(separator: ".").first.flatMap({ Int64($0) }),
      (0..<24).contains(hours), (0..<60).contains(minutes), (0...60).contains(seconds)
    else { return nil }
    return hours * 3600 + minutes * 60 + seconds
  }

  /// `30 imported, 1 filtered, 2 exported, 24 preferred`.
  static func counts(_ text: String) -> [String: UInt64] {
    var counts: [String: UInt64] = [:]
    for part in text.split(separator: ",") {
      let words = part.split(separator: " ")
      if words.count == 2, let number = UInt64(words[0]) { counts[String(words[1])] = number }
    }
    return counts
  }
}
