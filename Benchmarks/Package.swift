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
        .executableTarget(
            name: "LanguageBenchmark", dependencies: [.product(name: "CoreLanguage", package: "scriptorium")]),
        .executableTarget(
            name: "LanguageServerBenchmark",
            dependencies: [
                .product(name: "CoreLanguage", package: "scriptorium"),
                .product(name: "HostLSP", package: "scriptorium"),
            ]),
        .target(name: "BareLedger", linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "LedgerBenchmark",
            dependencies: [
                "BareLedger",
                .product(name: "CoreDomain", package: "scriptorium"),
                .product(name: "CorePlatform", package: "scriptorium"),
                .product(name: "CoreStorage", package: "scriptorium"),
                .product(name: "CoreStoragePostgres", package: "scriptorium"),
                .product(name: "CoreTesting", package: "scriptorium"),
            ]),
        .target(name: "BareSteps", linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "StepsBenchmark",
            dependencies: [
                "BareSteps",
                .product(name: "CoreCrypto", package: "scriptorium"),
                .product(name: "CoreDomain", package: "scriptorium"),
                .product(name: "CoreLanguage", package: "scriptorium"),
                .product(name: "CorePlatform", package: "scriptorium"),
                .product(name: "CoreStorage", package: "scriptorium"),
                .product(name: "CoreStoragePostgres", package: "scriptorium"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
