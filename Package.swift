// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let swiftCSV: Target.Dependency = .product(name: "SwiftCSV", package: "SwiftCSV")
let systemPackage: Target.Dependency = .product(
    name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

// The layers, lowest first; each target names only those below it. docs/architecture.md draws them.
let package = Package(
    name: "cotech",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "cotech", targets: ["cotech"]),
        .library(name: "Records", targets: ["Git", "RecordModel", "RecordText", "RecordStore"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        // The paths that swift-subprocess takes; on macOS they come with the system.
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        // An oracle in the tests only: what `fmt` writes must mean the same to another YAML reader.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibgit2", pkgConfig: "libgit2",
            providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
        .systemLibrary(
            name: "CDeflate", pkgConfig: "libdeflate",
            providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
        .target(name: "CLibgit2Offline", dependencies: ["CLibgit2"]),
        .target(name: "Git", dependencies: ["CLibgit2", "CLibgit2Offline", "CDeflate"], swiftSettings: strict),
        .target(name: "RecordModel", swiftSettings: strict),
        .target(name: "RecordText", swiftSettings: strict),
        .target(
            name: "RecordStore", dependencies: ["Git", "RecordModel", "RecordText"],
            swiftSettings: strict),
        .target(
            name: "Interchange",
            dependencies: ["Git", "RecordModel", "RecordText", "RecordStore", swiftCSV],
            swiftSettings: strict),
        .target(
            name: "CoopNetwork", dependencies: ["RecordModel"], swiftSettings: strict),
        .target(
            name: "CotechCLI",
            dependencies: [
                "Git", "RecordModel", "RecordText", "RecordStore", "Interchange", "CoopNetwork",
                argumentParser, subprocess, systemPackage,
            ], swiftSettings: strict),
        .executableTarget(name: "cotech", dependencies: ["CotechCLI"], swiftSettings: strict),
        .testTarget(name: "GitTests", dependencies: ["Git", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "CoopNetworkTests", dependencies: ["CoopNetwork", "RecordModel"], swiftSettings: strict),
        .testTarget(name: "RecordModelTests", dependencies: ["RecordModel"], swiftSettings: strict),
        .testTarget(
            name: "RecordTextTests", dependencies: ["RecordText", "Git", yams], swiftSettings: strict),
        .testTarget(
            name: "RecordStoreTests",
            dependencies: ["RecordStore", "CoopNetwork", "Git", "RecordModel", "RecordText", "TestSupport"],
            swiftSettings: strict),
        // What more than one of the test targets needs.
        .target(
            name: "TestSupport", dependencies: ["CLibgit2"], path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: ["cotech", "TestSupport", "CoopNetwork", "Git", "RecordModel", "RecordStore", yams],
            swiftSettings: strict),
        .testTarget(
            name: "InterchangeTests",
            dependencies: ["Interchange", "CoopNetwork", "RecordModel", "RecordStore", "RecordText", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CotechCLITests",
            dependencies: [
                "CotechCLI", "CoopNetwork", "Git", "Interchange", "RecordModel", "RecordStore", "TestSupport",
            ],
            exclude: ["Import/offers_wants_schema-v0.1.0.json", "Import/organizations_schema-v1.0.0.json"],
            swiftSettings: strict),
        .testTarget(
            name: "TranscriptTests",
            dependencies: [
                "cotech", "TestSupport", "CotechCLI", "CoopNetwork", "Git", "Interchange", "RecordModel",
                "RecordStore", "RecordText",
                argumentParser,
            ],
            exclude: ["Transcripts"], swiftSettings: strict),
    ]
)
