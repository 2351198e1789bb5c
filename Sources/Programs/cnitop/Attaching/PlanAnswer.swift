import CNIPlan
import CNIRuntime
import CNISpec

/// A plan as it is printed: lines with + - ~ under the side that they change.
struct PlanAnswer {
  private let intentions: [NetworkRuntime.Intention]
  private let node: String
  private let container: String

  init(_ intentions: [NetworkRuntime.Intention], _ node: String, _ container: String) {
    self.intentions = intentions
    self.node = node.isEmpty ? "node" : "node \(node)"
    self.container = container
  }

  func print(_ format: AnswerFormat) throws {
    switch format {
    case .text: try StandardOutput.write(text)
    case .json: try StandardOutput.write(answer: json)
    }
  }

  private var text: String {
    intentions.map { intention in
      switch intention {
      case .program(let plugin, let path):
        "\(sanitised(plugin)): runs \(sanitised(path)), which cannot be asked what it would do\n"
      case .plan(let plugin, let plan) where plan.isEmpty:
        "\(sanitised(plugin)): changes nothing, or nothing that it can know before\n"
      case .plan(let plugin, let plan):
        "\(sanitised(plugin)):\n"
          + plan.text(node: node, container: container).split(separator: "\n")
          .map { "  \(sanitised(String($0)))\n" }.joined()
      }
    }.joined()
  }

  private var json: JSONValue {
    .array(
      intentions.map { intention in
        switch intention {
        case .program(let plugin, let path):
          .object([JSONMember("plugin", .string(plugin)), JSONMember("runs", .string(path))])
        case .plan(let plugin, let plan):
          .object([
            JSONMember("plugin", .string(plugin)),
            JSONMember(
              "steps",
              .array(
                plan.lines.map { line in
                  .object([
                    JSONMember("place", .string(line.place.rawValue)),
                    JSONMember("sign", .string(line.sign.rawValue)),
                    JSONMember("text", .string(line.text)),
                  ])
                })),
          ])
        }
      })
  }
}
