import Foundation
import Testing

@Suite("merge-driver")
struct MergeDriverTests {
    private func files(_ base: String, _ ours: String, _ theirs: String) throws -> CommandSandbox {
        let sandbox = try CommandSandbox()
        for (name, text) in [("base", base), ("ours", ours), ("theirs", theirs)] { try sandbox.write(name, text) }
        return sandbox
    }

    @Test("A file that is not there is named in a sentence, and nothing is merged")
    func missing() async throws {
        let sandbox = try files("name: A\n", "name: B\n", "name: A\n")
        let missing = try await sandbox.cotech("merge-driver", "base", "ours", "gone", "members/ash.md")
        #expect(missing.status == 64 && missing.error.hasPrefix("error: there is no file gone\n"))
        let folder = try await sandbox.cotech("merge-driver", ".", "ours", "theirs", "members/ash.md")
        #expect(folder.status == 64 && folder.error == "error: . is a folder, where a file is needed\n")
        #expect(sandbox.read("ours") == "name: B\n")
    }

    @Test("Marks are as long as git asks; a call that does not say gets the usual seven letters")
    func markSize() async throws {
        for (size, marks) in [("12", 12), (nil, 7)] {
            let sandbox = try files("headcount: 1\n", "headcount: 2\n", "headcount: 3\n")
            let answer = try await sandbox.cotech(
                ["merge-driver", "--", "base", "ours", "theirs", "memberships/ash.yaml"] + [size].compactMap(\.self))
            #expect(answer.status == 1, "\(answer.error)")
            let lines = try #require(sandbox.read("ours")).split { $0 == "\n" }
            let letters = lines.map { line in line.prefix { "<=>".contains($0) }.count }
            #expect(letters == [marks, 0, marks, 0, marks])
        }
        let sandbox = try files("", "", "")
        #expect(try await sandbox.cotech("merge-driver", "base", "ours", "theirs", "a", "0").status == 64)
    }
}
