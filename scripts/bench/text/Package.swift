// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a plain build never pays for it. `Sources/RecordText` is a link to the layer itself.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .strictMemorySafety(), .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "text-bench",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
    targets: [
        .target(name: "RecordText", swiftSettings: settings),
        .executableTarget(
            name: "text-bench", dependencies: ["RecordText", .product(name: "Yams", package: "Yams")],
            swiftSettings: settings),
    ]
)
