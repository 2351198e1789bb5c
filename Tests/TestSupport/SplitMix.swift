/// Numbers at random that are the same in each run, so that a failure comes again (SplitMix64).
public struct SplitMix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Damages a message: flips bytes, puts awkward numbers in, doubles parts and leaves parts out.
  public mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let position = Int(next() % UInt64(bytes.count))
    let awkward: [UInt8] = [0, 1, 3, 4, 5, 0x7F, 0x80, 0xFF]
    switch next() % 5 {
    case 0: bytes[position] = UInt8(truncatingIfNeeded: next())
    case 1: bytes[position & ~3] = awkward[Int(next() % 8)]
    case 2: bytes.removeLast(min(bytes.count - position, 1 + Int(next() % 8)))
    case 3:
      let end = min(bytes.count, position + 16)
      bytes.insert(contentsOf: bytes[position..<end], at: position & ~3)
    default: bytes.removeSubrange(position..<min(bytes.count, position + 4))
    }
  }
}
