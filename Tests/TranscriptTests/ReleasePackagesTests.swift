import Foundation
import TestSupport
import Testing

@testable import Interchange

/// What a job installs beside the release.
@Suite struct ReleasePackagesTests {
    /// Whether the program is linked as releases are: `scripts/lib/prepare` says so by this folder.
    private static let canTell =
        ProcessInfo.processInfo.environment["PKG_CONFIG_PATH"]?.contains("/.build/archives") == true
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/dpkg-query")
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/readelf")

    @Test(.enabled(if: canTell)) func `Every library of the system that the program needs is installed`() throws {
        let binary = try #require(Binary.path)
        let needed = try Program.run("readelf", ["-d", binary]).lines.filter { $0.contains("(NEEDED)") }
            .compactMap { $0.split { "[]".contains($0) }.last.map(String.init) }
        var packages: Set<String> = []
        for library in needed {
            // Swift's own libraries are in no package, and a release has them linked in.
            let owners = try Program.run("dpkg-query", ["-S", "*/\(library)"]).lines
            if let package = owners.first?.split(separator: ":").first { packages.insert(String(package)) }
        }
        #expect(packages.contains("libc6"))
        // Every Debian has these.
        packages.subtract(["libc6", "libgcc-s1", "libstdc++6"])
        for package in packages { #expect("\(ContinuousIntegration.install) ".contains(" \(package) ")) }
    }
}
