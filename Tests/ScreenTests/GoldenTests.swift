import Canvas
import Screens
import Testing

struct GoldenTests {
  static let sizes = [(80, 24), (200, 60), (40, 10), (20, 5)]

  @Test(arguments: ViewKind.allCases, GoldenTests.sizes)
  func viewLooksAsRecorded(_ view: ViewKind, _ size: (Int, Int)) throws {
    var driver = Driver(view, columns: size.0, rows: size.1)
    try GoldenScreens.check(driver.screen(), "\(view.rawValue)-\(size.0)x\(size.1)")
  }
}
