// swift-tools-version: 6.2
import PackageDescription

// Apart from the product, so that building the product never builds what it is measured against.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "scriptorium", path: ".."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "BareServer", dependencies: [.product(name: "Hummingbird", package: "hummingbird")]),
        .executableTarget(
            name: "JSONBenchmark", dependencies: [.product(name: "CoreLanguage", package: "scriptorium")]),
    ],
    swiftLanguageModes: [.v6]
)
