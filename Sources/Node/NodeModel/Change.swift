import NetworkTypes

/// One thing that is different between two snapshots.
public struct Change: Sendable {
  public enum Subject: String, Hashable, Sendable, CaseIterable {
    case namespace, link, address, route, rule, neighbour, fdb, nextHop, qdisc, pod, tunnel,
      configuration, plugin, bgpSpeaker, bgpSession, lease, service, port
  }

  public enum Action: String, Hashable, Sendable, CaseIterable {
    case added, removed, changed
  }

  /// A value of the model, as it was or as it is.
  public indirect enum Value: Sendable {
    /// Without its tables, which are subjects of their own.
    case namespace(Namespace)
    case link(Link)
    case address(InterfaceAddress)
    case route(Route)
    case rule(Rule)
    case neighbour(Neighbour)
    case fdb(FDBEntry)
    case nextHop(NextHop)
    case qdisc(Qdisc)
    case pod(Pod)
    case tunnel(Tunnel)
    case configuration(CNIState.Configuration)
    case plugin(CNIState.Plugin)
    case bgpSpeaker(BGPStatus.Speaker)
    case bgpSession(BGPStatus.Session)
    case lease(IPAMState.Lease)
    case service(Service)
    case port(PortState.Entry)
  }

  public struct Field: Hashable, Sendable {
    /// A key of the snapshot, with those around it: `detail.vni`.
    public let name: String
    /// The texts for a person; nil where there was or is no such field.
    public let before: String?
    public let after: String?
  }

  /// When the later snapshot was taken, in microseconds since 1970.
  public var at: Int64
  public var subject: Subject
  /// Where it is; nil for a pod without a namespace.
  public var namespace: NamespaceID?
  /// The link that it is, or that an address is on.
  public var link: LinkID?
  /// nil where it was added.
  public var before: Value?
  /// nil where it was removed.
  public var after: Value?
  /// The names of the links of its namespace.
  public var names: DeviceNames

  public init(
    at: Int64, subject: Subject, namespace: NamespaceID?, link: LinkID? = nil, before: Value?,
    after: Value?, names: DeviceNames = DeviceNames()
  ) {
    self.at = at
    self.subject = subject
    self.namespace = namespace
    self.link = link
    self.before = before
    self.after = after
    self.names = names
  }

  /// What it is called for as long as it lives, the same in each change of it.
  public var key: String { (after ?? before)?.key(on: link, names) ?? "" }

  /// What it is, for a person, in a few words.
  public var title: String { (after ?? before)?.title(on: names[link?.index], names) ?? "" }

  public var action: Action {
    before == nil ? .added : after == nil ? .removed : .changed
  }

  /// What is different, in the order of the later value; without ages and lifetimes, which run
  /// by themselves.
  public var fields: [Field] {
    guard let before, let after else { return [] }
    let old = texts(before)
    let new = texts(after)
    let oldTexts = Dictionary(old.map { ($0.path, $0.text) }) { first, _ in first }
    let newTexts = Dictionary(new.map { ($0.path, $0.text) }) { first, _ in first }
    let changed = new.filter { oldTexts[$0.path] != $0.text }
      .map { Field(name: $0.path, before: oldTexts[$0.path], after: $0.text) }
    let gone = old.filter { newTexts[$0.path] == nil }
      .map { Field(name: $0.path, before: $0.text, after: nil) }
    return changed + gone
  }

  /// The fields of a value that count; the addresses of a link are subjects of their own.
  private func texts(_ value: Value) -> [FieldTexts.Field] {
    FieldTexts.of(value, names: names).filter { field in
      !field.path.split(separator: ".").contains(where: Volatile.isVolatile)
        && !(subject == .link && field.path.hasPrefix("addresses"))
    }
  }

  /// What happened, on one line: `eth0 changed: operState down → up`.
  public var summary: String {
    let differences = fields.map { "\($0.name) \($0.before ?? "–") → \($0.after ?? "–")" }
    let head = "\(title) \(action.rawValue)"
    return differences.isEmpty ? head : head + ": " + differences.joined(separator: ", ")
  }
}

extension Change.Value: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    switch self {
    case .namespace(let namespace): namespace.describe(to: &sink, names: names)
    case .link(let link): link.describe(to: &sink, names: names)
    case .address(let address): address.describe(to: &sink, names: names)
    case .route(let route): route.describe(to: &sink, names: names)
    case .rule(let rule): rule.describe(to: &sink, names: names)
    case .neighbour(let neighbour): neighbour.describe(to: &sink, names: names)
    case .fdb(let entry): entry.describe(to: &sink, names: names)
    case .nextHop(let hop): hop.describe(to: &sink, names: names)
    case .qdisc(let qdisc): qdisc.describe(to: &sink, names: names)
    case .pod(let pod): pod.describe(to: &sink, names: names)
    case .tunnel(let tunnel): tunnel.describe(to: &sink, names: names)
    case .configuration(let configuration): configuration.describe(to: &sink, names: names)
    case .plugin(let plugin): plugin.describe(to: &sink, names: names)
    case .bgpSpeaker(let speaker): speaker.describe(to: &sink, names: names)
    case .bgpSession(let session): session.describe(to: &sink, names: names)
    case .lease(let lease): lease.describe(to: &sink, names: names)
    case .service(let service): service.describe(to: &sink, names: names)
    case .port(let port): port.describe(to: &sink, names: names)
    }
  }
}
