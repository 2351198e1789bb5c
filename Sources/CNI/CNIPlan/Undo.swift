public import CNISpec

/// What takes a step back.
///
/// Each may be done where the step never was, and twice: a program that was killed cannot tell
/// how far it came.
public enum Undo: Hashable, Sendable {
  /// With an index, only the link that has it: what else has the name is somebody else's.
  case deleteLink(String, index: Int32? = nil)
  /// A bridge goes only if nothing is connected to it: others may use it by now.
  case deleteUnusedBridge(String)
  case setUp(String, Bool)
  /// Out of its bridge or VRF.
  case leaveMaster(String)
  case setSysctl(String, String)
  /// A link that was moved into the container goes back to the node, under the name that it had.
  case returnLink(ReturnedLink)
  case deleteRules(AttachmentRules)
  /// What a link was like before; one that is gone is no failure.
  case setLink(String, LinkSettings)
  case deleteSourceRule(SourceRule)
  /// The disciplines of a link that limit what it sends and gets.
  case removeLimits(String)
  /// The tunnel of a network goes only if no container is on it.
  case deleteUnusedTunnel(SharedTunnel)
}

/// A link of the node that a container has for a while.
public struct ReturnedLink: Hashable, Sendable {
  /// Its name in the container.
  public var name: String
  public var original: String
  public var wasUp: Bool

  public init(_ name: String, as original: String, wasUp: Bool) {
    self.name = name
    self.original = original
    self.wasUp = wasUp
  }
}

/// A line of a journal: where to do what.
public struct UndoEntry: Hashable, Sendable {
  public var place: Place
  public var undo: Undo

  public init(place: Place, undo: Undo) {
    self.place = place
    self.undo = undo
  }
}

// MARK: JSON

extension UndoEntry {
  /// The form of a journal: an object whose `undo` names the case.
  public var json: JSONValue {
    func object(_ word: String, _ members: [(String, JSONValue)]) -> JSONValue {
      .object(
        [JSONMember("place", .string(place.rawValue)), JSONMember("undo", .string(word))]
          + members.map { JSONMember($0.0, $0.1) })
    }
    switch undo {
    case .deleteLink(let name, let index):
      return object(
        "deleteLink",
        [("link", .string(name))] + (index.map { [("index", .number("\($0)"))] } ?? []))
    case .deleteUnusedBridge(let name):
      return object("deleteUnusedBridge", [("link", .string(name))])
    case .setUp(let name, let isUp):
      return object("setUp", [("link", .string(name)), ("up", .bool(isUp))])
    case .leaveMaster(let name): return object("leaveMaster", [("link", .string(name))])
    case .setSysctl(let key, let value):
      return object("setSysctl", [("key", .string(key)), ("value", .string(value))])
    case .returnLink(let link):
      return object(
        "returnLink",
        [
          ("link", .string(link.name)), ("original", .string(link.original)),
          ("up", .bool(link.wasUp)),
        ])
    case .deleteSourceRule(let rule): return object("deleteSourceRule", [("rule", rule.json)])
    case .removeLimits(let name): return object("removeLimits", [("link", .string(name))])
    case .deleteUnusedTunnel(let tunnel):
      return object("deleteUnusedTunnel", [("tunnel", tunnel.json)])
    case .setLink(let name, let settings):
      return object("setLink", [("link", .string(name)), ("settings", settings.json)])
    case .deleteRules(let rules): return object("deleteRules", [("rules", rules.json)])
    }
  }

  /// Nil for what no version of this program wrote.
  public init?(_ json: JSONValue) {
    guard let place = json["place"]?.string.flatMap(Place.init(rawValue:)),
      let word = json["undo"]?.string
    else { return nil }
    let link = json["link"]?.string
    switch (word, link) {
    case ("deleteLink", let link?):
      let index = json["index"]
      let number = index?.integer.flatMap { Int32(exactly: $0) }
      guard index == nil || number != nil else { return nil }
      undo = .deleteLink(link, index: number)
    case ("deleteUnusedBridge", let link?): undo = .deleteUnusedBridge(link)
    case ("setUp", let link?):
      guard let isUp = json["up"]?.bool else { return nil }
      undo = .setUp(link, isUp)
    case ("leaveMaster", let link?): undo = .leaveMaster(link)
    case ("setSysctl", _):
      guard let key = json["key"]?.string, let value = json["value"]?.string else { return nil }
      undo = .setSysctl(key, value)
    case ("returnLink", let link?):
      guard let original = json["original"]?.string, let wasUp = json["up"]?.bool
      else { return nil }
      undo = .returnLink(ReturnedLink(link, as: original, wasUp: wasUp))
    case ("deleteSourceRule", _):
      guard let rule = json["rule"].flatMap({ SourceRule($0) }) else { return nil }
      undo = .deleteSourceRule(rule)
    case ("removeLimits", let link?): undo = .removeLimits(link)
    case ("deleteUnusedTunnel", _):
      guard let tunnel = json["tunnel"].flatMap({ SharedTunnel($0) }) else { return nil }
      undo = .deleteUnusedTunnel(tunnel)
    case ("setLink", let link?):
      guard let settings = json["settings"] else { return nil }
      undo = .setLink(link, LinkSettings(settings))
    case ("deleteRules", _):
      guard let rules = json["rules"].flatMap({ AttachmentRules($0) }) else { return nil }
      undo = .deleteRules(rules)
    default: return nil
    }
    self.place = place
  }
}
