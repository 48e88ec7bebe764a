// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "corecraft",
    products: [
        .library(name: "CanonicalJSON", targets: ["CanonicalJSON"]),
        .library(name: "EventStore", targets: ["EventStore"]),
        .library(name: "Projections", targets: ["Projections"]),
        .library(name: "ToolLayer", targets: ["ToolLayer"]),
        .library(name: "Episodes", targets: ["Episodes"]),
        .library(name: "Rewards", targets: ["Rewards"]),
        .library(name: "Server", targets: ["Server"]),
        .library(name: "WorldBuilder", targets: ["WorldBuilder"]),
        .executable(name: "corecraft", targets: ["corecraft"]),
        .executable(name: "corecraft-bench", targets: ["corecraft-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CLMDB", providers: [.apt(["liblmdb-dev"])]),
        .target(
            name: "CanonicalJSON",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict
        ),
        .target(name: "EventStore", dependencies: ["CanonicalJSON", "CLMDB"], swiftSettings: strict),
        .target(name: "Projections", dependencies: ["CanonicalJSON"], swiftSettings: strict),
        .target(name: "ToolLayer", dependencies: ["CanonicalJSON", "Projections"], swiftSettings: strict),
        .target(
            name: "Episodes", dependencies: ["CanonicalJSON", "EventStore", "Projections", "ToolLayer"],
            swiftSettings: strict
        ),
        .target(
            name: "Rewards", dependencies: ["CanonicalJSON", "Projections", "Episodes"], swiftSettings: strict
        ),
        .target(
            name: "Server",
            dependencies: [
                "CanonicalJSON", "EventStore", "Projections", "ToolLayer", "Episodes", "Rewards",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "WorldBuilder",
            dependencies: ["CanonicalJSON", "Projections", "ToolLayer", .product(name: "Yams", package: "Yams")],
            exclude: ["Content"], swiftSettings: strict
        ),
        .executableTarget(
            name: "corecraft",
            dependencies: [
                "CanonicalJSON", "EventStore", "Projections", "ToolLayer", "Episodes", "Rewards", "Server",
                "WorldBuilder",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "corecraft-bench",
            dependencies: [
                "Rewards", "Episodes", "EventStore", "Projections", "ToolLayer", "CanonicalJSON", "WorldBuilder",
            ],
            path: "Benchmarks/corecraft-bench", swiftSettings: strict
        ),
        .testTarget(
            name: "CanonicalJSONTests", dependencies: ["CanonicalJSON"], exclude: ["compare_rfc8785.py"],
            swiftSettings: strict
        ),
        .testTarget(name: "EventStoreTests", dependencies: ["EventStore", "CanonicalJSON"], swiftSettings: strict),
        .testTarget(name: "ProjectionsTests", dependencies: ["Projections", "CanonicalJSON"], swiftSettings: strict),
        .testTarget(
            name: "ToolLayerTests", dependencies: ["ToolLayer", "Projections", "CanonicalJSON"], swiftSettings: strict
        ),
        .testTarget(
            name: "EpisodesTests",
            dependencies: ["Episodes", "Rewards", "EventStore", "Projections", "ToolLayer", "CanonicalJSON"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RewardsTests", dependencies: ["Rewards", "Episodes", "Projections", "ToolLayer", "CanonicalJSON"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WorldBuilderTests", dependencies: ["WorldBuilder", "Projections", "ToolLayer", "CanonicalJSON"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", "CanonicalJSON", "EventStore", "Projections", "ToolLayer", "Episodes", "Rewards",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
    ]
)
