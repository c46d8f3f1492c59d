import Foundation
import TestSupport
import Testing

@testable import Interchange

/// What a job installs beside the release.
@Suite struct ReleasePackagesTests {
    /// Releases are made for Debian 12, where the libraries are called so.
    private static let canTell =
        (try? String(contentsOfFile: "/etc/debian_version", encoding: .utf8))?.hasPrefix("12") == true
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
        #expect(packages.isSuperset(of: ["libgit2-1.5", "libdeflate0"]))
        // Every Debian has these.
        packages.subtract(["libc6", "libgcc-s1", "libstdc++6"])
        for package in packages { #expect("\(ContinuousIntegration.install) ".contains(" \(package) ")) }
    }
}
