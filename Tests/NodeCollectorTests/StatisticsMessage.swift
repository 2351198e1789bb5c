import NetlinkRoute
import NodeModel

extension LinkStatistics {
  /// The counters one by one, to compare the structure with that is taken as a whole.
  init(_ message: LinkStatisticsMessage) {
    self.init()
    rxPackets = message.rxPackets
    txPackets = message.txPackets
    rxBytes = message.rxBytes
    txBytes = message.txBytes
    rxErrors = message.rxErrors
    txErrors = message.txErrors
    rxDropped = message.rxDropped
    txDropped = message.txDropped
    multicast = message.multicast
    collisions = message.collisions
    rxLengthErrors = message.rxLengthErrors
    rxOverErrors = message.rxOverErrors
    rxCRCErrors = message.rxCRCErrors
    rxFrameErrors = message.rxFrameErrors
    rxFIFOErrors = message.rxFIFOErrors
    rxMissedErrors = message.rxMissedErrors
    txAbortedErrors = message.txAbortedErrors
    txCarrierErrors = message.txCarrierErrors
    txFIFOErrors = message.txFIFOErrors
    txHeartbeatErrors = message.txHeartbeatErrors
    txWindowErrors = message.txWindowErrors
    rxCompressed = message.rxCompressed
    txCompressed = message.txCompressed
    rxNoHandler = message.rxNoHandler ?? 0
  }
}
