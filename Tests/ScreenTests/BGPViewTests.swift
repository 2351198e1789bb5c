import Canvas
import NetworkTypes
import NodeModel
import Screens
import Testing

/// The BGP view beyond how it looks: faults, timeline, and what is told of the part.
struct BGPViewTests {
  @Test func asksForThePart() {
    var driver = Driver(.links)
    driver.type(":bgp")
    driver.press(.enter)
    #expect(driver.state.view == .bgp)
    #expect(driver.commands.contains(.wantParts(.bgp)))
  }

  @Test func showsFaultsAlone() {
    var driver = Driver(.bgp, columns: 160)
    driver.type("!")
    let screen = driver.screen()
    #expect(screen.contains("192.168.10.13"))
    #expect(screen.contains("192.168.10.3 "))
    // One that is up, and one that somebody switched off.
    #expect(!screen.contains("192.168.10.12"))
    #expect(!screen.contains("192.168.10.2 "))
  }

  @Test func saysThatNobodySpeaks() {
    var snapshot = SampleNode.snapshot(second: 3)
    snapshot.bgp = BGPStatus()
    var driver = Driver(.bgp, data: ScreenData(snapshot: snapshot))
    #expect(driver.screen().contains("nobody speaks BGP on this node"))
    snapshot.bgp = nil
    driver = Driver(.bgp, data: ScreenData(snapshot: snapshot))
    #expect(driver.screen().contains("asking who speaks BGP"))
  }

  /// Each change of a state is seen in the detail, and each end of a session in a bar.
  @Test func remembersChanges() {
    var before = SampleNode.snapshot(second: 0)
    var after = before
    after.capturedAt = before.capturedAt + 2_000_000
    after.bgp?.sessions[0].peer.state = .idle
    after.bgp?.sessions[0].peer.reason = BGPReason(
      .local, code: 4, subcode: 0, text: "hold timer expired")
    // What runs by itself is no change.
    after.bgp?.sessions[1].peer.sinceSeconds = 756
    let down = SnapshotDiff.changes(from: before, to: after)
    #expect(down.map(\.subject) == [.bgp])
    #expect(down.first?.title == "192.168.10.12")
    before = after
    after.bgp?.sessions[0].peer.state = .established
    after.capturedAt += 2_000_000
    let up = SnapshotDiff.changes(from: before, to: after)
    let data = ScreenData(snapshot: after, changes: down + up, now: after.capturedAt)
    var driver = Driver(.bgp, data: data, columns: 160, rows: 50)
    #expect(driver.screen().contains("▁▁▁▁▁▁▁█"))
    driver.press(.enter)
    let screen = driver.screen()
    #expect(screen.contains("established -> idle"))
    #expect(screen.contains("hold timer expired (4/0)"))
    #expect(screen.contains("idle -> established"))
  }
}
