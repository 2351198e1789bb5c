import CNIPlan
import TestSupport
import Testing

/// The hash that names are made of, and the names.
struct HashTests {
  @Test(
    arguments: [
      (
        "",
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
          + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
      ),
      (
        "abc",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
      ),
    ])
  func isThatOfTheStandard(_ text: String, expected: String) {
    #expect(SHA512.digits(text, count: 128) == expected)
  }

  /// Lengths around the ends of blocks, against coreutils.
  @Test(arguments: [1, 110, 111, 112, 113, 127, 128, 129, 239, 240, 241, 1000])
  func isThatOfAnotherProgram(_ count: Int) throws {
    let text = String((0..<count).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
    let printed = try run(["sha512sum"], input: text)
    #expect(printed.hasPrefix(SHA512.digits(text, count: 128)))
  }

  /// Names and comments that the reference's own tests expect.
  @Test func namesAreThoseOfTheReference() {
    let owner = RuleOwner(
      network: "testNetName",
      containerID: "icee6giejonei6sohng6ahngee7laquohquee9shiGo7fohferakah3Feiyoolu2pei7ciPhoh7sha"
        + "oX6vai3vuf0ahfaeng8yohb9ceu0daez5hashee8ooYai5wa3y", ifname: "eth0")
    #expect(owner.chain("DN-") == "CNI-DN-bfd599665540dd91d5d28")
    #expect(owner.chain("SN-") == "CNI-SN-bfd599665540dd91d5d28")
    #expect(owner.chain().utf8.count == 28)
    let one = RuleOwner(network: "unit-test", containerID: "one", ifname: "eth0")
    #expect(one.comment == "6fd94d501e58f0aa-287fc69eff0574a2, net: unit-test, if: eth0, id: one")
    #expect(one.commentStart == "6fd94d501e58f0aa-287fc69eff0574a2")
    #expect(RuleOwner.containerID(inComment: one.comment) == "one")
    #expect(RuleOwner.containerID(inComment: "something else") == nil)
    #expect(one.iptablesComment("dnat ") == "dnat name: \"unit-test\" id: \"one\"")
    let long = RuleOwner(
      network: "n", containerID: String(repeating: "c", count: 300), ifname: "eth0")
    #expect(long.comment.utf8.count == 128)
    // As the reference cuts it: 253 and three points, of which the kernel keeps 255.
    #expect(long.iptablesComment().utf8.count == 256)
  }
}
