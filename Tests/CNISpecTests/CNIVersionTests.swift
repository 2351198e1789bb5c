import CNISpec
import Testing

struct CNIVersionTests {
  @Test(
    arguments: [
      ("1.1.0", CNIVersion(1, 1, 0)), ("0.3.1", CNIVersion(0, 3, 1)), ("1", CNIVersion(1, 0, 0)),
      ("1.1", CNIVersion(1, 1, 0)), ("", CNIVersion(0, 1, 0)), ("12.345.6", CNIVersion(12, 345, 6)),
      ("1.1.0.0", nil), ("1.", nil), (".", nil), ("v1.0.0", nil), ("1.0.0-rc1", nil),
      ("+1.0.0", nil), ("99999999999999999999.0.0", nil), (" 1.0.0", nil),
    ] as [(String, CNIVersion?)])
  func reads(_ text: String, version: CNIVersion?) {
    #expect(CNIVersion(text) == version)
  }

  @Test func areInOrder() {
    #expect(CNIVersion.all == CNIVersion.all.sorted())
    #expect(CNIVersion.all.last == .latest)
    #expect(CNIVersion(0, 10, 0) > CNIVersion(0, 4, 0))
  }

  @Test func knowWhatTheyHave() {
    #expect(CNIVersion.all.filter(\.hasCheck).map { "\($0)" } == ["0.4.0", "1.0.0", "1.1.0"])
    #expect(CNIVersion.all.filter(\.hasGarbageCollection).map { "\($0)" } == ["1.1.0"])
  }

  @Test func answerToVersion() {
    #expect(
      CNIVersion.answer().description
        == #"{"cniVersion":"1.1.0","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","#
        + #""1.0.0","1.1.0"]}"#)
  }
}
