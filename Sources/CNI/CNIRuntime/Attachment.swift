public import CNISpec

/// One interface of one container on one network: what a runtime calls plugins for.
public struct Attachment: Hashable, Sendable {
  public var containerID: String
  public var ifname: String
  /// The path of the namespace; nil where it is gone.
  public var netns: String?
  public var arguments: CNIArguments
  /// For the capabilities that plugins declare: `portMappings`, `mac`, `ips` ….
  public var capabilityArguments: [JSONMember]

  public init(
    containerID: String, ifname: String, netns: String?,
    arguments: CNIArguments = CNIArguments(), capabilityArguments: [JSONMember] = []
  ) {
    self.containerID = containerID
    self.ifname = ifname
    self.netns = netns
    self.arguments = arguments
    self.capabilityArguments = capabilityArguments
  }

  func requireNames(_ network: NetworkConfiguration) throws(CNIError) {
    try CNINames.requireContainerID(containerID)
    try CNINames.requireNetwork(network.name)
    try CNINames.requireInterface(ifname)
  }
}
