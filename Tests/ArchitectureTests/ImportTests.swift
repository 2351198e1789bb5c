import Foundation
import Testing

/// Which of our modules a module may import: a line here is a decision, and adding one needs a
/// reason.
private let allowed: [String: Set<String>] = [
  "NetworkTypes": [],
  "LinuxSystem": ["CLinux", "NetworkTypes"],
  "Netlink": ["CLinux", "LinuxSystem", "NetworkTypes"],
  "NetlinkRoute": ["Netlink", "NetworkTypes"],
  "NetlinkDiag": ["Netlink", "NetworkTypes"],
  "NetlinkGeneric": ["Netlink", "NetworkTypes"],
  "NetlinkFilter": ["LinuxSystem", "Netlink", "NetworkTypes"],
  "CNISpec": ["NetworkTypes"],
  "CNIStores": ["CNISpec", "LinuxSystem", "NetworkTypes"],
  "CNIPlan": ["CNISpec", "NetworkTypes"],
  "CNIRules": [
    "CNIPlan", "CNISpec", "LinuxSystem", "Netlink", "NetlinkFilter", "NetworkTypes",
  ],
  "CNICore": [
    "CNIPlan", "CNIRules", "CNISpec", "CNIStores", "LinuxSystem", "Netlink", "NetlinkRoute",
    "NetworkTypes",
  ],
  "CNIPlugins": [
    "CNICore", "CNIPlan", "CNIRules", "CNISpec", "CNIStores", "LinuxSystem", "Netlink",
    "NetlinkFilter", "NetlinkRoute", "NetworkTypes",
  ],
  "CNIRuntime": ["CNICore", "CNIPlan", "CNISpec", "CNIStores", "LinuxSystem"],
  "NodeModel": ["NetworkTypes"],
  "NodeSources": [
    "CLinux", "CNISpec", "CNIStores", "GoBGP", "LinuxSystem", "Netlink", "NetlinkDiag",
    "NetlinkFilter", "NetworkTypes",
  ],
  "NodeCollector": [
    "CNISpec", "LinuxSystem", "Netlink", "NetlinkDiag", "NetlinkFilter", "NetlinkGeneric",
    "NetlinkRoute", "NetworkTypes", "NodeModel", "NodeSources",
  ],
  "GoBGP": ["LinuxSystem"],
  "NodeExport": ["NodeModel", "NetworkTypes"],
  "Canvas": [],
  "Terminal": ["CNcurses", "Canvas", "LinuxSystem"],
  "Screens": ["Canvas", "NodeModel", "NetworkTypes"],
  "cnitop": [
    "CNICore", "CNIPlan", "CNIPlugins", "CNIRuntime", "CNISpec", "CNIStores",
    "Canvas", "LinuxSystem", "Netlink", "NetlinkRoute", "NetworkTypes",
    "NodeCollector", "NodeExport", "NodeModel", "NodeSources", "Screens", "Terminal",
  ],
  "cni-plugins": ["CNICore", "CNIPlugins"],
  "Benchmarks": [
    "LinuxSystem", "Netlink", "NetlinkRoute", "NetworkTypes", "NodeCollector",
    "NodeExport", "NodeModel",
  ],
]

/// What is not ours and may be imported: by modules that read or write something, and by the
/// programs.
private let systemModules: Set<String> = ["Glibc", "Musl", "Synchronization", "Dispatch"]
private let programModules: Set<String> = ["ArgumentParser", "FoundationEssentials", "Yams"]

/// Libraries that one module alone imports, so that no other comes to depend on them.
private let librariesOfOne: [String: Set<String>] = [
  "GoBGP": ["NIOCore", "NIOHPACK", "NIOHTTP2", "NIOPosix", "SwiftProtobuf"]
]

/// Modules that do no I/O and read no clock: time and data come in.
private let pure: Set<String> = [
  "NetworkTypes", "CNISpec", "CNIPlan", "NodeModel", "Canvas", "Screens",
]
private let programs: Set<String> = ["cnitop", "Benchmarks"]

struct ImportTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources").standardized

  /// The folder of each Swift module, two levels below `Sources`.
  private static func folders() throws -> [String: URL] {
    let manager = FileManager.default
    var folders: [String: URL] = [:]
    for wing in try manager.contentsOfDirectory(atPath: sources.path()) {
      let wingFolder = sources.appending(path: wing)
      for module in try manager.contentsOfDirectory(atPath: wingFolder.path()) {
        let folder = wingFolder.appending(path: module)
        let files = try manager.subpathsOfDirectory(atPath: folder.path())
        // A C target has no Swift in it.
        if files.contains(where: { $0.hasSuffix(".swift") }) { folders[module] = folder }
      }
    }
    return folders
  }

  @Test(arguments: allowed.keys.sorted())
  func importsOnlyWhatItMay(_ module: String) throws {
    let folder = try #require(try Self.folders()[module])
    let ours = Set(allowed.keys).union(["CLinux", "CNcurses"])
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path())
    where file.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for match in text.matches(
        of: /(?m)^\s*(?:@\w+ )?(?:(?:public|package|internal|private) )?import (?:\w+ )?(\w+)/)
      {
        let name = String(match.1)
        let may =
          ours.contains(name)
          ? allowed[module]!.contains(name)
          : (systemModules.contains(name) && !pure.contains(module))
            || (programModules.contains(name) && programs.contains(module))
            || librariesOfOne[module]?.contains(name) == true
        #expect(may, "\(module)/\(file) imports \(name)")
      }
    }
  }

  @Test func everyModuleHasALine() throws {
    #expect(Set(try Self.folders().keys) == Set(allowed.keys))
  }

  @Test func filesStaySmall() throws {
    for (module, folder) in try Self.folders() {
      for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path())
      where file.hasSuffix(".swift") && !file.hasSuffix("BuiltInThemes.swift")
        && !file.hasSuffix(".pb.swift")
      {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        let lines = text.count { $0 == "\n" }
        #expect(lines <= 400, "\(module)/\(file) has \(lines) lines")
      }
    }
  }
}
