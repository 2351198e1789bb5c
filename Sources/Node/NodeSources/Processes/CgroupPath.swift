/// The container that a process is in, from the name of its cgroup.
///
/// Systemd's form is `kubepods-burstable-pod<uid with _>.slice/cri-containerd-<id>.scope`, that
/// of cgroupfs `/kubepods/burstable/pod<uid>/<id>`; docker, podman and nerdctl write
/// `docker-<id>.scope`, `libpod-<id>.scope`, `/docker/<id>`.
public struct CgroupContainer: Hashable, Sendable {
  /// Of the pod; nil for a container that is in none.
  public var podUID: String?
  /// 64 hexadecimal digits; nil for a process in the pod's own cgroup.
  public var containerID: String?
  /// `cri-containerd`, `crio`, `docker`, `libpod` …; nil where the name does not say.
  public var runtime: String?

  /// Reads `/proc/PID/cgroup`: a line `HIERARCHY:CONTROLLERS:PATH` for each hierarchy, one in v2.
  ///
  /// Nil if no line is about a container; the most precise line counts.
  public init?(_ content: UnsafeRawBufferPointer) {
    var best: Self?
    var start = 0
    while start < content.count {
      var end = start
      var colons = 0
      var path = -1
      while end < content.count, content[end] != UInt8(ascii: "\n") {
        if content[end] == UInt8(ascii: ":"), colons < 2 {
          colons += 1
          if colons == 2 { path = end + 1 }
        }
        end += 1
      }
      // "/" is the most common path of all, and none of a container has less than 36 bytes.
      if path >= 0, end - path > 35,
        let found = Self(path: UnsafeRawBufferPointer(rebasing: content[path..<end])),
        best.map({ found.precision > $0.precision }) ?? true
      {
        best = found
        if found.precision == 2 { break }
      }
      start = end + 1
    }
    guard let best else { return nil }
    self = best
  }

  private var precision: Int { (podUID == nil ? 0 : 1) + (containerID == nil ? 0 : 1) }

  /// Walks down: the last pod counts, as in kind, where a node is itself a container; a
  /// container inside a container of a pod (docker in docker) is not of that pod.
  private init?(path: UnsafeRawBufferPointer) {
    var start = 0
    for index in 0...path.count {
      // containerd's cgroupfs driver under systemd writes `SLICE:cri-containerd:ID`.
      guard index == path.count || path[index] == UInt8(ascii: "/") || path[index] == 58 else {
        continue
      }
      let segment = UnsafeRawBufferPointer(rebasing: path[start..<index])
      start = index + 1
      if let uid = Self.podUID(segment) {
        podUID = uid
        containerID = nil
        runtime = nil
      } else if let (id, prefix) = Self.container(segment) {
        if prefix?.hasSuffix("conmon") == true { return nil }  // the monitor runs on the node
        if containerID == id { continue }
        if containerID != nil { podUID = nil }
        containerID = id
        runtime = prefix ?? runtime
      } else if podUID != nil || containerID == nil, let word = Self.runtimeWord(segment) {
        runtime = word
      }
    }
    guard podUID != nil || containerID != nil else { return nil }
  }

  /// `[…-]pod<uid>[.slice]`: 32 digits for a static pod, 36 with `-` or `_` otherwise.
  private static func podUID(_ segment: UnsafeRawBufferPointer) -> String? {
    var end = segment.count
    if hasSuffix(segment, ".slice") { end -= 6 }
    for length in [36, 32] {
      let start = end - length
      guard start >= 3, segment[start - 3] == UInt8(ascii: "p"),
        segment[start - 2] == UInt8(ascii: "o"), segment[start - 1] == UInt8(ascii: "d"),
        start == 3 || segment[start - 4] == UInt8(ascii: "-")
      else { continue }
      let uid = segment[start..<end]
      guard uid.allSatisfy({ isHexadecimal($0) || $0 == 45 || $0 == 95 }) else { continue }
      return String(decoding: uid.map { $0 == 95 ? 45 : $0 }, as: UTF8.self)
    }
    return nil
  }

  /// `[PREFIX-]<64 digits>[.scope]`.
  private static func container(
    _ segment: UnsafeRawBufferPointer
  ) -> (id: String, prefix: String?)? {
    var end = segment.count
    if hasSuffix(segment, ".scope") { end -= 6 }
    let start = end - 64
    guard start == 0 || start > 1 && segment[start - 1] == UInt8(ascii: "-"),
      segment[start..<end].allSatisfy(isHexadecimal)
    else { return nil }
    let prefix = start > 1 ? String(decoding: segment[..<(start - 1)], as: UTF8.self) : nil
    return (String(decoding: segment[start..<end], as: UTF8.self), prefix)
  }

  /// A folder or part that only says whose the container below is.
  private static func runtimeWord(_ segment: UnsafeRawBufferPointer) -> String? {
    for word in ["docker", "cri-containerd", "crio", "libpod_parent"] {
      guard segment.count == word.utf8.count, segment.elementsEqual(word.utf8) else { continue }
      return word == "libpod_parent" ? "libpod" : word
    }
    return nil
  }

  private static func hasSuffix(_ segment: UnsafeRawBufferPointer, _ suffix: String) -> Bool {
    segment.count > suffix.utf8.count
      && segment.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }
}
