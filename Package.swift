// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
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
        .executable(name: "corecraft-bench", targets: ["corecraft-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
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
        .executableTarget(
            name: "corecraft-bench",
            dependencies: ["Rewards", "Episodes", "EventStore", "Projections", "ToolLayer", "CanonicalJSON"],
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
    ]
)
