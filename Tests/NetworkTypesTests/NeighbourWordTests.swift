import NetworkTypes
import Testing

struct NeighbourWordTests {
  @Test(
    arguments: [
      (0, "none"), (0x02, "reachable"), (0x80, "permanent"), (0xC0, "permanent"),
      (0x82, "permanent"), (0x42, "noARP"), (0x06, "unknown:6"),
    ] as [(UInt16, String)])
  func saysTheStrongerOfTwoStates(_ number: UInt16, _ word: String) {
    #expect(NeighbourState(rawValue: number).word == word)
    #expect("\(NeighbourState(rawValue: number))" == word)
  }
}
