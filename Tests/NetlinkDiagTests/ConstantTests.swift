import CLinux
import CTestSupport
import Netlink
import NetlinkDiag
import Testing

/// The numbers of this module, against the headers of the machine that builds the tests.
struct ConstantTests {
  @Test func attributesAreThoseOfTheHeader() {
    #expect(
      SocketAttribute.allCases.map { Int($0.rawValue) }
        == [
          INET_DIAG_INFO, INET_DIAG_CONG, INET_DIAG_SKMEMINFO, INET_DIAG_SKV6ONLY, INET_DIAG_PAD,
          INET_DIAG_MARK, INET_DIAG_MD5SIG, INET_DIAG_CGROUP_ID,
        ].map { Int($0) })
    #expect(Int(MessageType.socketsByFamily.rawValue) == Int(SOCK_DIAG_BY_FAMILY))
    #expect(Int(NetlinkFamily.socketDiagnosis.rawValue) == Int(NETLINK_SOCK_DIAG))
    #expect(SocketExtensions.info.rawValue == 1 << (INET_DIAG_INFO - 1))
    #expect(SocketExtensions.congestion.rawValue == 1 << (INET_DIAG_CONG - 1))
    #expect(SocketExtensions.memory.rawValue == 1 << (INET_DIAG_SKMEMINFO - 1))
    #expect(Int(SK_MEMINFO_DROPS) * 4 == 32)
  }

  /// Each field of `TCPInfo` is read from where the header has it: the bytes hold their own place.
  @Test func tcpInfoIsThatOfTheHeader() throws {
    func field(_ name: String) -> Int { ctest_tcp_info_offset(name) }
    var bytes: [UInt8] = Array(repeating: 0, count: 72) + [240 + 4, 0, 2, 0]
    bytes[0] = 2
    for index in 0..<240 { bytes.append(UInt8(index)) }
    let info = try #require(try SocketMessage(payload: bytes.span.bytes).tcp)
    func byte(_ value: some FixedWidthInteger) -> Int { Int(value & 0xFF) }
    let places = [
      ("retransmits", byte(info.retransmits)), ("backoff", byte(info.backoff)),
      ("rto", byte(info.rto)), ("snd_mss", byte(info.sendMSS)), ("rcv_mss", byte(info.receiveMSS)),
      ("unacked", byte(info.unacked)), ("lost", byte(info.lost)),
      ("last_data_sent", byte(info.lastDataSent)), ("last_data_recv", byte(info.lastDataReceived)),
      ("last_ack_recv", byte(info.lastAckReceived)), ("pmtu", byte(info.pathMTU)),
      ("rtt", byte(info.rtt)), ("rttvar", byte(info.rttVariation)),
      ("snd_cwnd", byte(info.congestionWindow)), ("total_retrans", byte(info.totalRetransmissions)),
      ("bytes_acked", byte(info.bytesAcked ?? 0)),
      ("bytes_received", byte(info.bytesReceived ?? 0)),
      ("segs_out", byte(info.segmentsOut ?? 0)), ("segs_in", byte(info.segmentsIn ?? 0)),
      ("min_rtt", byte(info.minimumRTT ?? 0)), ("delivery_rate", byte(info.deliveryRate ?? 0)),
      ("bytes_sent", byte(info.bytesSent ?? 0)),
      ("bytes_retrans", byte(info.bytesRetransmitted ?? 0)),
    ]
    for (name, place) in places { #expect(place == field(name), "\(name)") }
  }
}
