import NetworkTypes
import Testing

struct IPAddressTests {
  @Test(arguments: [
    "0.0.0.0", "10.244.1.7", "255.255.255.255", "::", "::1", "fe80::1", "2001:db8::8:800:200c:417a",
    "2001:db8:0:1:1:1:1:1", "::ffff:10.0.0.1", "::10.0.0.1", "1:0:0:2::3", "2001:db8:1:2:3:4:5:0",
    "ff02::1", "1::",
  ])
  func readsAndWritesCanonicalText(_ text: String) throws {
    #expect(IPAddress(text)?.description == text)
  }

  @Test(arguments: [
    ("0:0:0:0:0:0:0:1", "::1"), ("2001:DB8::0:1", "2001:db8::1"), ("1::0:0:2:0:0:0", "1::2:0:0:0"),
  ])
  func shortensText(_ text: String, to canonical: String) throws {
    #expect(IPAddress(text)?.description == canonical)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4/8", ":", ":::", "1::2::3",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "fe80::1%eth0", "::1.2.3", "g::", "1:",
  ])
  func refusesWhatIsNoAddress(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func orderIsFamilyThenNumber() throws {
    let sorted = try ["9.0.0.0", "10.0.0.0", "::1", "fe80::"].map { try #require(IPAddress($0)) }
    #expect(sorted.shuffled().sorted() == sorted)
  }

  @Test(arguments: [
    ("10.244.1.7/24", "10.244.1.0/24"), ("10.1.2.3/0", "0.0.0.0/0"),
    ("fd00:1:2:3::9/64", "fd00:1:2:3::/64"),
    ("fd00::ffff/120", "fd00::ff00/120"), ("::/0", "::/0"), ("1.2.3.4", "1.2.3.4/32"),
  ])
  func masks(_ text: String, to network: String) {
    #expect(IPPrefix(text)?.network.description == network)
  }

  @Test func prefixesOverlapWhereOneHoldsTheOther() throws {
    let wide = try #require(IPPrefix("10.0.0.0/8"))
    let narrow = try #require(IPPrefix("10.244.0.0/16"))
    let other = try #require(IPPrefix("192.168.0.0/16"))
    #expect(wide.overlaps(narrow) && narrow.overlaps(wide) && !wide.overlaps(other))
    #expect(!wide.contains(try #require(IPAddress("::a00:1"))))
  }
}

struct MACAddressTests {
  @Test(arguments: [
    "52:54:00:12:34:56", "0a", "80:00:00:48:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:00:01",
  ])
  func readsAndWritesText(_ text: String) {
    #expect(MACAddress(text)?.description == text)
  }

  @Test(arguments: ["", "5", "52:54:00:12:34:5", "52-54", "zz"])
  func refusesWhatIsNoAddress(_ text: String) {
    #expect(MACAddress(text) == nil)
  }
}
