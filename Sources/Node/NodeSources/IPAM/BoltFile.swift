/// What is wrong with a file of bbolt.
struct MalformedBolt: Error, Hashable, CustomStringConvertible {
  var what: String
  init(_ what: String) { self.what = what }
  var description: String { "no file of bbolt: \(what)" }
}

/// A file of bbolt (`go.etcd.io/bbolt`, format version 2), read without its lock.
///
/// Pages of one size; two meta pages, of which the valid one with the higher transaction counts;
/// B+ trees of branch and leaf pages; a leaf has values, and buckets with a tree of their own, a
/// small one in the leaf itself. Whoever writes it writes new pages and then a meta page, so what
/// is read belongs together unless two transactions end meanwhile: then pages may be used again,
/// which shows as a malformed page or as entries of the later transaction.
struct BoltFile {
  private let bytes: [UInt8]
  private let pageSize: Int
  private let root: UInt64

  /// A bucket: where its tree begins, or the leaf that the value of the bucket is.
  struct Bucket {
    fileprivate var start: Start
    fileprivate enum Start {
      case page(UInt64)
      case inline(Range<Int>)
    }
  }

  enum Value {
    case bytes([UInt8])
    case bucket(Bucket)
  }

  /// Deeper and longer trees are no trees of a node.
  private static let deepest = 32
  private static let mostPages = 10_000

  private static let magic: UInt64 = 0xED0C_DAED
  private static let branchFlag: UInt64 = 1
  private static let leafFlag: UInt64 = 2
  private static let headLength = 16
  private static let elementLength = 16

  init(_ bytes: [UInt8]) throws(MalformedBolt) {
    self.bytes = bytes
    // The size stands in the meta page, the second of which is behind the first page; where the
    // first one is damaged, sizes of pages of machines are tried.
    var best: (root: UInt64, transaction: UInt64, size: Int)?
    let first = Self.meta(bytes, at: 0)
    for size in [first?.size].compactMap({ $0 }) + [4096, 16384, 65536] {
      for meta in [first, Self.meta(bytes, at: size)] {
        guard let meta, meta.size == size else { continue }
        if best.map({ meta.transaction > $0.transaction }) ?? true { best = meta }
      }
      if best != nil { break }
    }
    guard let best else { throw MalformedBolt("no meta page is valid") }
    pageSize = best.size
    root = best.root
  }

  private static func meta(
    _ bytes: [UInt8], at start: Int
  ) -> (root: UInt64, transaction: UInt64, size: Int)? {
    let meta = start + headLength
    guard start >= 0, bytes.count >= meta + 64, integer(bytes, meta, 4) == magic,
      integer(bytes, meta + 4, 4) == 2
    else { return nil }
    let size = Int(integer(bytes, meta + 8, 4))
    guard size >= 512, size <= 1 << 20, size & (size - 1) == 0 else { return nil }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes[meta..<(meta + 56)] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    guard hash == integer(bytes, meta + 56, 8) else { return nil }
    return (integer(bytes, meta + 16, 8), integer(bytes, meta + 48, 8), size)
  }

  /// An integer in little-endian, as every machine that has such files writes it.
  private static func integer(_ bytes: [UInt8], _ start: Int, _ length: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in (0..<length).reversed() { value = value << 8 | UInt64(bytes[start + index]) }
    return value
  }

  var top: Bucket { Bucket(start: .page(root)) }

  /// The entries of a bucket in the order of their keys.
  func entries(of bucket: Bucket) throws(MalformedBolt) -> [(key: [UInt8], value: Value)] {
    var entries: [(key: [UInt8], value: Value)] = []
    var pages = 0
    switch bucket.start {
    case .inline(let range): try read(range, depth: 0, &pages, &entries)
    case .page(let number): try read(try page(number), depth: 0, &pages, &entries)
    }
    return entries
  }

  /// The bytes of a page with those that it overflows into.
  private func page(_ number: UInt64) throws(MalformedBolt) -> Range<Int> {
    let (start, overflow) = Int(clamping: number).multipliedReportingOverflow(by: pageSize)
    guard !overflow, start <= bytes.count - Self.headLength else {
      throw MalformedBolt("page \(number) is behind its end")
    }
    let more = Int(Self.integer(bytes, start + 12, 4))
    let (length, tooMuch) = (more + 1).multipliedReportingOverflow(by: pageSize)
    guard !tooMuch else { throw MalformedBolt("page \(number) has no end") }
    return start..<min(bytes.count, start + min(length, bytes.count))
  }

  private func read(
    _ range: Range<Int>, depth: Int, _ pages: inout Int,
    _ entries: inout [(key: [UInt8], value: Value)]
  ) throws(MalformedBolt) {
    pages += 1
    guard depth < Self.deepest, pages < Self.mostPages, range.count >= Self.headLength else {
      throw MalformedBolt("a tree without an end")
    }
    let flags = Self.integer(bytes, range.lowerBound + 8, 2)
    let count = Int(Self.integer(bytes, range.lowerBound + 10, 2))
    guard range.count >= Self.headLength + count * Self.elementLength else {
      throw MalformedBolt("a page with more elements than it has room for")
    }
    for index in 0..<count {
      let element = range.lowerBound + Self.headLength + index * Self.elementLength
      if flags & Self.branchFlag != 0 {
        try read(
          try page(Self.integer(bytes, element + 8, 8)), depth: depth + 1, &pages, &entries)
      } else if flags & Self.leafFlag != 0 {
        entries.append(try leaf(element, in: range))
      } else {
        throw MalformedBolt("a page of kind \(flags) in a tree")
      }
    }
  }

  private func leaf(
    _ element: Int, in range: Range<Int>
  ) throws(MalformedBolt) -> (key: [UInt8], value: Value) {
    let isBucket = Self.integer(bytes, element, 4) & 1 != 0
    let position = element + Int(Self.integer(bytes, element + 4, 4))
    let keyEnd = position + Int(Self.integer(bytes, element + 8, 4))
    let end = keyEnd + Int(Self.integer(bytes, element + 12, 4))
    guard position >= range.lowerBound, end <= range.upperBound else {
      throw MalformedBolt("an element behind the end of its page")
    }
    let key = Array(bytes[position..<keyEnd])
    guard isBucket else { return (key, .bytes(Array(bytes[keyEnd..<end]))) }
    guard end - keyEnd >= Self.headLength else { throw MalformedBolt("a bucket without a root") }
    let root = Self.integer(bytes, keyEnd, 8)
    let start: Bucket.Start = root == 0 ? .inline((keyEnd + 16)..<end) : .page(root)
    return (key, .bucket(Bucket(start: start)))
  }
}
