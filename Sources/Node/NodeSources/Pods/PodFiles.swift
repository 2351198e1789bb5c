import CNIStores
import LinuxSystem

/// The files of pods as they were read before, so that following a node reads new ones only.
public final class PodFiles: Sendable {
  let cache = ParsedFiles<CNICacheEntry>()
  /// Of bundles of containerd and of the store of CRI-O and podman, without process and name.
  let bundles = ParsedFiles<PodFragment>()
  /// Of docker; nil for a container that does not run.
  let docker = ParsedFiles<PodFragment?>()

  public init() {}

  func sweep() {
    cache.sweep()
    bundles.sweep()
    docker.sweep()
  }
}
