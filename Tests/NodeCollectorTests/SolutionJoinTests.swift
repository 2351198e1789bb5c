import NodeModel
import Testing

@testable import NodeCollector

@Suite struct SolutionJoinTests {
  private static let id = NamespaceID(inode: 1)

  private func host(_ names: [String]) -> Namespace {
    var namespace = Namespace(id: Self.id, isHost: true)
    namespace.links = names.enumerated().map { place, name in
      Link(id: LinkID(Self.id, Int32(place + 1)), name: name)
    }
    return namespace
  }

  @Test func joinsAllEvidence() {
    let solutions = SolutionJoin.solutions(
      [
        CNIState.Configuration(
          path: "/etc/cni/net.d/10-flannel.conflist", name: "cbr0",
          plugins: ["flannel", "portmap"], isActive: true)
      ], host: host(["eth0", "flannel.1", "cni0"]), programs: ["flanneld", "sshd"],
      files: ["/run/flannel/subnet.env"])
    #expect(
      solutions == [
        CNIState.Solution(
          name: "flannel",
          evidence: [
            "/etc/cni/net.d/10-flannel.conflist has flannel", "process flanneld",
            "/run/flannel/subnet.env", "link flannel.1",
          ], isActive: true)
      ])
  }

  /// What one left behind is shown, but not as active.
  @Test func tellsLeftoversFromWhatRuns() {
    let solutions = SolutionJoin.solutions(
      [
        CNIState.Configuration(
          path: "/etc/cni/net.d/05-cilium.conflist", plugins: ["cilium-cni"], isActive: true),
        CNIState.Configuration(path: "/etc/cni/net.d/10-weave.conflist", plugins: ["weave-net"]),
      ], host: host(["weave", "lxc0123456789ab", "lxcbr0"]), programs: [], files: [])
    #expect(solutions.map(\.name) == ["cilium", "weave"])
    #expect(solutions.map(\.isActive) == [true, false])
    #expect(solutions[0].evidence.last == "link lxc0123456789ab", "lxcbr0 is of LXC")
  }

  @Test func thousandPodsAreOneLine() {
    let names = (0..<1000).map { "eni" + String(0x10_000_000_000 + $0, radix: 16) }
    let solutions = SolutionJoin.solutions([], host: host(names), programs: [], files: [])
    #expect(solutions.map(\.name) == ["aws-vpc-cni"])
    #expect(solutions[0].evidence == ["link \(names[0])", "link \(names[1])", "998 more links"])
  }

  @Test func nothingIsFoundWithoutEvidence() {
    #expect(SolutionJoin.solutions([], host: nil, programs: ["init"], files: []).isEmpty)
    #expect(
      SolutionJoin.solutions([], host: host(["eth0", "tunl0", "enp3s0"]), programs: [], files: [])
        .isEmpty)
  }
}
