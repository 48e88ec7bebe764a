// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "corecraft",
    products: [
        .library(name: "CanonicalJSON", targets: ["CanonicalJSON"]),
        .library(name: "Projections", targets: ["Projections"]),
        .library(name: "ToolLayer", targets: ["ToolLayer"]),
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
        .target(name: "Projections", dependencies: ["CanonicalJSON"], swiftSettings: strict),
        .target(name: "ToolLayer", dependencies: ["Projections", "CanonicalJSON"], swiftSettings: strict),
        .testTarget(
            name: "CanonicalJSONTests",
            dependencies: ["CanonicalJSON"],
            exclude: ["compare_rfc8785.py"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ProjectionsTests", dependencies: ["Projections", "CanonicalJSON"], swiftSettings: strict),
        .testTarget(
            name: "ToolLayerTests", dependencies: ["ToolLayer", "Projections", "CanonicalJSON"],
            swiftSettings: strict),
    ]
)
