import Foundation
import TestSupport
import Testing

@testable import Interchange

/// What a job installs beside the release.
@Suite struct ReleasePackagesTests {
    private static let canTell =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/dpkg-query")
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/readelf")

    @Test(.enabled(if: canTell)) func `Every library of the system that the program needs is installed`() throws {
        let binary = try #require(Binary.path)
        let needed = try Program.run("readelf", ["-d", binary]).lines.filter { $0.contains("(NEEDED)") }
            .compactMap { $0.split { "[]".contains($0) }.last.map(String.init) }
        #expect(needed.contains { $0.hasPrefix("libgit2.so") })
        // Every Debian has these, and Swift's own are linked in.
        let others = needed.filter { name in
            !["libc.so", "libm.so", "libgcc_s.so", "libstdc++.so", "ld-linux", "libswift", "lib_", "libFoundation"]
                .contains { name.hasPrefix($0) }
        }
        for library in others {
            let owners = try Program.run("dpkg-query", ["-S", "*/\(library)"]).lines.compactMap {
                $0.split(separator: ":").first.map(String.init)
            }
            #expect(owners.contains { ContinuousIntegration.install.contains(" \($0) ") }, "\(library): \(owners)")
        }
    }
}
