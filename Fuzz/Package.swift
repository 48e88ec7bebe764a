// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses or tests corecraft builds it: `make fuzz SECONDS=60`. It is a library,
// since libFuzzer brings its own `main`; Scripts/fuzz.sh links the two.
let package = Package(
    name: "fuzz",
    products: [.library(name: "FuzzCalls", type: .static, targets: ["FuzzCalls"])],
    dependencies: [.package(name: "corecraft", path: "..")],
    targets: [
        .target(
            name: "FuzzCalls",
            dependencies: [
                .product(name: "CanonicalJSON", package: "corecraft"),
                .product(name: "Projections", package: "corecraft"),
                .product(name: "ToolLayer", package: "corecraft"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        )
    ]
)
