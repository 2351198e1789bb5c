import Glibc
import TestSupport
import Testing

/// Containers of podman and of containerd on the plugins: addresses, ports, networks connected and
/// disconnected, and nothing left afterwards (`Tests/Tools/container_runtimes.py`).
@Suite(.serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct ContainerRuntimeTests {
  private static let types = [
    "bridge", "firewall", "host-local", "loopback", "portmap", "tuning",
  ]

  @Test(arguments: ["podman", "ctr"]) func runsContainers(_ runtime: String) throws {
    let files = try TemporaryFolder()
    for type in Self.types { symlink(built("cni-plugins"), "\(files.path)/\(type)") }
    do {
      try run(["python3", "-B", tools + "/container_runtimes.py", runtime, files.path])
    } catch let failure as CommandFailure {
      Issue.record("\(failure.output)")
    }
  }
}
