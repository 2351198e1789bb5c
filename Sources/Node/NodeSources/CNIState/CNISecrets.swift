import CNISpec

/// Keeps secrets out of what is shown and written of configurations.
enum CNISecrets {
  /// The same with a mark in place of every value whose key sounds like a secret.
  ///
  /// Solutions have put tokens for the API server there, as Calico's `k8s_auth_token`, and
  /// certificates.
  static func without(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.map { member in
          JSONMember(
            member.key, isSecret(member.key) ? .string("(not shown)") : without(member.value))
        })
    case .array(let values): .array(values.map(without))
    default: value
    }
  }

  private static func isSecret(_ key: String) -> Bool {
    let key = key.lowercased()
    return ["token", "password", "passwd", "secret", "private", "credential", "client-key"]
      .contains { key.contains($0) }
      || key.hasSuffix("_key") || key.hasSuffix("keydata") || key.hasSuffix("-key-data")
  }
}
