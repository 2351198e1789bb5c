import Testing

/// A number of the kernel: ours, and that of the header.
struct Constant: Sendable {
  let name: String
  let ours: Int
  let theirs: Int
}

/// Pairs of our word and that of the header, which is a number where its list has no name.
func constants<Ours: RawRepresentable<UInt16>>(
  of type: Ours.Type, _ pairs: [(ours: Ours, theirs: Int)]
) -> [Constant] {
  pairs.map { ours, theirs in
    Constant(name: "\(type) \(ours)", ours: Int(ours.rawValue), theirs: theirs)
  }
}

/// Pairs of our word and that of the header, whose list has a name.
func constants<Ours: RawRepresentable<UInt16>, Theirs: RawRepresentable<UInt32>>(
  of type: Ours.Type, _ pairs: [(ours: Ours, theirs: Theirs)]
) -> [Constant] {
  constants(of: type, pairs.map { ($0, Int($1.rawValue)) })
}

/// Numbers that have no type of their own.
func constants<Theirs: RawRepresentable<UInt32>>(
  _ pairs: [(ours: UInt32, theirs: Theirs)]
) -> [Constant] {
  pairs.map { Constant(name: "\($1)", ours: Int($0), theirs: Int($1.rawValue)) }
}

/// Every number of the kernel, against the headers of the machine that builds the tests.
///
/// What is newer than the oldest headers that we build with (Linux 6.1) is proved by recorded
/// bytes instead.
struct ConstantTests {
  @Test(arguments: LinkConstants.all + MasterConstants.all + KindConstants.all + TableConstants.all)
  func isThatOfTheHeader(_ constants: [Constant]) {
    #expect(!constants.isEmpty)
    for constant in constants {
      #expect(constant.ours == constant.theirs, "\(constant.name)")
    }
  }
}
