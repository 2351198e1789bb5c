import TestSupport
import Testing

@testable import NodeSources

struct NameTests {
  /// The vectors of FIPS 180, and one around the end of a block.
  @Test(
    arguments: [
      ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
      ),
      (String(repeating: "a", count: 64), "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
    ])
  func hashes(_ text: String, digest: String) {
    let digits = SHA1.hash(Array(text.utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    #expect(digits.joined() == digest)
  }

  @Test func namesPodsByTheirInterfaceOnTheNode() {
    let pod = PodName(namespace: "default", name: "pod1", uid: "u")
    let hashes = NameHashes([pod, PodName(namespace: "default", name: "pod2")])
    #expect(hashes[hostInterface: "calice0906292e2"] == pod)
    #expect(hashes[hostInterface: "enice0906292e2"] == pod)
    // A second interface of a pod with AWS.
    let second = NameHashes.hostInterface(prefix: "eni", namespace: "default", name: "pod1.1")
    #expect(hashes[hostInterface: second] == pod)
    for name in ["calice0906292e3", "cali", "vethce0906292e2", "calice0906292e22", ""] {
      #expect(hashes[hostInterface: name] == nil)
    }
    #expect(NameHashes.mayName("eni00000000000") && !NameHashes.mayName("enp3s0"))
  }

  @Test func readsTheNamesOfLogs() {
    let pod = PodName(logFolder: "kube-system_etcd-node-1_abc")
    #expect(pod == PodName(namespace: "kube-system", name: "etcd-node-1", uid: "abc"))
    for name in ["", "a_b", "a_b_c_d", "__", "a__c"] { #expect(PodName(logFolder: name) == nil) }
    let log = PodLogs.container("web-0_default_side-car-0a1b.log")
    #expect(log?.id == "0a1b" && log?.container.name == "side-car")
    #expect(log?.container.pod == PodName(namespace: "default", name: "web-0"))
    for name in ["", ".log", "a_b.log", "a_b_c.log", "a_b_c-.log", "a_b_c-1"] {
      #expect(PodLogs.container(name) == nil)
    }
  }

  @Test func readsTheProcessOfAPath() {
    #expect(PodReader.processID(inPath: "/proc/4242/ns/net") == 4242)
    for path in ["", "/proc/1/ns/mnt", "/proc/x/ns/net", "/proc/99999999999/ns/net", "/run/1"] {
      #expect(PodReader.processID(inPath: path) == nil)
    }
  }
}
