import Canvas
import NodeModel

extension CNISource {
  func detail(of row: Int) -> Detail {
    switch self.row(row) {
    case .configuration: configuration(row).map(detail) ?? Detail("")
    case .attachment: attachment(row).map(detail) ?? Detail("")
    case .plugin:
      plugin(row).map { plugin in
        var detail = Detail(plugin.type)
        detail.add(plugin, names: DeviceNames(), title: "Plugin")
        return detail
      } ?? Detail("")
    case .solution: solution(row).map(detail) ?? Detail("")
    }
  }

  private func detail(_ configuration: CNIState.Configuration) -> Detail {
    var detail = Detail(configuration.name ?? configuration.path)
    var problems = Detail.Group("What is wrong")
    for problem in configuration.problems { problems.add("", problem, .down) }
    detail.add(problems)
    detail.add(
      configuration, names: DeviceNames(), title: "Network", leaving: ["problems", "document"])
    var attached = Detail.Group("Attached")
    for attachment in data.snapshot.cni?.attachments ?? []
    where attachment.network == configuration.name {
      let state = condition(attachment)
      let addresses = attachment.addresses.joined(separator: " ")
      attached.add(
        attachment.ifname, "\(state.pod ?? attachment.containerID) \(addresses)",
        state.condition == .asMade ? .text : Self.role(state.condition))
    }
    detail.add(attached)
    if let document = configuration.document {
      var file = Detail.Group("File")
      for line in JSONLines.lines(of: document) { file.add("", line) }
      detail.add(file)
    }
    return detail
  }

  private func detail(_ attachment: CNIState.Attachment) -> Detail {
    let state = condition(attachment)
    var detail = Detail("\(attachment.ifname) on \(attachment.network)")
    var kernel = Detail.Group("In the kernel")
    kernel.add("state", state.condition.word, Self.role(state.condition))
    if case .withoutAddresses(let missing) = state.condition {
      for address in missing { kernel.add("missing", address, .warning) }
    }
    kernel.add("namespace", state.namespace.map { data.index.title(of: $0) })
    detail.add(kernel)
    detail.add(attachment, names: DeviceNames(), title: "As it was made")
    if let link = state.link { LinkDetail(link, data)?.add(to: &detail) }
    detail.traffic = state.link
    return detail
  }

  private func detail(_ solution: CNIState.Solution) -> Detail {
    var detail = Detail(solution.name)
    var group = Detail.Group("Solution")
    group.add(
      "state",
      solution.isActive
        ? "active: the network of pods, or its agent runs" : "left over, or not in use")
    detail.add(group)
    var evidence = Detail.Group("What tells of it")
    for line in solution.evidence { evidence.add("", line) }
    detail.add(evidence)
    return detail
  }

  func command(for row: Int) -> String? {
    switch self.row(row) {
    case .configuration(let place):
      (data.snapshot.cni?.configurations[place].path).map {
        "cat " + EquivalentCommand.quoted(doors(to: $0))
      }
    case .attachment:
      condition(row).flatMap { $0.link }.flatMap { LinkDetail($0, data)?.command }
    case .plugin:
      plugin(row).map {
        "CNI_COMMAND=VERSION " + EquivalentCommand.quoted(doors(to: $0.path)) + " </dev/null"
      }
    case .solution: nil
    }
  }

  private func condition(_ row: Int) -> AttachmentState? { attachment(row).map(condition) }

  /// A file of the node, where a shell on this machine finds it.
  private func doors(to path: String) -> String {
    data.doors.root == "/" ? path : data.doors.root + path
  }
}
