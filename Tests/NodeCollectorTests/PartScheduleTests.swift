import Glibc
import LinuxSystem
import NodeModel
import NodeSources
import Testing

@testable import NodeCollector

@Suite struct PartScheduleTests {
  private static var context: PartContext {
    PartContext(
      snapshot: Snapshot(), files: RootedFiles(root: "/nowhere"), processes: ProcessTable(),
      cache: CNICacheReading(), entrances: [:], wanted: .cni)
  }

  /// Waits for a reading, which a thread makes.
  private func take(_ schedule: inout PartSchedule, at now: Int64) -> Bool {
    var waiting = pollfd(fd: schedule.results.descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, 20_000) == 1 else { return false }
    return schedule.take(at: now)
  }

  @Test func readsWhatIsWanted() throws {
    var schedule = try PartSchedule()
    #expect(schedule.isComplete, "nothing is wanted")
    schedule.want(.cni, at: 100)
    #expect(schedule.nextTime == 100)
    #expect(!schedule.isComplete)
    schedule.start(at: 99) { Self.context }
    #expect(schedule.nextTime == 100, "not yet")
    schedule.start(at: 100) { Self.context }
    #expect(schedule.nextTime == nil, "it is being read")
    try #require(take(&schedule, at: 200))
    #expect(schedule.isComplete)
    #expect(schedule.nextTime == 200 + CNIPart().interval)
    var snapshot = Snapshot()
    snapshot.add(schedule.current)
    #expect(snapshot.cni == CNIState())
    schedule.want([], at: 300)
    #expect(schedule.current.isEmpty)
    #expect(schedule.nextTime == nil)
  }

  @Test func readsAgainWhereAFolderChanged() throws {
    var schedule = try PartSchedule()
    schedule.want(.cni, at: 0)
    schedule.start(at: 0) { Self.context }
    // Heard while it is being read: the reading may have come too early.
    schedule.noteChanges(in: ["/etc/cni/net.d"], root: "/", at: 5)
    try #require(take(&schedule, at: 10))
    let due = try #require(schedule.nextTime)
    #expect(due < 10 + PartSchedule.longestPause + 1)
    schedule.start(at: due) { Self.context }
    try #require(take(&schedule, at: due))
    schedule.noteChanges(in: ["/home"], root: "/", at: due + 1)
    #expect(schedule.nextTime == due + CNIPart().interval, "that is another folder")
    // The folder is not there yet, so the one above it is watched.
    schedule.noteChanges(in: ["/mnt/etc"], root: "/mnt", at: due + 1)
    #expect(try #require(schedule.nextTime) < due + CNIPart().interval)
  }

  @Test func aReadingThatNobodyWantsIsDropped() throws {
    var schedule = try PartSchedule()
    schedule.want(.cni, at: 0)
    schedule.start(at: 0) { Self.context }
    schedule.want([], at: 1)
    _ = take(&schedule, at: 2)
    #expect(schedule.current.isEmpty)
  }
}
