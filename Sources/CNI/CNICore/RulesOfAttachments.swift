public import CNIPlan
import CNIRules
public import CNISpec

extension Inspection {
  /// Throws what of the rules is missing; the rest of it stands in the details.
  public func require(_ rules: AttachmentRules) throws(CNIError) {
    let differences = try RuleSession().differences(rules)
    guard let first = differences.first else { return }
    throw CNIError(.other, first, details: differences.dropFirst().joined(separator: "\n"))
  }
}

extension Sweep {
  /// What rules are for, where attachments that are gone can be told by them.
  public enum RuleKind: Sendable {
    case masquerade, hostPorts, spoofCheck
  }

  /// Takes away the rules of the network's attachments that do not exist any more.
  public func collectRules(_ kind: RuleKind) {
    guard context.recorder == nil else { return }
    let (network, valid) = (call.configuration.name, valid)
    attempt { () throws(CNIError) in
      let session = try RuleSession()
      switch kind {
      case .masquerade: try session.collectMasquerade(network: network, except: valid)
      case .hostPorts: try session.collectHostPorts(network: network, except: valid)
      case .spoofCheck: try session.collectSpoofCheck(network: network, except: valid)
      }
    }
  }
}
