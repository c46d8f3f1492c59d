// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a plain build never pays for it.
let package = Package(
    name: "stores",
    platforms: [.macOS(.v15)],
    targets: [
        .executableTarget(
            name: "make-store",
            swiftSettings: [
                .swiftLanguageMode(.v6), .strictMemorySafety(), .enableUpcomingFeature("ExistentialAny"),
                .treatAllWarnings(as: .error),
            ])
    ]
)
