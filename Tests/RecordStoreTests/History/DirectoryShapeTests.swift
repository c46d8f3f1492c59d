import Git
import RecordModel
import Testing

@testable import RecordStore

/// A directory as they really are: kept by hand for years, restyled as a whole, with a profile deleted and restored,
/// one broken and repaired, one renamed, and words that came and went. Last-commit age finds all of it new; the rules of
/// `docs/ageing.md` find when each thing was last said.
@Suite("A directory with a real one's traits")
struct DirectoryShapeTests {
    private static let ids = ["aa", "bb", "cc", "dd", "ee", "ff", "gg"]
    /// Day 0; commits are told by the day.
    private static let start = 1_500_000_000

    private struct Told {
        var history = SyntheticHistory()
        var days: [Int] = []

        mutating func on(_ day: Int, _ change: (inout SyntheticCommit) -> Void) {
            days.append(day)
            history.commit(at: DirectoryShapeTests.start + day * 86_400, change)
        }
    }

    private func directory() -> Told {
        var told = Told()
        for (place, id) in Self.ids.enumerated() {
            told.on(place) { commit in
                commit.coops[id] = SyntheticRecord(
                    scalars: ["name": id, "mail": "post@\(id)"], sets: ["skills": ["php"]], about: "We are \(id).")
            }
        }
        // Two say something themselves.
        told.on(300) { $0.coops["aa"]?.sets["skills"]?.insert("swift") }
        told.on(400) { $0.coops["bb"]?.about = "We are another." }
        // A sweep renames a key, another rewrites every list, a third gives everybody something new.
        told.on(500) { commit in
            for id in Self.ids {
                let mail = commit.coops[id]?.scalars.removeValue(forKey: "mail")
                commit.coops[id]?.scalars["email"] = mail
                commit.layout[id] = 7
            }
        }
        told.on(600) { commit in
            for id in Self.ids {
                let skills = commit.coops[id]?.sets["skills"] ?? []
                commit.coops[id]?.sets["skills"] = Set(skills.map { "\($0)-web" })
            }
        }
        told.on(700) { commit in for id in Self.ids { commit.coops[id]?.scalars["logo"] = "\(id).png" } }
        // One goes by mistake and comes back, and one breaks and is repaired by another hand.
        let (gone, profile) = (told.history.commits.count, told.history.commits.last?.coops["cc"])
        told.on(800) { $0.coops["cc"] = nil }
        told.on(801) { commit in
            commit.coops["cc"] = profile
            commit.undoes = [gone]
        }
        told.on(900) { $0.coops["dd"]?.isBroken = true }
        told.on(950) { commit in
            commit.coops["dd"]?.isBroken = false
            commit.coops["dd"]?.scalars["name"] = "Dee Dee"
        }
        // One is renamed as people do it, moved and named, and a layout changes everywhere once more.
        told.on(1_000) { commit in
            commit.coops["zz"] = commit.coops.removeValue(forKey: "ee")
            commit.coops["zz"]?.sets["formerly"] = ["ee"]
        }
        told.on(1_100) { commit in for id in commit.coops.keys { commit.layout[id] = 11 } }
        return told
    }

    @Test func `Each thing is as old as when it was last said, and not as its file's last commit`() throws {
        let told = directory()
        let place = try TemporaryRepository()
        let ids = try told.history.write(to: place.repository)
        #expect(try differences(told.history, ids, AgeOptions(), place.repository, head: ids.count - 1).isEmpty)
        func days(_ options: AgeOptions = AgeOptions()) throws -> [String: [String: Int]] {
            var days: [String: [String: Int]] = [:]
            let ages = try Ages.compute(
                in: place.repository, at: ids[ids.count - 1], kinds: [SyntheticHistory.kind], options: options,
                usesCache: false)
            for (id, ages) in ages.records(of: SyntheticHistory.kind.name) {
                days[id.text] = ages.map { flat($0.answers).mapValues { ($0.date.seconds - Self.start) / 86_400 } }
            }
            return days
        }
        let own = try days()
        #expect(own["aa"]?["record"] == 300 && own["bb"]?["record"] == 400)
        // A list rewritten by a sweep keeps the age it had as a whole; what the sweep brought in has its date.
        #expect(own["aa"]?["skills as a whole"] == 300 && own["ff"]?["skills as a whole"] == 5)
        #expect(own["ff"]?["skills › php-web"] == 600 && own["ff"]?["logo › "] == 700 && own["ff"]?["record"] == 5)
        #expect(own["ff"]?["email › "] == 5 && own["ff"]?["about › "] == 5)
        // Deleted and restored, broken and repaired, renamed.
        #expect(own["cc"]?["record"] == 2 && own["cc"]?["email › "] == 2)
        #expect(own["dd"]?["name › "] == 900 && own["dd"]?["record"] == 900 && own["dd"]?["email › "] == 3)
        #expect(own["zz"]?["email › "] == 4 && own["zz"]?["formerly › ee"] == 1_000)
        // The last commit that touched each file says only that everybody was restyled.
        let last = told.history.commits[ids.count - 1]
        let paths = ["aa", "bb", "cc", "dd", "zz", "ff", "gg"].map { last.path(of: $0) }
        let changes = try LastChanges.of(paths, in: place.repository, at: ids[ids.count - 1])
        #expect(paths.allSatisfy { changes[$0]?.setter == ids[ids.count - 1] })
        // Counted like other commits, sweeps make everything new again.
        let swept = try days(AgeOptions(setsSweepsAside: false))
        #expect(swept.values.allSatisfy { ($0["record"] ?? 0) >= 700 })
    }
}
