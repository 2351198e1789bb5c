/// The folders in which pods come and go: what a reader that follows a node watches.
extension PodReader {
  public static let folders =
    [
      "/var/lib/cni/results", "/var/lib/cni/cache/results", "/var/log/pods",
      "/run/containers/storage/overlay-containers",
      "/var/lib/containers/storage/overlay-containers", "/var/lib/docker/containers",
    ] + Containerd.states.map { "\($0)/io.containerd.runtime.v2.task/k8s.io" }
}
