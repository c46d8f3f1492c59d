import Foundation
import Git
import RecordModel
import RecordStore
import Testing

/// Paths as people type them.
@Suite struct NamedPathsTests {
    private func names(_ typed: String..., from folder: String = "", in fixture: StoreFixture) throws -> [String] {
        let top = try #require(fixture.repository.workingDirectory)
        return try fixture.snapshot().paths(typed, from: "\(top)/\(folder)").names(in: .public)
    }

    @Test func `A path is seen from the folder that the person is in`() throws {
        let fixture = try StoreFixture()
        let top = try #require(fixture.repository.workingDirectory)
        #expect(try names("members/ash.md", in: fixture) == ["members/ash.md"])
        #expect(try names("./members//ash.md", "members/", in: fixture) == ["members/ash.md", "members"])
        #expect(
            try names("ash.md", "../skills/swift.yaml", from: "members", in: fixture) == [
                "members/ash.md", "skills/swift.yaml",
            ])
        #expect(try names("\(top)/members/ash.md", from: "skills", in: fixture) == ["members/ash.md"])
        #expect(try names(".", in: fixture) == [""])
        #expect(try names("..", from: "members", in: fixture) == [""])
    }

    @Test func `A path as findings have it is understood in every folder`() throws {
        let fixture = try StoreFixture()
        #expect(try names("members/ash.md", from: "skills", in: fixture) == ["members/ash.md"])
    }

    @Test func `A folder that is a link to the store leads into it`() throws {
        let fixture = try StoreFixture()
        let link = "\(fixture.root)/link"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: try #require(fixture.repository.workingDirectory))
        #expect(
            try fixture.snapshot().paths(["ash.md"], from: "\(link)/members").names(in: .public) == ["members/ash.md"])
        #expect(
            try fixture.snapshot().paths(["\(link)/members/ash.md"], from: "/").names(in: .public) == ["members/ash.md"]
        )
    }

    @Test func `What is in the working files or in the commit is there, and nothing else is`() throws {
        let fixture = try StoreFixture()
        try HandEditTests.edit(["members/ash.md": nil, "members/new.md": "---\nname: New\n---\n"], in: fixture)
        #expect(try names("members/ash.md", "members/new.md", in: fixture).count == 2)
        for typed in ["members/asg.md", "ash.md", "../network-two", "/etc", "members/ash.md/x"] {
            let refused = try storeFailure { try names("members/birch.md", typed, in: fixture) }
            #expect(refused.kind == .usage && refused.message.contains("\"\(typed)\""), "\(typed)")
        }
        let near = try storeFailure { try names("members/asg.md", in: fixture) }
        #expect(near.help == ["did you mean members/ash.md?"])
        // As every other command names a record.
        let named = try storeFailure {
            try fixture.snapshot().paths(["ash"], from: fixture.repository.workingDirectory ?? "")
        }
        #expect(named.help.first?.hasPrefix("did you mean members/ash.md") == true)
    }

    @Test func `A folder stands for what is in it, and for nothing that begins like it`() throws {
        let fixture = try StoreFixture()
        let top = try #require(fixture.repository.workingDirectory)
        let named = try fixture.snapshot().paths(["members"], from: top)
        #expect(named.cover("members/ash.md", in: .public) && named.cover("members", in: .public))
        #expect(!named.cover("memberships/ash.yaml", in: .public) && !named.cover("members/ash.md", in: .private))
        let everything = try fixture.snapshot().paths([], from: top)
        #expect(everything.isEverything && everything.cover("anything", in: .public))
        #expect(try fixture.snapshot().paths(["."], from: top).cover("skills/swift.yaml", in: .public))
    }
}
