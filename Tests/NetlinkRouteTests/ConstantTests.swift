import Testing

/// A number of the kernel: ours, and that of the header.
struct Constant: CustomTestStringConvertible {
  let testDescription: String
  let ours: Int
  let theirs: Int

  init(_ name: String, _ ours: some RawRepresentable<UInt16>, _ theirs: Int) {
    testDescription = name
    self.ours = Int(ours.rawValue)
    self.theirs = theirs
  }

  init(
    _ name: String, _ ours: some RawRepresentable<UInt16>,
    _ theirs: some RawRepresentable<UInt32>
  ) {
    self.init(name, ours, Int(theirs.rawValue))
  }

  init(_ name: String, _ ours: UInt32, _ theirs: some RawRepresentable<UInt32>) {
    testDescription = name
    self.ours = Int(ours)
    self.theirs = Int(theirs.rawValue)
  }
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
      #expect(constant.ours == constant.theirs, "\(constant.testDescription)")
    }
  }
}
