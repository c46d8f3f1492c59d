import Git
import RecordModel
import Testing

@testable import RecordStore

@Suite("The history of a record")
struct RecordHistoryTests {
    private func read(_ history: SyntheticHistory, _ id: String = "ab") throws -> (RecordHistory, [ObjectID]) {
        let place = try TemporaryRepository()
        let ids = try history.write(to: place.repository)
        let record = try #require(RecordID(id))
        return (
            try RecordHistory.read(
                of: SyntheticHistory.kind.name, record, in: place.repository, at: ids[ids.count - 1],
                kinds: [SyntheticHistory.kind]), ids
        )
    }

    @Test("names what changed, newest first, and leaves out what only changed the layout")
    func changes() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"]) }
        history.commit { $0.layout["ab"] = 5 }
        history.commit { $0.coops["ab"]?.scalars["name"] = "bee" }
        history.commit { $0.coops["cd"] = SyntheticRecord(scalars: ["name": "cow"]) }
        history.commit { $0.coops["ab"]?.sets["skills"] = ["dog"] }
        let (found, ids) = try read(history)
        #expect(found.entries.map(\.commit) == [ids[4], ids[2], ids[0]])
        #expect(found.entries.map(\.event) == [.changed, .changed, .created])
        #expect(
            found.entries[1].changes == [
                RecordHistory.Change(field: "name", entry: "", column: "", old: "ant", new: "bee")
            ])
        #expect(found.entries[0].changes.first?.entry == "dog")
        #expect(!found.isTruncated)
    }

    @Test("follows a rename, a deletion and a broken file")
    func followed() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"]) }
        history.commit { $0.coops["ab"] = nil }
        history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "bee"]) }
        history.commit { $0.coops["ab"]?.isBroken = true }
        history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "cow"]) }
        history.commit { commit in
            commit.coops["cd"] = commit.coops.removeValue(forKey: "ab")
            commit.renames = [("ab", "cd")]
        }
        let (found, _) = try read(history, "cd")
        let old = try #require(RecordID("ab"))
        #expect(found.entries.map(\.event) == [.renamed(from: old), .repaired, .restored, .removed, .created])
        #expect(found.entries.map { $0.changes.first?.old } == [nil, "bee", "ant", nil, nil])
    }

    @Test("follows an id that only the text names to a record that went earlier, as its ages do")
    func continuedLater() throws {
        var history = SyntheticHistory()
        let start = history.commit { commit in
            commit.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"])
            commit.coops["ef"] = SyntheticRecord(scalars: ["name": "fly"])
        }
        let change = history.commit { $0.coops["ab"]?.scalars["email"] = "a" }
        let gone = history.commit { $0.coops["ab"] = nil }
        let back = history.commit { commit in
            commit.coops["cd"] = SyntheticRecord(
                scalars: ["name": "bee", "email": "a"], sets: ["formerly": ["ab"]])
        }
        let (found, ids) = try read(history, "cd")
        let old = try #require(RecordID("ab"))
        #expect(found.entries.map(\.event) == [.renamed(from: old), .removed, .changed, .created])
        #expect(found.entries.map(\.commit) == [ids[back], ids[gone], ids[change], ids[start]])
        #expect(found.entries.map(\.id.text) == ["cd", "ab", "ab", "ab"])
        let name = found.entries[0].changes.first { $0.field == "name" }
        #expect(name?.old == "ant" && name?.new == "bee")
        #expect(!found.entries[0].changes.contains { $0.field == "email" })
        let place = try TemporaryRepository()
        let again = try history.write(to: place.repository)
        let ages = try Ages.compute(
            in: place.repository, at: again[back], kinds: [SyntheticHistory.kind], usesCache: false)
        let aged = try #require(ages.ages(of: SyntheticHistory.kind.name, found.entries[0].id))
        #expect(aged.leaf("email")?.commit == again[change] && aged.leaf("name")?.commit == again[back])
    }

    @Test("says why a commit is set aside")
    func setAside() throws {
        var history = SyntheticHistory()
        let ids = ["ab", "cd", "ef", "gh", "ij"]
        history.commit { commit in
            for id in ids { commit.coops[id] = SyntheticRecord(scalars: ["name": "ant"], sets: ["skills": ["bee"]]) }
        }
        history.commit { commit in for id in ids { commit.coops[id]?.scalars["name"] = "bee" } }
        history.commit { commit in
            commit.coops["ab"]?.sets["skills"] = ["cow"]
            commit.renames = [("bee", "cow")]
        }
        let mistake = history.commit { $0.coops["ab"]?.scalars["email"] = "a" }
        history.commit { commit in
            commit.coops["ab"]?.scalars["email"] = nil
            commit.undoes = [mistake]
        }
        let (found, commits) = try read(history)
        #expect(
            found.entries.map(\.setAside) == [
                .undo(of: commits[mistake]), nil, .rename(old: "coops/bee", new: "coops/cow"), .sweep(coops: 5), nil,
            ])
    }

    @Test("a commit that undoes another and says more as well is not set aside")
    func undoneAndMore() throws {
        for says in [true, false] {
            var history = SyntheticHistory()
            history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"]) }
            let mistake = history.commit { $0.coops["ab"]?.scalars["email"] = "a" }
            history.commit { commit in
                commit.coops["ab"]?.scalars["email"] = nil
                if says { commit.coops["ab"]?.scalars["name"] = "bee" }
                commit.undoes = [mistake]
            }
            let (found, commits) = try read(history)
            #expect(found.entries.first?.setAside == (says ? nil : .undo(of: commits[mistake])))
        }
        var history = SyntheticHistory()
        history.commit { $0.coops["cd"] = SyntheticRecord(scalars: ["name": "ant"]) }
        let added = history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"]) }
        let gone = history.commit { commit in
            commit.coops["ab"] = nil
            commit.undoes = [added]
        }
        history.commit { commit in
            commit.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"])
            commit.undoes = [gone]
        }
        let (found, commits) = try read(history)
        #expect(found.entries.map(\.setAside) == [.undo(of: commits[gone]), .undo(of: commits[added]), nil])
    }

    @Test("lists both sides where a page was brought back, or mended, on two branches")
    func broughtBackTwice() throws {
        for isBroken in [false, true] {
            var history = SyntheticHistory()
            let start = history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"]) }
            let gone = history.commit { commit in
                if isBroken { commit.coops["ab"]?.isBroken = true } else { commit.coops["ab"] = nil }
            }
            let one = history.commit(on: [gone]) { commit in
                commit.coops["ab"] = SyntheticRecord(scalars: ["name": "ant", "email": "a"])
            }
            let other = history.commit(on: [gone]) { commit in
                commit.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"], contacts: ["bee": "cow"])
            }
            history.commit("A merge", on: [one, other]) { commit in
                commit.coops["ab"] = SyntheticRecord(
                    scalars: ["name": "ant", "email": "a"], contacts: ["bee": "cow"])
            }
            let (found, ids) = try read(history)
            let listed = Set(found.entries.map(\.commit))
            #expect(listed.isSuperset(of: [ids[one], ids[other], ids[start]]), "\(found.entries.map(\.event))")
        }
    }

    @Test("does not list a merge that says nothing of its own, and lists both its sides")
    func merge() throws {
        var history = SyntheticHistory()
        let base = history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["name": "ant"]) }
        let one = history.commit(on: [base]) { $0.coops["ab"]?.scalars["email"] = "a" }
        let other = history.commit(on: [base]) { $0.coops["ab"]?.contacts["bee"] = "cow" }
        history.commit("A merge", on: [one, other]) { $0.coops["ab"]?.contacts["bee"] = "cow" }
        let (found, ids) = try read(history)
        #expect(Set(found.entries.map(\.commit)) == [ids[base], ids[one], ids[other]])
    }
}
