import NetlinkRoute
import NetworkTypes
import NodeModel

extension MACsecData {
  /// The detail of a macsec device.
  var facts: Facts {
    var facts = Facts()
    facts.set("sci", hexadecimal: sci)
    facts.set("port", port)
    facts.set("icvLengthBytes", icvLength)
    facts.set("cipherSuite", text: cipherSuite.map(Self.cipherWord))
    facts.set("window", window)
    facts.set("encodingSA", encodingSA)
    facts.set("encrypt", encrypt)
    facts.set("protect", protect)
    facts.set("includesSCI", includesSCI)
    facts.set("endStation", endStation)
    facts.set("singleCopyBroadcast", singleCopyBroadcast)
    facts.set("replayProtect", replayProtect)
    facts.set("validation", word: validation)
    facts.set("offload", word: offload)
    facts.set(unknown: unknown)
    return facts
  }

  /// The word of a cipher suite (`MACSEC_CIPHER_ID_*`, IEEE 802.1AE-2018 table 14-1).
  private static func cipherWord(_ number: UInt64) -> String {
    switch number {
    // The second number is the one of the draft, which the kernel still uses as its default.
    case 0x0080_C200_0100_0001, 0x0080_0200_0100_0001: "gcmAES128"
    case 0x0080_C200_0100_0002: "gcmAES256"
    case 0x0080_C200_0100_0003: "gcmAESXPN128"
    case 0x0080_C200_0100_0004: "gcmAESXPN256"
    default: "unknown:\(number)"
    }
  }
}

extension HSRData {
  /// The detail of an HSR or PRP ring.
  var facts: Facts {
    var facts = Facts()
    facts.set("port1", link: port1)
    facts.set("port2", link: port2)
    facts.set("multicastSpecification", multicastSpecification)
    facts.set("supervisionAddress", text: supervisionAddress)
    facts.set("sequenceNumber", sequenceNumber)
    facts.set("version", version)
    facts.set("protocol", self.protocol, words: ["hsr", "prp"])
    facts.set("interlink", link: interlink)
    facts.set(unknown: unknown)
    return facts
  }
}
