import CoopNetwork
import Foundation
import RecordModel
import Testing

@testable import RecordStore

/// Many records are judged on two threads.
@Suite struct SharedJudgingTests {
    /// Co-ops of every standing, one of them without a membership that can be read.
    private func fixture() throws -> StoreFixture {
        let fixture = try StoreFixture()
        var files: [String: String] = [:]
        for number in 10..<30 {
            let id = "coop-\(number)"
            files["members/\(id).md"] =
                "---\nname: Co-op \(number)\ntelephone: 0114 496 01\(number)\n"
                + (number % 5 == 1 ? "away-until: 2027-12-31\n" : "") + "---\n"
            let standing = ["", "left: 2026-10-01\n", "suspended: 2026-10-01\n", "grace-until: 2028-01-01\n"][
                number % 4]
            files["memberships/\(id).yaml"] = "joined: 2020-01-01\n\(standing)"
        }
        files["memberships/coop-23.yaml"] = "joined: [2020\n"
        files["memberships/coop-24.yaml"] = nil
        try fixture.commit(files)
        fixture.wait(days: 400)
        return fixture
    }

    @Test(.enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1, "one core has nobody to share with"))
    func `Both threads judge as one does`() throws {
        let fixture = try fixture()
        let snapshot = try fixture.snapshot(asOf: "2027-12-28")
        try #require(snapshot.place != nil, "nothing would be shared")
        let ages = try snapshot.ages(in: .public)
        let judge = FreshnessJudge(
            kind: Members.kind, snapshot: snapshot, ages: ages, clock: fixture.now, withLeaves: false)
        func told(sharingFrom many: Int) throws -> [String] {
            let (known, unread) = try judge.verdicts(
                at: ages.places(of: Members.kind.name), sharingFrom: many, partSize: 3)
            return unread.map(\.text)
                + known.map { "\($0.id) \($0.own) \(String(describing: $0.excuse?.words)) \($0.summary)" }
        }
        let alone = try told(sharingFrom: .max)
        #expect(try told(sharingFrom: 0) == alone)
        #expect(alone.count == 22, "twenty, and two of the fixture's own")
        #expect(Set(alone.map { $0.contains("left the network") }) == [true, false])
    }
}
