import Foundation
import Git
import RecordModel
import Testing

@testable import RecordStore

@Suite("Ages where history is missing")
struct TruncatedHistoryTests {
    /// Clones in one of the ways that leave something out, and gives the ages at the head.
    private func clone(_ origin: TemporaryRepository, _ head: ObjectID, _ arguments: String...) throws -> Ages {
        let path = origin.path + "-clone"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try origin.git("update-ref", "refs/heads/main", "\(head)")
        _ = try origin.git("symbolic-ref", "HEAD", "refs/heads/main")
        _ = try origin.git("config", "uploadpack.allowFilter", "true")
        _ = try TemporaryRepository.git(
            in: "/", ["clone", "--quiet", "--bare"] + arguments + ["file://\(origin.path)", path])
        let repository = try Repository.open(path)
        for _ in 0..<2 {
            // The second time would read what the first kept, if it kept anything.
            let ages = try Ages.compute(in: repository, at: head, kinds: [SyntheticHistory.kind])
            if try !repository.shallowBoundary.isEmpty {
                #expect(!FileManager.default.fileExists(atPath: path + "/cotech/ages"))
            }
            if ages.isTruncated { continue }
            return ages
        }
        // What is missing is missing on a second thread too.
        var options = AgeOptions()
        options.sharing = WorkSharing(commits: 1, comparisons: 0, records: 1, window: 2)
        return try Ages.compute(in: repository, at: head, kinds: [SyntheticHistory.kind], options: options)
    }

    private func history() -> SyntheticHistory {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant", "email": "a"]) }
        history.commit { $0.coops["cd"] = SyntheticRecord(scalars: ["name": "cow"]) }
        history.commit { $0.coops["ab"]?.scalars["email"] = "b" }
        history.commit { $0.coops["ef"] = SyntheticRecord(scalars: ["name": "new"]) }
        history.commit { $0.coops["cd"]?.scalars["email"] = "c" }
        return history
    }

    @Test("a clone of depth 1 knows nothing, and says since when nothing changed")
    func depthOne() throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        let ages = try clone(place, ids[4], "--depth=1")
        for (_, record) in ages.records(of: SyntheticHistory.kind.name) {
            guard let record else { continue }
            for answer in [record.record] + record.leaves.map(\.answer) {
                #expect(!answer.isKnown)
                #expect(answer.commit == ids[4])
            }
        }
    }

    @Test("a clone of depth 3 knows what changed within, and no more")
    func depthThree() throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        let ages = try clone(place, ids[4], "--depth=3")
        func answer(_ id: String, _ field: String) -> AgeAnswer? {
            RecordID(id).flatMap { ages.ages(of: "coops", $0) }?.leaf(field)
        }
        #expect(answer("cd", "email")?.commit == ids[4])
        #expect(answer("cd", "email")?.isKnown == true)
        #expect(answer("cd", "name")?.isKnown == false)
        #expect(answer("cd", "name")?.commit == ids[2])
        // What the oldest commit set may have been set before it.
        #expect(answer("ab", "email")?.isKnown == false)
        // A record may have been there before the history ends.
        #expect(answer("ef", "name")?.isKnown == false)
        #expect(answer("ef", "name")?.commit == ids[3])
    }

    @Test(
        "a clone without blobs, or without folders, knows nothing that it would need them for",
        arguments: [
            "--filter=blob:none", "--filter=tree:0",
        ])
    func partial(filter: String) throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        do {
            let ages = try clone(place, ids[4], filter)
            for (_, record) in ages.records(of: SyntheticHistory.kind.name) {
                for leaf in record?.leaves ?? [] {
                    // Where the folders are here, a record that never changed is known.
                    #expect(!leaf.answer.isKnown || filter == "--filter=blob:none")
                }
            }
        } catch let error as GitError {
            #expect(error.isMissingObject)
            #expect(error.fix?.contains("git fetch") == true)
        }
    }

    @Test("where only old blobs are missing, what they held is unknown, and the rest is known")
    func missingBlob() throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        let blob = try place.git("rev-parse", "\(ids[1]):coops/ab.md")
        try FileManager.default.removeItem(atPath: place.path + "/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        let ages = try Ages.compute(in: place.repository, at: ids[4], kinds: [SyntheticHistory.kind])
        func answer(_ id: String, _ field: String) -> AgeAnswer? {
            RecordID(id).flatMap { ages.ages(of: "coops", $0) }?.leaf(field)
        }
        #expect(answer("ab", "name")?.isKnown == false)
        #expect(answer("ab", "name")?.commit == ids[2])
        #expect(answer("cd", "name")?.commit == ids[1])
        #expect(answer("cd", "name")?.isKnown == true)
        #expect(!FileManager.default.fileExists(atPath: place.path + "/cotech/ages"))
    }

    @Test("where an old folder is missing, nothing behind it is known")
    func missingTree() throws {
        let place = try TemporaryRepository()
        let ids = try history().write(to: place.repository)
        let tree = try place.git("rev-parse", "\(ids[2]):coops")
        try FileManager.default.removeItem(atPath: place.path + "/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
        let ages = try Ages.compute(in: place.repository, at: ids[4], kinds: [SyntheticHistory.kind])
        func answer(_ id: String, _ field: String) -> AgeAnswer? {
            RecordID(id).flatMap { ages.ages(of: "coops", $0) }?.leaf(field)
        }
        #expect(answer("cd", "email")?.isKnown == true)
        #expect(
            answer("ab", "name")
                == .unknown(
                    unchangedSince: ids[3], date: Instant(seconds: 1_500_000_000 + 3 * 86_400)))
    }
}
