// swift-tools-version: 6.3
import PackageDescription

/// One list of settings for every Swift target, so that no module is laxer than another.
let settings: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),  // `@_lifetime`, for views over a RawSpan
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  // Hot loops cross modules: the route decoder is in Kernel, the packed table in Node.
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
  .treatAllWarnings(as: .error),
]

/// A Swift module in one of the wings under `Sources`.
func module(_ wing: String, _ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(wing)/\(name)",
    swiftSettings: settings)
}

/// A suite whose folder under `Tests` has its own name.
func suite(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)",
    exclude: exclude, swiftSettings: settings)
}

let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP2", package: "swift-nio-http2"),
  .product(name: "NIOHPACK", package: "swift-nio-http2"),
]
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
  name: "cnitop",
  products: [
    .executable(name: "cnitop", targets: ["cnitop"]),
    .executable(name: "cni-plugins", targets: ["cni-plugins"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // Kernel: what Linux says and hears.
    .target(name: "CLinux", path: "Sources/Kernel/CLinux"),
    module("Kernel", "NetworkTypes", []),
    module("Kernel", "LinuxSystem", ["CLinux", "NetworkTypes"]),
    module("Kernel", "Netlink", ["CLinux", "LinuxSystem", "NetworkTypes"]),
    module("Kernel", "NetlinkRoute", ["Netlink", "NetworkTypes"]),
    module("Kernel", "NetlinkDiag", ["Netlink", "NetworkTypes"]),
    module("Kernel", "NetlinkGeneric", ["Netlink", "NetworkTypes"]),
    module("Kernel", "NetlinkFilter", ["LinuxSystem", "Netlink", "NetworkTypes"]),

    // CNI: what container runtimes leave on disk, and the plugins that they call.
    module("CNI", "CNISpec", ["NetworkTypes"]),
    module("CNI", "CNIStores", ["CNISpec", "LinuxSystem", "NetworkTypes"]),

    module("CNI", "CNIPlan", ["CNISpec", "NetworkTypes"]),
    module(
      "CNI", "CNIRules",
      ["CNIPlan", "CNISpec", "LinuxSystem", "Netlink", "NetlinkFilter", "NetworkTypes"]),
    module(
      "CNI", "CNICore",
      [
        "CNIPlan", "CNIRules", "CNISpec", "CNIStores", "LinuxSystem", "Netlink", "NetlinkRoute",
        "NetworkTypes",
      ]),
    module(
      "CNI", "CNIPlugins",
      [
        "CNICore", "CNIPlan", "CNIRules", "CNISpec", "CNIStores", "LinuxSystem", "Netlink",
        "NetlinkFilter", "NetlinkRoute", "NetworkTypes",
      ]),
    module(
      "CNI", "CNIRuntime",
      ["CNICore", "CNIPlan", "CNISpec", "CNIStores", "LinuxSystem"]),

    // Node: what this node is.
    module("Node", "NodeModel", ["NetworkTypes"]),
    module(
      "Node", "NodeSources",
      [
        "CNISpec", "CNIStores", "GoBGP", "LinuxSystem", "Netlink", "NetlinkDiag", "NetlinkFilter",
        "NetworkTypes",
      ]),
    module(
      "Node", "NodeCollector",
      [
        "CNISpec", "LinuxSystem", "Netlink", "NetlinkDiag", "NetlinkFilter", "NetlinkGeneric",
        "NetlinkRoute", "NetworkTypes", "NodeModel", "NodeSources",
      ]),
    .target(
      name: "GoBGP", dependencies: ["LinuxSystem", protobuf] + nio,
      path: "Sources/Node/GoBGP", exclude: ["Wire/gobgp.proto"], swiftSettings: settings),
    module("Node", "NodeExport", ["NodeModel", "NetworkTypes"]),

    // Screen: what an operator sees.
    .target(
      name: "CNcurses", path: "Sources/Screen/CNcurses",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    module("Screen", "Canvas", []),
    module("Screen", "Terminal", ["CNcurses", "Canvas", "LinuxSystem"]),
    module("Screen", "Screens", ["Canvas", "NodeModel", "NetworkTypes"]),

    // Programs.
    .executableTarget(
      name: "cnitop",
      dependencies: [
        "CNICore", "CNIPlan", "CNIPlugins", "CNIRuntime", "CNISpec", "CNIStores",
        "Canvas", "LinuxSystem", "Netlink", "NetlinkRoute", "NetworkTypes",
        "NodeCollector", "NodeExport", "NodeModel", "NodeSources", "Screens", "Terminal",
        arguments, yams,
      ],
      path: "Sources/Programs/cnitop", swiftSettings: settings),
    .executableTarget(
      name: "cni-plugins", dependencies: ["CNICore", "CNIPlugins"],
      path: "Sources/Programs/cni-plugins", swiftSettings: settings),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "LinuxSystem", "Netlink", "NetlinkRoute", "NetworkTypes", "NodeCollector", "NodeExport",
        "NodeModel",
      ],
      path: "Sources/Programs/Benchmarks", exclude: ["Floors", "Runner"], swiftSettings: settings),

    // Tests.
    .target(name: "CTestSupport", path: "Tests/CTestSupport"),
    .target(
      name: "TestSupport",
      dependencies: ["CTestSupport", "LinuxSystem", "Netlink"],
      path: "Tests/TestSupport", swiftSettings: settings),
    suite("ArchitectureTests", []),
    suite("NetworkTypesTests", ["NetworkTypes"]),
    suite("CNISpecTests", ["CNISpec", "NetworkTypes"], exclude: ["Fixtures"]),
    suite(
      "CNIStoresTests", ["CNISpec", "CNIStores", "LinuxSystem", "NetworkTypes"],
      exclude: ["Fixtures"]),
    suite(
      "CNIRuntimeTests",
      ["CNICore", "CNIPlugins", "CNIRuntime", "CNISpec", "CNIStores", "LinuxSystem"]),
    suite(
      "NodeSourcesTests",
      [
        "GoBGP", "CNISpec", "LinuxSystem", "Netlink", "NetlinkFilter", "NetworkTypes",
        "NodeSources",
      ],
      exclude: ["Fixtures"]),
    suite("NetlinkTests", ["LinuxSystem", "Netlink", "NetlinkRoute", "NetworkTypes"]),
    suite("CNICoreTests", ["CNICore", "CNIPlan", "CNISpec", "NetworkTypes"]),
    suite("CNIPluginsTests", ["cni-plugins", "plugin-crash", "LinuxSystem", "NetworkTypes"]),
    .executableTarget(
      name: "plugin-crash", dependencies: ["CNICore", "CNIPlugins"],
      path: "Tests/Helpers/plugin-crash", swiftSettings: settings),
    suite("NodeModelTests", ["NetworkTypes", "NodeModel"]),
    suite("PodListTests", ["cnitop"]),
    suite(
      "GoBGPTests",
      ["GoBGP", "LinuxSystem", .product(name: "NIOCore", package: "swift-nio"), protobuf],
      exclude: ["Fixtures"]),
    suite(
      "NodeExportTests", ["NetworkTypes", "NodeExport", "NodeModel", yams], exclude: ["Golden"]),
    suite(
      "ScreenTests", ["Canvas", "NetworkTypes", "NodeModel", "Screens"], exclude: ["Fixtures"]),
    suite("CanvasTests", ["Canvas", "CTestSupport", yams]),
    suite("TerminalTests", ["Canvas", "Terminal", "terminal-crash"]),
    .executableTarget(
      name: "terminal-crash", dependencies: ["Canvas", "Terminal"],
      path: "Tests/Helpers/terminal-crash", swiftSettings: settings),
    suite(
      "NetlinkRouteTests", ["CLinux", "LinuxSystem", "Netlink", "NetlinkRoute", "NetworkTypes"],
      exclude: ["Fixtures"]),
    suite(
      "CNIRulesTests",
      ["CNIPlan", "CNIRules", "CNISpec", "LinuxSystem", "Netlink", "NetworkTypes"]),
    suite(
      "NetlinkFilterTests",
      ["CLinux", "LinuxSystem", "Netlink", "NetlinkFilter", "NetworkTypes"]),
    suite("NetlinkGenericTests", ["CLinux", "Netlink", "NetlinkGeneric", "NetworkTypes"]),
    suite(
      "NetlinkDiagTests",
      ["CLinux", "CTestSupport", "LinuxSystem", "Netlink", "NetlinkDiag", "NetworkTypes"]),
    suite(
      "NodeCollectorTests",
      [
        "CNISpec", "Netlink", "NetlinkRoute", "NetworkTypes", "NodeCollector", "NodeModel",
        "NodeSources",
      ]),
    suite("KernelTests", ["cnitop", "LinuxSystem", "NetworkTypes", "NodeCollector", "NodeModel"]),
    suite("AddressPluginTests", ["cni-plugins", "CNIPlugins", "CNISpec", "NetworkTypes"]),
    suite("AttachTests", ["cnitop", "cni-plugins"]),
    suite("PtyTests", ["cnitop", "LinuxSystem"]),
    suite("DemoTests", ["cnitop"]),
  ],
  swiftLanguageModes: [.v6]
)
