/// Endpoints that are chosen one after another, each with a probability.
struct EndpointChoice {
  private(set) var endpoints: [FoundService.Endpoint] = []
  private var probabilities: [Double?] = []
  /// The part of packets that is still left for the next one.
  private var rest = 1.0

  /// - Parameter probability: nil takes all that is left.
  mutating func add(_ endpoint: FoundService.Endpoint, probability: Double?) {
    var endpoint = endpoint
    endpoint.share = rest * (probability ?? 1)
    rest -= endpoint.share ?? 0
    endpoints.append(endpoint)
    probabilities.append(probability)
  }

  /// What is wrong with it: each of n endpoints gets one nth, so the i-th of them has the
  /// probability 1/(n−i), and the last one takes what is left.
  func problems(in chain: String) -> [String] {
    let count = endpoints.count
    guard let last = probabilities.last else { return [] }
    if let first = probabilities.dropLast().firstIndex(where: { $0 == nil }) {
      return ["\(chain): the endpoints behind number \(first + 1) get nothing"]
    }
    if let last, last < 0.999_999 {
      return ["\(chain): \(Self.percent(rest)) of packets reach no endpoint"]
    }
    for (place, endpoint) in endpoints.enumerated() {
      // kube-proxy writes ten decimals, and the kernel keeps 31 bits.
      let expected = 1 / Double(count - place)
      guard let probability = probabilities[place], abs(probability - expected) > 0.000_01 else {
        continue
      }
      let (share, fair) = (endpoint.share ?? 0, 1 / Double(count))
      return [
        "\(chain): endpoint \(place + 1) of \(count) gets \(Self.percent(share)) of packets, "
          + "not \(Self.percent(fair))"
      ]
    }
    return []
  }

  static func percent(_ part: Double) -> String {
    let tenths = Int((part * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
