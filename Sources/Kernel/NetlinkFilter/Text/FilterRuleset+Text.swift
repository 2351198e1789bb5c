import NetworkTypes

extension FilterRuleset {
  /// The elements of a set, each as `nft` writes it.
  public func elementTexts(_ place: Int) -> [String] {
    let types = FilterValueType.parts(of: sets[place].key.number)
    return text(ofElementsAt: place, types: types, sizes: types.map { $0.byteCount ?? 0 })
  }

  /// - Parameters:
  ///   - types: Of the parts of a key.
  ///   - sizes: In bytes; 0 where the key tells.
  func text(ofElementsAt place: Int, types: [FilterValueType], sizes: [Int]) -> [String] {
    let set = sets[place]
    let isInterval = set.flags.contains(.interval)
    let intervals =
      isInterval
      ? FilterInterval.all(in: elements[place])
      : elements[place].map { FilterInterval(low: $0.key, high: $0.keyEnd ?? $0.key, element: $0) }
    let sorted = intervals.sorted { $0.low.lexicographicallyPrecedes($1.low) }
    let dataTypes = set.data.map { FilterValueType.parts(of: $0.number) } ?? []
    return sorted.map { interval in
      var text =
        interval.element.flags & 2 != 0 ? "*" : Self.text(interval, types, sizes)
      if let comment = interval.element.comment { text += " comment \"\(comment)\"" }
      switch interval.element.data {
      case .verdict(let verdict)?: text += " : \(verdict.text)"
      case .value(let bytes)?: text += " : \(Self.text(bytes, dataTypes, []))"
      case nil: break
      }
      return text
    }
  }

  private static func text(
    _ interval: FilterInterval, _ types: [FilterValueType], _ sizes: [Int]
  ) -> String {
    if interval.low == interval.high { return text(interval.low, types, sizes) }
    if types.count > 1 {
      let (low, high) = (split(interval.low, types, sizes), split(interval.high, types, sizes))
      return zip(zip(low, high), types).map { ends, type in
        ends.0 == ends.1 ? type.text(ends.0) : range(ends.0, ends.1, type)
      }.joined(separator: " . ")
    }
    return range(interval.low, interval.high, types.first ?? .bigNumber)
  }

  private static func range(_ low: [UInt8], _ high: [UInt8], _ type: FilterValueType) -> String {
    if type == .address {
      let prefixes = FilterInterval(low: low, high: high, element: FilterElement([])).prefixes
      if let prefix = prefixes.first, prefixes.count == 1 { return "\(prefix)" }
    }
    return "\(type.text(low))-\(type.text(high))"
  }

  private static func text(_ key: [UInt8], _ types: [FilterValueType], _ sizes: [Int]) -> String {
    guard types.count > 1 else { return (types.first ?? .bigNumber).text(key) }
    return zip(split(key, types, sizes), types).map { $1.text($0) }.joined(separator: " . ")
  }

  /// The parts of a key, each of which fills a multiple of four bytes.
  private static func split(_ key: [UInt8], _ types: [FilterValueType], _ sizes: [Int])
    -> [[UInt8]]
  {
    // What is left for the parts that only the key tells the size of.
    let known = zip(types, sizes + Array(repeating: 0, count: types.count))
      .map { type, size in size > 0 ? size : type.byteCount ?? 0 }
    let rest = key.count - known.reduce(0) { $0 + ($1 + 3) / 4 * 4 }
    let unknown = known.filter { $0 == 0 }.count
    var parts: [[UInt8]] = []
    var start = 0
    for size in known {
      let count = size > 0 ? size : unknown > 0 ? max(rest / unknown, 0) : 0
      let end = min(start + count, key.count)
      parts.append(start < end ? Array(key[start..<end]) : [])
      start += (count + 3) / 4 * 4
    }
    return parts
  }
}

extension FilterVerdict {
  /// As `nft` writes it.
  public var text: String {
    switch self {
    case .accept: "accept"
    case .drop: "drop"
    case .continue: "continue"
    case .return: "return"
    case .jump(let chain): "jump \(chain)"
    case .goto(let chain): "goto \(chain)"
    case .other(let code): code & 0xFF == 3 ? "queue to \(code >> 16 & 0xFFFF)" : "unknown:\(code)"
    }
  }
}

extension FilterNATFlags {
  var text: String {
    let all: [(Self, String)] = [
      (.random, "random"), (.fullyRandom, "fully-random"), (.persistent, "persistent"),
    ]
    let words = all.filter { contains($0.0) }.map(\.1)
    return words.isEmpty ? "" : " " + words.joined(separator: ",")
  }
}

extension FilterLimit {
  var text: String {
    let units: [UInt64: String] = [
      1: "second", 60: "minute", 3600: "hour", 86_400: "day", 604_800: "week",
    ]
    let unit = units[self.unit] ?? "\(self.unit) seconds"
    let over = isInverted ? "over " : ""
    if type == 1 {
      return "limit rate \(over)\(rate) bytes/\(unit)" + (burst == 0 ? "" : " burst \(burst) bytes")
    }
    // What `nft` takes where nothing is said.
    return "limit rate \(over)\(rate)/\(unit)" + (burst == 5 ? "" : " burst \(burst) packets")
  }
}

extension FilterOperand {
  /// Without the mask around it.
  var unmasked: Self { if case .masked(let inner, _, _) = self { inner } else { self } }

  /// The headers that it reads.
  var headers: [FilterHeader] {
    switch self {
    case .payload(let header, _, _): [header]
    case .masked(let inner, _, _): inner.headers
    case .mapped(_, let key): key.flatMap(\.headers)
    default: []
    }
  }
}

extension FilterStep {
  /// The headers that it reads.
  var headers: [FilterHeader] {
    switch self {
    case .test(let operand, _, _), .range(let operand, _, _, _), .setMeta(_, let operand):
      operand.headers
    case .lookup(let key, _, _), .verdictMap(let key, _): key.flatMap(\.headers)
    case .update(let update): update.key.flatMap(\.headers)
    default: []
    }
  }
}

extension FilterExpression {
  /// An expression that has no form: its name and its attributes byte for byte; of a log and a
  /// few others, what `nft` writes.
  var text: String {
    guard case .other(let name, let data) = self else { return "[\(self.name)]" }
    guard let values = try? ExpressionValues(data) else { return "[\(name)\(data.hex)]" }
    switch name {
    case "log":
      // NFTA_LOG_GROUP, PREFIX, SNAPLEN, QTHRESHOLD, LEVEL, FLAGS
      var text = "log"
      if let prefix = values.text(2) { text += " prefix \"\(prefix)\"" }
      if let level = (try? values.number(5)) ?? nil, level != 4 {
        let words = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"]
        text += " level \(words.indices.contains(Int(level)) ? words[Int(level)] : "\(level)")"
      }
      if let group = values.bytes(1), group.count == 2 { text += " group \(group.bigEndian16)" }
      return text
    case "objref":
      // NFTA_OBJREF_IMM_TYPE, IMM_NAME
      guard let type = (try? values.number(1)) ?? nil, let name = values.text(2) else { break }
      return "\(FilterObject.Kind(rawValue: type).word) name \"\(name)\""
    default: break
    }
    return "[\(name)\(data.hex)]"
  }
}
