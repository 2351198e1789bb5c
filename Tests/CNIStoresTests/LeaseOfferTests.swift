import CNIStores
import Foundation
import NetworkTypes
import TestSupport
import Testing

/// What would be given is what is given then, whatever is there.
struct LeaseOfferTests {
  @Test(arguments: 0..<12)
  func offersWhatIsGivenThen(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let root = try TemporaryFolder()
    let path = "\(root.path)/net"
    let set = try AddressRangeSet([
      try range("10.1.0.0/28"), try range("10.2.0.0/29"),
    ])
    for round in 0..<40 {
      let owner = LeaseOwner(
        containerID: "c\(Int.random(in: 0..<30, using: &random))", ifname: "eth0")
      let before = (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted()
      var offers = try LeaseOffers(path: path, rangeIDs: 0..<1)
      #expect((try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() == before)
      var folder = try LeaseFolder(path: path, tableFolder: "\(root.path)/tables")
      #expect(offers.addresses(of: owner) == (try folder.addresses(of: owner)).sorted())
      let wanted = try #require(IPAddress("10.1.0.\(Int.random(in: 2...14, using: &random))"))
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        let isOffered = offers.reserve(wanted, for: owner, rangeID: 0)
        #expect(try folder.reserve(wanted, for: owner, rangeID: 0) == isOffered, "\(round)")
      case 1: _ = try folder.release(owner)
      case 2: try root.write("net/\(wanted)", "")
      default:
        let offer = offers.reserve(for: owner, in: set, rangeID: 0)
        #expect(try folder.reserve(for: owner, in: set, rangeID: 0) == offer, "\(round)")
      }
    }
  }
}
