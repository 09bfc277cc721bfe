// swift-tools-version: 6.2
import PackageDescription

// One list, applied to every Swift target at the bottom: no target can opt out by omission.
let strictSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let httpServer: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "scriptorium",
    products: [
        .executable(name: "scriptorium", targets: ["scriptorium"]),
        .library(name: "scriptorium-c", type: .dynamic, targets: ["HostFFI"]),
        .library(name: "CoreLanguage", targets: ["CoreLanguage"]),
        .library(name: "HostLSP", targets: ["HostLSP"]),
        .library(name: "CoreCrypto", targets: ["CoreCrypto"]),
        .library(name: "CoreDomain", targets: ["CoreDomain"]),
        .library(name: "CorePlatform", targets: ["CorePlatform"]),
        .library(name: "CoreStorage", targets: ["CoreStorage"]),
        .library(name: "CoreStoragePostgres", targets: ["CoreStoragePostgres"]),
        .library(name: "CoreTesting", targets: ["CoreTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "COpenSSL", path: "Sources/COpenSSL"),
        .systemLibrary(name: "CScriptorium", path: "include"),
        .systemLibrary(name: "CSQLite", path: "Sources/CSQLite"),
        .systemLibrary(name: "CYAML", path: "Sources/CYAML"),
        .target(name: "CPostgres", linkerSettings: [.linkedLibrary("dl")]),

        .target(name: "CoreLanguage"),
        .target(name: "CoreDomain", dependencies: ["CoreLanguage"]),
        .target(name: "CPlatform"),
        .target(name: "CorePlatform", dependencies: ["CoreDomain", "CPlatform"]),
        .target(name: "Providers", dependencies: ["CoreLanguage", "CoreDomain"]),
        .target(name: "CoreCrypto", dependencies: ["CoreDomain", "COpenSSL"]),
        .target(name: "CoreStorage", dependencies: ["CoreLanguage", "CoreDomain", "CorePlatform", "CSQLite"]),
        .target(
            name: "CoreStoragePostgres", dependencies: ["CoreDomain", "CorePlatform", "CoreStorage", "CPostgres"]),
        .target(name: "CoreTesting", dependencies: ["CoreLanguage", "CoreDomain"]),

        .target(name: "HostLSP", dependencies: ["CoreLanguage"]),
        .target(name: "HostMCP", dependencies: ["CoreDomain", "CoreLanguage"]),
        .target(
            name: "HostSupport",
            dependencies: ["CoreLanguage", "CoreDomain", "CoreStorage", "CoreCrypto", "CorePlatform", "Providers"]),
        .target(
            name: "HostWire",
            dependencies: ["HostSupport", "HostYAML", "CoreDomain", "CoreLanguage", "CorePlatform"]),
        .target(
            name: "HTTPClient",
            dependencies: [
                "CoreDomain", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "HostHTTP",
            dependencies: ["HostWire", "HostSupport", "CoreDomain", "CoreLanguage", "CorePlatform"] + httpServer),
        .target(
            name: "HostCLI",
            dependencies: [
                "HostWire", "HostSupport", "HostYAML", "HostLSP", "HostMCP", "CoreDomain", "CoreLanguage",
                "CorePlatform",
                argumentParser,
            ]),
        .target(
            name: "HostYAML", dependencies: ["CoreLanguage", "CYAML"],
            // The archive, since systems that run the program seldom have the shared library.
            linkerSettings: [.linkedLibrary(":libyaml.a")]),
        .target(
            name: "HostFFI",
            dependencies: ["HostSupport", "CoreDomain", "CoreLanguage", "CorePlatform", "CScriptorium"]),
        .executableTarget(
            name: "scriptorium",
            dependencies: [
                "HostCLI", "HostHTTP", "HTTPClient", "HostWire", "HostSupport", "CoreDomain", "CoreStoragePostgres",
            ]),

        .testTarget(name: "CoreLanguageTests", dependencies: ["CoreLanguage", "CoreTesting"]),
        .testTarget(name: "HostLSPTests", dependencies: ["HostLSP", "CoreLanguage", "CoreTesting"]),
        .testTarget(name: "HostMCPTests", dependencies: ["HostMCP", "CoreDomain", "CoreLanguage"]),
        .testTarget(name: "CoreCryptoTests", dependencies: ["CoreCrypto", "CoreDomain", "COpenSSL"]),
        .testTarget(
            name: "CoreDomainTests", dependencies: ["CoreDomain", "CoreLanguage", "CoreCrypto", "CoreTesting"]),
        .testTarget(
            name: "Conformance",
            dependencies: [
                "CoreDomain", "CoreStorage", "CoreStoragePostgres", "CorePlatform", "CoreTesting", "CSQLite",
                "CFaultyDisk", "COpenSSL",
            ]),
        .target(name: "CFaultyDisk", path: "Tests/CFaultyDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "ThreadSimulation", dependencies: ["CoreDomain", "CoreLanguage", "CoreCrypto", "CoreTesting"],
            path: "Tests/ThreadSimulation"),
        .executableTarget(
            name: "simulate-threads", dependencies: ["ThreadSimulation"], path: "Tests/SimulateThreads"),
        .testTarget(
            name: "Simulation",
            dependencies: ["CoreDomain", "CoreLanguage", "CoreCrypto", "CoreTesting", "ThreadSimulation"]),
        .testTarget(
            name: "HostSupportTests",
            dependencies: ["HostWire", "HostSupport", "CoreDomain", "CoreLanguage", "CorePlatform", "CoreTesting"]),
        .testTarget(name: "HostYAMLTests", dependencies: ["HostYAML", "CoreLanguage", "CoreTesting"]),
        .testTarget(name: "CorePlatformTests", dependencies: ["CorePlatform", "CoreDomain"]),
        .testTarget(
            name: "ProvidersTests",
            dependencies: ["Providers", "CoreDomain", "CoreLanguage", "CorePlatform", "CoreTesting"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where [.regular, .test, .executable].contains(target.type) {
    target.swiftSettings = (target.swiftSettings ?? []) + strictSettings
}
