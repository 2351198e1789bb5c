import Glibc

/// Messages that a kernel sent once, kept as text: bytes in hexadecimal, with remarks.
///
/// `#` starts a remark; a line `= 16` starts a message of type 16.
public struct Recording: Sendable {
  public struct Message: Sendable {
    public var type: UInt16
    public var payload: [UInt8]
  }

  public var messages: [Message] = []

  public init(path: String) throws { try self.init(text: readFile(path)) }

  /// One of those in the suite of NetlinkRoute: `6.12-links.hex`.
  public init(named name: String) throws {
    try self.init(path: tests + "/NetlinkRouteTests/Fixtures/" + name)
  }

  public init(text: String) throws {
    for line in text.split(separator: "\n") {
      let data = line.prefix { $0 != "#" }
      if data.hasPrefix("=") {
        guard let type = UInt16(data.dropFirst().filter { $0 != " " }) else {
          throw BadRecording(line: "\(line)")
        }
        messages.append(Message(type: type, payload: []))
        continue
      }
      for word in data.split(separator: " ") {
        guard let byte = UInt8(word, radix: 16), !messages.isEmpty else {
          throw BadRecording(line: "\(line)")
        }
        messages[messages.count - 1].payload.append(byte)
      }
    }
  }
}

/// A line of a recording that is neither bytes nor a remark.
public struct BadRecording: Error, CustomStringConvertible {
  public let line: String
  public var description: String { "not a line of a recording: \(line)" }
}

/// Bytes from text: `08 00 03 00`, with remarks behind `#`.
public func bytes(hex text: String) throws -> [UInt8] {
  try Recording(text: "= 0\n" + text).messages[0].payload
}

/// The header of a route (`struct rtmsg`) in table main, of type unicast.
///
/// - Parameter maker: Who made it (`rtm_protocol`): 2 the kernel, 4 the administrator.
public func routeHeader(
  family: UInt8 = 2, length: UInt8 = 24, maker: UInt8 = 2, scope: UInt8 = 0, type: UInt8 = 1,
  flags: UInt32 = 0
) -> [UInt8] {
  [family, length, 0, 0, 254, maker, scope, type] + withUnsafeBytes(of: flags) { Array($0) }
}

/// The folder of all suites.
public let tests = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }

/// What a golden file of a suite holds; `CNITOP_RECORD=1` writes `text` to it first, and the difference to
/// what was there before is to be looked at.
public func golden(_ name: String, recording text: String) throws -> String {
  let path = tests + "/" + name
  if getenv("CNITOP_RECORD").map({ String(cString: $0) }) == "1" {
    guard let file = fopen(path, "w") else { throw MissingFile(path: path) }
    fwrite(text, 1, text.utf8.count, file)
    fclose(file)
  }
  return try readFile(path)
}

/// A file as text.
public func readFile(_ path: String) throws -> String {
  guard let file = fopen(path, "r") else { throw MissingFile(path: path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// A file that a test needs and does not find.
public struct MissingFile: Error, CustomStringConvertible {
  public let path: String
  public var description: String { "cannot read \(path)" }
}
