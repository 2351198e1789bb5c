/// What a runtime wants of a plugin.
public enum CNICommand: String, Hashable, Sendable, CaseIterable {
  case add = "ADD"
  case check = "CHECK"
  case delete = "DEL"
  case garbageCollect = "GC"
  case status = "STATUS"
  case version = "VERSION"

  /// Whether it is about one attachment, and not about the network or the plugin.
  var concernsAttachment: Bool { self == .add || self == .check || self == .delete }
}

/// The variables that a plugin is called with, checked as the reference checks them.
public struct CNIEnvironment: Hashable, Sendable {
  public var command: CNICommand
  /// `CNI_CONTAINERID`; empty for commands that need none.
  public var containerID: String
  /// `CNI_NETNS`; nil where it is empty, as some runtimes leave it at DEL.
  public var netns: String?
  /// `CNI_IFNAME`; empty for commands that need none.
  public var ifname: String
  /// `CNI_ARGS` as it was written; plugins that use none do not mind its form.
  public var argumentText: String
  /// The folders of `CNI_PATH`.
  public var path: [String]
  /// `CNI_NETNS_OVERRIDE`: the namespace may be the one that the plugin runs in.
  public var allowsOwnNamespace: Bool

  public init(
    command: CNICommand, containerID: String = "", netns: String? = nil, ifname: String = "",
    arguments: CNIArguments = CNIArguments(), path: [String] = [],
    allowsOwnNamespace: Bool = false
  ) {
    self.command = command
    self.containerID = containerID
    self.netns = netns
    self.ifname = ifname
    argumentText = arguments.description
    self.path = path
    self.allowsOwnNamespace = allowsOwnNamespace
  }

  /// - Parameter variable: The value of a variable; nil where it is not set.
  public init(_ variable: (String) -> String?) throws(CNIError) {
    func value(_ name: String) -> String { variable(name) ?? "" }
    let word = value("CNI_COMMAND")
    let known = CNICommand(rawValue: word)
    let (id, name) = (value("CNI_CONTAINERID"), value("CNI_IFNAME"))
    let (namespace, folders) = (value("CNI_NETNS"), value("CNI_PATH"))

    var missing: [String] = []
    if word.isEmpty { missing.append("CNI_COMMAND") }
    if let known, known.concernsAttachment {
      if id.isEmpty {
        missing.append("CNI_CONTAINERID")
      } else {
        try CNINames.requireContainerID(id)
      }
      if namespace.isEmpty, known != .delete { missing.append("CNI_NETNS") }
      if name.isEmpty { missing.append("CNI_IFNAME") } else { try CNINames.requireInterface(name) }
    }
    if let known, known != .version, folders.isEmpty { missing.append("CNI_PATH") }
    guard missing.isEmpty else {
      throw CNIError(
        .invalidEnvironment,
        "required env variables [\(missing.joined(separator: ","))] missing")
    }
    guard let known else {
      throw CNIError(.invalidEnvironment, "unknown CNI_COMMAND: \(word)")
    }
    let override = value("CNI_NETNS_OVERRIDE")
    command = known
    containerID = id
    netns = namespace.isEmpty ? nil : namespace
    ifname = name
    argumentText = value("CNI_ARGS")
    path = folders.split(separator: ":").map(String.init)
    allowsOwnNamespace = override == "1" || override.lowercased() == "true"
  }

  /// The variables for a plugin that is executed.
  public var variables: [(name: String, value: String)] {
    [
      ("CNI_COMMAND", command.rawValue), ("CNI_CONTAINERID", containerID),
      ("CNI_NETNS", netns ?? ""), ("CNI_IFNAME", ifname), ("CNI_ARGS", argumentText),
      ("CNI_PATH", path.joined(separator: ":")),
    ] + (allowsOwnNamespace ? [("CNI_NETNS_OVERRIDE", "1")] : [])
  }
}
