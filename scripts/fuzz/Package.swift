// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a plain build never pays for it. `Sources/RecordText` is a link to the layer itself.
//   swift build --package-path scripts/fuzz -c release --sanitize=fuzzer
//   scripts/fuzz/.build/release/fuzz-record-text -max_total_time=60 -max_len=4096
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    targets: [
        .target(
            name: "RecordText",
            swiftSettings: [
                .swiftLanguageMode(.v6), .strictMemorySafety(), .enableUpcomingFeature("InternalImportsByDefault"),
            ]),
        .executableTarget(
            name: "fuzz-record-text", dependencies: ["RecordText"],
            swiftSettings: [
                .swiftLanguageMode(.v6), .strictMemorySafety(), .unsafeFlags(["-parse-as-library"]),
            ]),
    ]
)
