import TestSupport
import Testing

@testable import NodeSources

struct CgroupPathTests {
  private static let uid = TestNode.uid
  private static let slice = "pod" + TestNode.uid.replacing("-", with: "_") + ".slice"
  private static let id = TestNode.container
  private static let other = TestNode.sandbox

  private func container(_ text: String) -> CgroupContainer? {
    Array(text.utf8).withUnsafeBytes { CgroupContainer($0) }
  }

  @Test(
    arguments: [
      ("0::/kubepods.slice/kubepods-\(slice)/cri-containerd-\(id).scope", uid, id),
      (
        "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-\(slice)/crio-\(id).scope",
        uid, id
      ),
      ("12:pids:/kubepods/besteffort/pod\(uid)/\(id)\n0::/\n", uid, id),
      ("0::/kubepods/pod\(uid)", uid, nil),
      (
        "0::/kubepods/pod0123456789abcdef0123456789abcdef/\(id)",
        "0123456789abcdef0123456789abcdef", id
      ),
      (
        "0::/system.slice/containerd.service/kubepods-burstable-\(slice):cri-containerd:\(id)",
        uid, id
      ),
      ("0::/docker/\(other)/kubelet/kubepods/burstable/pod\(uid)/\(id)", uid, id),
      // A container inside a container of a pod is not of that pod.
      ("0::/kubepods/burstable/pod\(uid)/\(id)/docker/\(other)", nil, other),
      ("0::/machine.slice/libpod-\(id).scope/container", nil, id),
      ("0::/default/\(id)", nil, id),
    ] as [(String, String?, String?)])
  func finds(_ line: String, uid: String?, id: String?) {
    let found = container(line)
    #expect(found != nil && found?.podUID == uid && found?.containerID == id)
  }

  @Test(
    arguments: [
      "", "0::/", "0::/user.slice/user-1000.slice/session-2.scope", "no colons",
      "0::/machine.slice/libpod-conmon-\(id).scope", "0::/x/pod\(uid)x",
      "0::/kubepods/pod\(uid.dropLast())", "0::/docker/\(id.uppercased())",
      "0::/a/podZZZZZZZZ-0b7a-4f0e-9d55-3f3e0d9b7a11",
    ])
  func findsNothing(_ line: String) {
    #expect(container(line) == nil)
  }

  @Test func theMostPreciseLineCounts() {
    let text = "3:cpu:/docker/\(Self.other)\n2:pids:/kubepods/pod\(Self.uid)/\(Self.id)\n0::/x\n"
    #expect(container(text)?.podUID == Self.uid)
  }
}
