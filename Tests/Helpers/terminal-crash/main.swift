// A program with a screen that ends in the way its first argument names, for the tests of what a
// terminal looks like afterwards.
import Canvas
import Glibc
import Terminal

let mode = CommandLine.arguments.dropFirst().first ?? "wait"
let names: [String] = ["TERM", "LANG", "LC_ALL", "NO_COLOR"]
let environment = Dictionary(
  uniqueKeysWithValues: names.compactMap { name -> (String, String)? in
    guard let value = getenv(name) else { return nil }
    return (name, String(cString: value))
  })
let source = ThemeSource(
  name: "plain", roles: ["text": StyleSource(), "title": StyleSource(attributes: ["bold"])])

func say(_ text: String) { _ = write(1, text + "\n", text.utf8.count + 1) }

@inline(never) func overflow(_ depth: Int) -> Int { depth < 0 ? 0 : overflow(depth + 1) &+ 1 }

func run() -> String {
  guard var screen = try? TerminalScreen(environment: environment) else { return "no screen" }
  let theme = Theme(source: source)
  var count = 0
  while true {
    var surface = Surface(columns: screen.columns, rows: screen.rows, glyphs: screen.glyphs)
    surface.write("size \(screen.columns)x\(screen.rows)", column: 0, row: 0, role: .title)
    surface.write("漢é frame \(count)", column: 0, row: 1)
    screen.show(surface, theme: theme)
    switch mode {
    case "trap": fatalError("a trap on purpose")
    case "fault": UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = count
    case "overflow": count = overflow(count)
    case "abort": abort()
    case "exit": exit(7)
    case "error":
      _ = write(2, "said to stderr\n", 15)
      return "ended with an error"
    case "shell" where count == 0:
      screen.withTerminalReleased { say("released") }
      count += 1
      continue
    case "stuck": while count == 0 { sleep(1) }
    default: break
    }
    let wakeup = screen.wait(milliseconds: 10_000)
    count += 1
    if let signal = wakeup.endSignal { return "ended by signal \(signal)" }
    if wakeup.isTerminalGone { return "terminal gone after \(count)" }
    while let key = screen.nextKey() {
      if key == .character("q") { return "ended by q\(screen.notice.map { "; " + $0 } ?? "")" }
    }
  }
}

say(run())
