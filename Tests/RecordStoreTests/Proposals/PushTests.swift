import Foundation
import Git
import RecordStore
import RecordText
import Testing

@Suite struct PushTests {
    private func scrutiny(_ fixture: StoreFixture, _ name: String, from old: ObjectID?, to new: ObjectID?) throws
        -> String
    {
        let reference = try #require(
            PushedReference(line: "\(old ?? .zero) \(new ?? .zero) \(name)"))
        return switch try fixture.store().scrutiny(of: reference) {
        case .none: "none"
        case .judging(let new, let old): "judging \(old?.description ?? "nothing") \(new)"
        case .coordinators: "coordinators"
        case .refused(let finding): finding.code
        }
    }

    @Test func `Where nobody knows which branch is the main one, none is taken in`() throws {
        let fixture = try StoreFixture()
        let next = try fixture.commit(["members/birch.md": nil], on: fixture.head)
        try "ref: refs/heads/master\n".write(
            toFile: fixture.repository.gitDirectory + "/HEAD", atomically: true, encoding: .utf8)
        #expect(throws: StoreError.self) { try scrutiny(fixture, "refs/heads/main", from: nil, to: next) }
        #expect(try scrutiny(fixture, "refs/heads/master", from: nil, to: next) == "judging nothing \(next)")
        #expect(try scrutiny(fixture, "refs/tags/v1", from: nil, to: next) == "none")
    }

    @Test func `Only the main branch is judged, and nobody takes back what it has`() throws {
        let fixture = try StoreFixture()
        let start = try fixture.head
        let next = try fixture.commit(["members/birch.md": nil], on: start)
        let other = try fixture.commit(["members/ash.md": nil], on: start)
        #expect(try scrutiny(fixture, "refs/heads/main", from: start, to: next) == "judging \(start) \(next)")
        #expect(try scrutiny(fixture, "refs/heads/main", from: nil, to: next) == "judging nothing \(next)")
        #expect(try scrutiny(fixture, "refs/heads/main", from: next, to: other) == "rewritten-history")
        #expect(try scrutiny(fixture, "refs/heads/main", from: next, to: start) == "rewritten-history")
        #expect(try scrutiny(fixture, "refs/heads/main", from: next, to: nil) == "rewritten-history")
        for name in ["refs/heads/topic", "refs/heads/main/x", "refs/tags/v1"] {
            #expect(try scrutiny(fixture, name, from: next, to: other) == "none", "\(name)")
        }
        for name in ["refs/cotech/reminders", "refs/replace/\(start)", "refs/notes/commits", "HEAD"] {
            #expect(try scrutiny(fixture, name, from: nil, to: other) == "coordinators", "\(name)")
        }
    }

    @Test(arguments: [
        "", "x y z", "\(ObjectID.zero)", "\(ObjectID.zero) \(ObjectID.zero)", "\(ObjectID.zero) \(ObjectID.zero) ",
    ])
    func `A line that git would not give a hook is none`(line: String) {
        #expect(PushedReference(line: line) == nil)
    }
}
