import NetlinkRoute
import NodeModel

/// From `RTM_NEWQDISC` to the queueing disciplines of a namespace.
enum QdiscConversion {
  static func qdisc(_ message: QdiscMessage) -> Qdisc {
    Qdisc(
      device: message.device, kind: message.kind ?? "", handle: handle(message.handle),
      parent: parent(message))
  }

  /// `8001:`, or `8001:1` with a minor number, in hexadecimal, as `tc` prints it.
  static func handle(_ number: UInt32) -> String {
    let minor = number & 0xFFFF
    return String(number >> 16, radix: 16) + ":" + (minor == 0 ? "" : String(minor, radix: 16))
  }

  private static func parent(_ message: QdiscMessage) -> String {
    switch message.parent {
    case 0xFFFF_FFFF: "root"  // TC_H_ROOT
    // TC_H_INGRESS and TC_H_CLSACT are one number.
    case 0xFFFF_FFF1: message.kind == "clsact" ? "clsact" : "ingress"
    default: handle(message.parent)
    }
  }
}
