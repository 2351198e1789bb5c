extension FilterStep {
  /// The comparisons of single fields that a comparison of neighbouring ones stands for; itself
  /// alone for all else.
  ///
  /// `nft` and others load and compare in one piece what lies side by side.
  var fields: [FilterStep] {
    guard case .test(.payload(let header, let offset, let length), .equal, let bytes) = self,
      bytes.count == length, let ends = header.fieldEnds(from: offset, length: length)
    else { return [self] }
    var start = offset
    return ends.map { end in
      defer { start = end }
      let part = bytes[Int(start - offset)..<Int(end - offset)]
      return .test(
        .payload(header, offset: start, length: end - start), .equal, Array(part))
    }
  }
}

extension FilterHeader {
  /// Where the fields end that a stretch of several is made of; nil for one that is no such stretch.
  fileprivate func fieldEnds(from offset: UInt32, length: UInt32) -> [UInt32]? {
    let fields: [[UInt32]] =
      switch self {
      case .link: [[0, 6, 12, 14]]  // struct ethhdr
      case .network: [[12, 16, 20], [8, 24, 40]]  // addresses of IPv4 and of IPv6
      case .transport: [[0, 2, 4]]  // ports
      default: []
      }
    for bounds in fields {
      guard let first = bounds.firstIndex(of: offset),
        let last = bounds.firstIndex(of: offset &+ length), last > first + 1
      else { continue }
      return Array(bounds[(first + 1)...last])
    }
    return nil
  }
}
