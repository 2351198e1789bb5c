import CNICore
import CNIRuntime
import CNISpec
import CNIStores
import NodeCollector

/// Attaching and detaching with everything around it: namespace, log, verification.
struct Operation {
  let options: RuntimeOptions
  let node: NodeOptions
  let title: String
  let network: NetworkConfiguration
  let attachment: CNIRuntime.Attachment
  /// The number of the action that this one turns round.
  var undoes: Int?

  func attach() throws -> CNIResult {
    let runtime = options.runtime()
    let (network, attachment) = (network, attachment)
    return try options.logged(.attach, CNICacheEntry(network, attachment), undoes: undoes) {
      do {
        return try node.inNamespace {
          let result = try Self.attach(runtime, network, attachment)
          var entry = CNICacheEntry(network, attachment)
          entry.result = result
          return (result, entry)
        }
      } catch let error as CNIError {
        throw failure(error, "cannot attach \(title) to network \(network.name)")
      }
    }
  }

  /// - Parameter entry: What the cache says of it.
  func detach(_ entry: CNICacheEntry) throws {
    let runtime = options.runtime()
    let (network, attachment) = (network, attachment)
    try options.logged(.detach, entry, undoes: undoes) {
      do {
        try node.inNamespace { try runtime.delete(network, attachment) }
        return ((), entry)
      } catch let error as CNIError {
        throw failure(error, "cannot detach \(title) from network \(network.name)")
      }
    }
  }

  /// ADD and then CHECK; what does not hold is taken back.
  ///
  /// Where plugins of others are in the chain, it stays, with a complaint: the reference portmap
  /// takes it for a fault that there is no IPv6 rule for an IPv4 address.
  private static func attach(
    _ runtime: NetworkRuntime, _ network: NetworkConfiguration, _ attachment: CNIRuntime.Attachment
  ) throws(CNIError) -> CNIResult {
    let result = try runtime.add(network, attachment)
    guard network.version.hasCheck else { return result }
    do { try runtime.check(network, attachment) } catch {
      guard network.plugins.allSatisfy({ runtime.context.plugin($0.type) != nil }) else {
        complain("attached, but verifying it failed: \(error)")
        return result
      }
      var error = error
      error.message =
        "it was attached, but is not as it should be, and was detached: \(error.message)"
      do { try runtime.delete(network, attachment) } catch let second {
        error.details += (error.details.isEmpty ? "" : "; ") + "detaching failed too: \(second)"
      }
      throw error
    }
    return result
  }
}
