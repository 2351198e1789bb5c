import Canvas
import NodeModel
import Screens
import Testing

struct RoleTests {
  /// The role of a text where it stands first on the screen.
  private func role(of text: String, on surface: Surface) -> Role? {
    for row in 0..<surface.rows {
      let characters = (0..<surface.columns).map { surface[$0, row].character ?? " " }
      let wanted = Array(text)
      guard characters.count >= wanted.count else { continue }
      for start in 0...(characters.count - wanted.count)
      where Array(characters[start..<(start + wanted.count)]) == wanted {
        return surface[start, row].role
      }
    }
    return nil
  }

  @Test func coloursRepeatWhatWordsSay() {
    var pods = Driver(.pods)
    #expect(role(of: "no link", on: pods.surface()) == .down)
    #expect(role(of: " up", on: pods.surface()) != .down)
    #expect(role(of: "17.9k", on: pods.surface()) == .receiveRate)
    #expect(role(of: "10.244.1.7", on: pods.surface()) == .address)
    #expect(role(of: "3!", on: pods.surface()) == .error)
    var neighbours = Driver(.neighbours)
    #expect(role(of: "failed", on: neighbours.surface()) == .down)
    var routes = Driver(.routes)
    #expect(role(of: "dead linkDown", on: routes.surface()) == .down)
    #expect(role(of: "blackhole", on: routes.surface()) == .warning)
    var events = Driver(.events)
    #expect(role(of: "removed", on: events.surface()) == .removed)
  }

  @Test func headerSaysWhetherTheScreenIsLive() {
    var driver = Driver(.pods)
    #expect(driver.surface()[0, 0].role == .header)
    #expect(driver.surface().line(0).hasSuffix("RO"))
    driver.type("p")
    #expect(driver.surface()[0, 0].role == .staleHeader)
    driver.type("p")
    driver.data.source = .stale("no answer for 5s")
    #expect(driver.surface().line(0).contains("STALE no answer for 5s"))
    #expect(driver.surface()[0, 0].role == .staleHeader)
  }

  @Test func filterMarksWhatItFound() {
    var driver = Driver(.pods)
    driver.type("/244.1.8")
    driver.press(.enter)
    #expect(role(of: "244.1.8", on: driver.surface()) == .match)
    driver.press(.escape)
    #expect(role(of: "244.1.8", on: driver.surface()) == .address)
  }

  @Test func onlyTheSelectedRowIsSelected() {
    var driver = Driver(.pods)
    driver.type("jj")
    let surface = driver.surface()
    let rows = (0..<24).filter { surface[0, $0].isSelected }
    #expect(rows == [5])
  }
}
