import NetworkTypes
import NodeModel
import Testing

struct SegmentTests {
  private static func segment(
    _ purpose: Segment.Purpose, _ prefix: String, _ source: String = "x"
  ) -> Segment {
    Segment(purpose, IPPrefix(prefix)!, source: source)
  }

  @Test(
    arguments: [
      ("pods and services", segment(.pod, "10.0.0.0/8"), segment(.service, "10.96.0.0/12"), true),
      ("pods and nodes", segment(.pod, "192.168.0.0/16"), segment(.node, "192.168.1.0/24"), true),
      ("pods and Docker", segment(.pod, "172.16.0.0/12"), segment(.other, "172.17.0.0/16"), true),
      ("two others", segment(.other, "172.17.0.0/16"), segment(.other, "172.17.5.0/24"), true),
      (
        "one other twice", segment(.other, "172.17.0.0/16"), segment(.other, "172.17.0.0/16"), false
      ),
      ("the part of a node", segment(.pod, "10.244.0.0/16"), segment(.pod, "10.244.1.0/24"), false),
      ("a tunnel", segment(.pod, "10.244.0.0/16"), segment(.tunnel, "10.244.1.0/24"), false),
      ("neighbours", segment(.pod, "10.244.0.0/16"), segment(.service, "10.245.0.0/16"), false),
      ("two families", segment(.pod, "::/0"), segment(.service, "0.0.0.0/0"), false),
    ] as [(String, Segment, Segment, Bool)])
  func overlaps(_ what: String, _ one: Segment, _ other: Segment, _ expected: Bool) {
    let joined = Segment.joined([one, other, one])
    #expect(joined.allSatisfy { $0.overlaps.isEmpty != expected })
    #expect(joined.count == (one == other ? 1 : 2))
  }
}
