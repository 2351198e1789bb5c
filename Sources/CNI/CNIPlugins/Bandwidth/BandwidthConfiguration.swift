import CNICore
import CNIPlan
import CNISpec

/// The rates of both directions, seen from the container; nil is no limit.
struct BandwidthConfiguration {
  /// A rate in bits a second, and how much may go at once, in bits.
  struct Rate: Hashable {
    var rate: UInt64
    var burst: UInt64

    func limit(_ device: String) -> RateLimit {
      RateLimit(device, rate: rate / 8, burst: UInt32(clamping: burst / 8))
    }
  }

  /// To the container.
  var ingress: Rate?
  /// From the container.
  var egress: Rate?

  var isEmpty: Bool { ingress == nil && egress == nil }

  /// The keys at the top go before what the runtime asks for.
  init(_ call: PluginCall) throws(CNIError) {
    let names = ["ingressRate", "ingressBurst", "egressRate", "egressBurst"]
    var fields = call.configuration.fields
    if !names.contains(where: { fields.value($0) != nil }) {
      guard let section = try call.configuration.runtimeConfig else { return }
      do {
        guard let bandwidth = try section.object("bandwidth") else { return }
        fields = bandwidth
      } catch { throw CNIError(error) }
    }
    let keys = Keys(fields)
    ingress = try Self.rate(keys, "ingress")
    egress = try Self.rate(keys, "egress")
  }

  private static func rate(_ keys: Keys, _ direction: String) throws(CNIError) -> Rate? {
    let rate = try keys.integer("\(direction)Rate", as: UInt64.self) ?? 0
    let burst = try keys.integer("\(direction)Burst", as: UInt64.self) ?? 0
    if burst == 0, rate != 0 {
      throw CNIError(.other, "if rate is set, burst must also be set")
    }
    if rate == 0, burst != 0 {
      throw CNIError(.other, "if burst is set, rate must also be set")
    }
    guard burst / 8 < UInt64(UInt32.max) else {
      throw CNIError(.other, "burst cannot be more than 4GB")
    }
    guard rate > 0 else { return nil }
    // Less than a byte a second, or at once, passes nothing at all.
    guard rate >= 8, burst >= 8 else {
      throw CNIError(.other, "\(direction)Rate and \(direction)Burst have to be 8 at least")
    }
    return Rate(rate: rate, burst: burst)
  }
}
