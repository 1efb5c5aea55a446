// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "holdfast",
    products: [
        .executable(name: "holdfast", targets: ["holdfast"]),
        .executable(name: "holdfast-bench", targets: ["HoldfastBench"]),
        .executable(name: "executor-bench", targets: ["ExecutorBench"]),
        .executable(name: "catalog-bench", targets: ["CatalogBench"]),
    ],
    targets: [
        // What the operating system brings.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // The files of the pages, as bytes in the program.
        .target(name: "WebAssets", exclude: ["assets"]),

        // Infrastructure: jobs and bytes, no commerce.
        .target(name: "EventLoops", dependencies: ["CLinux"], swiftSettings: settings),
        .target(name: "Journaling", dependencies: ["CLinux"], swiftSettings: settings),
        .target(name: "CompactJSON", swiftSettings: settings),
        .target(name: "CSVText", swiftSettings: settings),
        .target(name: "HTTPWire", swiftSettings: settings),

        // Commerce, from plain values up to the server.
        .target(name: "CommerceCore", swiftSettings: settings),
        .target(
            name: "CommerceEngine", dependencies: ["CommerceCore", "Journaling", "CLinux"],
            swiftSettings: settings),
        .target(
            name: "CommerceWire", dependencies: ["CommerceCore", "CommerceEngine", "CompactJSON", "CSVText"],
            swiftSettings: settings),
        .target(
            name: "CommerceServer",
            dependencies: [
                "CommerceWire", "CommerceEngine", "CommerceCore", "CompactJSON", "HTTPWire", "EventLoops",
                "Journaling", "CLinux", "COpenSSL", "WebAssets",
            ], swiftSettings: settings),
        .target(
            name: "CommerceClient", dependencies: ["CompactJSON", "CSVText", "CLinux"],
            swiftSettings: settings),
        .executableTarget(
            name: "holdfast",
            dependencies: [
                "CommerceServer", "CommerceClient", "CommerceEngine", "CommerceCore", "CommerceWire",
                "CompactJSON",
                "EventLoops", "Journaling", "CLinux",
            ], swiftSettings: settings),
        .executableTarget(
            name: "HoldfastBench", dependencies: ["CompactJSON", "CLinux"], path: "Benchmarks/HoldfastBench",
            swiftSettings: settings),
        .executableTarget(
            name: "ExecutorBench", dependencies: ["EventLoops", "CompactJSON"],
            path: "Benchmarks/ExecutorBench", swiftSettings: settings),
        .executableTarget(
            name: "CatalogBench",
            dependencies: ["CommerceWire", "CommerceEngine", "CommerceCore", "CompactJSON", "Journaling"],
            path: "Benchmarks/CatalogBench", swiftSettings: settings),

        // For Tests/BlackBox/http, which compares the parser with others.
        .executableTarget(
            name: "HTTPWireProbe", dependencies: ["HTTPWire"], path: "Tests/HTTPWireProbe",
            swiftSettings: settings),

        // Tests: one target a module, and the simulation of the whole engine.
        .target(
            name: "TestSupport", dependencies: ["Journaling", "CommerceCore", "CommerceEngine"],
            path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(
            name: "EventLoopsTests", dependencies: ["EventLoops", "TestSupport", "CLinux"],
            swiftSettings: settings),
        .testTarget(
            name: "JournalingTests", dependencies: ["Journaling", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "CompactJSONTests", dependencies: ["CompactJSON", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "CSVTextTests", dependencies: ["CSVText"], swiftSettings: settings),
        .testTarget(name: "HTTPWireTests", dependencies: ["HTTPWire"], swiftSettings: settings),
        .testTarget(
            name: "CommerceCoreTests", dependencies: ["CommerceCore", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "CommerceEngineTests",
            dependencies: ["CommerceEngine", "CommerceCore", "Journaling", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CommerceWireTests",
            dependencies: [
                "CommerceWire", "CommerceEngine", "CommerceCore", "Journaling", "CompactJSON", "CSVText",
                "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CommerceClientTests",
            dependencies: ["CommerceClient", "EventLoops", "CompactJSON", "CLinux"],
            swiftSettings: settings),
        .testTarget(
            name: "CommerceServerTests",
            dependencies: [
                "CommerceServer", "CommerceClient", "CommerceWire", "CommerceEngine", "CompactJSON",
                "TestSupport", "EventLoops", "Journaling", "CommerceCore",
            ], swiftSettings: settings),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "CommerceEngine", "CommerceCore", "CommerceWire", "Journaling", "CompactJSON", "TestSupport",
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6],
    // For #embed.
    cLanguageStandard: .c2x
)
