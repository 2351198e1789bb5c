/// Pod names by the interface of the node that a plugin named after them.
///
/// A prefix and the first 11 hexadecimal digits of the SHA-1 of `NAMESPACE.NAME`: `cali` with
/// Calico and Terway, `eni` with AWS, which appends `.INDEX` to the name for further
/// interfaces of a pod.
public struct NameHashes: Sendable {
  private var names: [String: PodName] = [:]

  public init(_ pods: [PodName]) {
    names.reserveCapacity(pods.count * 4)
    for pod in pods {
      let text = "\(pod.namespace).\(pod.name)"
      let suffixes = ["", ".1", ".2", ".3"]
      for suffix in suffixes { names[Self.digits(text + suffix)] = pod }
    }
  }

  /// The pod that an interface is named after; nil for an interface of another scheme.
  public subscript(hostInterface name: String) -> PodName? {
    Self.digits(of: name).flatMap { names[String($0)] }
  }

  /// Whether an interface has a name of the scheme.
  public static func mayName(_ hostInterface: String) -> Bool {
    digits(of: hostInterface) != nil
  }

  private static func digits(of hostInterface: String) -> Substring? {
    for prefix in ["cali", "eni"] where hostInterface.hasPrefix(prefix) {
      let digits = hostInterface.dropFirst(prefix.utf8.count)
      if digits.utf8.count == 11 { return digits }
    }
    return nil
  }

  /// The name that a plugin with a prefix gives the end on the node.
  public static func hostInterface(prefix: String, namespace: String, name: String) -> String {
    prefix + digits("\(namespace).\(name)")
  }

  private static func digits(_ text: String) -> String {
    let bytes = SHA1.hash(Array(text.utf8)).prefix(6)
    let digits = bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.utf8.count == 1 ? "0" + text : text
    }
    return String(digits.joined().prefix(11))
  }
}
