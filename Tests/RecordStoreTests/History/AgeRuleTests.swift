import Git
import RecordModel
import Testing

@testable import RecordStore

/// One small history a rule of `docs/ageing.md`, checked twice: against what the rule says by hand, and against the
/// reference. A rule with a number is one of "Which commit set it"; another begins with the heading under which it is.
@Suite("The rules of ageing")
struct AgeRuleTests {
    private let day = 86_400

    private func record(_ name: String, skills: Set<String> = [], about: String = "") -> SyntheticRecord {
        SyntheticRecord(scalars: ["name": name], sets: skills.isEmpty ? [:] : ["skills": skills], about: about)
    }

    /// The commit that the engine gives for a unit of `ab`, after agreeing with the reference on everything.
    private func setter(
        _ history: SyntheticHistory, _ unit: String = "name › ", of id: String = "ab",
        options: AgeOptions = AgeOptions(), ignoring: [Int] = [], bySweep: Bool = false
    ) throws -> Int? {
        let place = try TemporaryRepository()
        let ids = try history.write(to: place.repository)
        var options = options
        options.ignored = Set(ignoring.map { ids[$0] })
        let mismatches = try differences(history, ids, options, place.repository, head: ids.count - 1)
        #expect(mismatches.isEmpty, "\(mismatches)")
        let ages = try Ages.compute(
            in: place.repository, at: ids[ids.count - 1], kinds: [SyntheticHistory.kind], options: options,
            usesCache: false)
        guard let record = RecordID(id), let found = ages.ages(of: SyntheticHistory.kind.name, record),
            let answer = flat(found.answers)[unit]
        else { return nil }
        if case .set(_, _, let marked) = answer { #expect(marked == bySweep) }
        return ids.firstIndex(of: answer.commit)
    }

    @Test("what has an age: layout, comments, quoting, order, format, folder and mode refresh nothing")
    func layout() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant", skills: ["bee", "cow"]) }
        for style in 1..<12 { history.commit { $0.layout["ab"] = style + 100 * (style % 4) } }
        history.commit { $0.executable = ["ab"] }
        #expect(try setter(history) == 0)
        #expect(try setter(history, "record") == 0)
        #expect(try setter(history, "skills as a whole") == 0)
    }

    @Test("what has an age: adding one skill leaves the others their age, and refreshes the list")
    func leaves() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant", skills: ["bee"]) }
        history.commit { $0.coops["ab"]?.sets["skills"]?.insert("cow") }
        #expect(try setter(history, "skills › bee") == 0)
        #expect(try setter(history, "skills › cow") == 1)
        #expect(try setter(history, "skills as a whole") == 1)
    }

    @Test("what has an age: a former key is the field")
    func formerKey() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["mail": "a@b"]) }
        history.commit { $0.coops["ab"] = SyntheticRecord(scalars: ["email": "a@b"]) }
        #expect(try setter(history, "email › ") == 0)
    }

    @Test("what has an age: white space in a text refreshes nothing")
    func textSpacing() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant", about: "bee cow dog") }
        history.commit { $0.layout["ab"] = 1 }
        #expect(try setter(history, "about › ") == 0)
    }

    @Test("what has an age: what is not substantive does not refresh the record")
    func confirmation() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant") }
        history.commit { $0.coops["ab"]?.scalars["confirmed"] = "2020-01-01" }
        history.commit { $0.coops["ab"]?.scalars["x-note"] = "bee" }
        #expect(try setter(history, "record") == 0)
        #expect(try setter(history, "confirmed › ") == 1)
    }

    @Test("rule 1: the same change on both sides is the first parent's")
    func sameOnBothSides() throws {
        var history = SyntheticHistory()
        let base = history.commit { $0.coops["ab"] = record("ant") }
        let one = history.commit(on: [base]) { $0.coops["ab"] = record("bee") }
        let other = history.commit(on: [base]) { $0.coops["ab"] = record("bee") }
        history.commit("A merge", on: [other, one])
        #expect(try setter(history) == other)
    }

    @Test("rule 2: a merge that says nothing of its own takes the latest of its parents")
    func silentMerge() throws {
        var history = SyntheticHistory()
        let base = history.commit { $0.coops["ab"] = record("ant", skills: ["ant"]) }
        let one = history.commit(on: [base]) { $0.coops["ab"]?.sets["skills"]?.insert("bee") }
        let other = history.commit(on: [base]) { $0.coops["ab"]?.sets["skills"]?.insert("cow") }
        history.commit("A merge", on: [one, other]) { $0.coops["ab"]?.sets["skills"] = ["ant", "bee", "cow"] }
        #expect(try setter(history, "skills as a whole") == other)
        #expect(try setter(history, "record") == other)
        #expect(try setter(history, "skills › bee") == one)
    }

    @Test("rule 2: an evil merge says what it says")
    func evilMerge() throws {
        var history = SyntheticHistory()
        let base = history.commit { $0.coops["ab"] = record("ant") }
        let one = history.commit(on: [base]) { $0.coops["ab"]?.sets["skills"] = ["bee"] }
        let other = history.commit(on: [base]) { $0.coops["ab"]?.contacts["cow"] = "dog" }
        let merge = history.commit("A merge", on: [one, other]) { $0.coops["ab"]?.scalars["name"] = "dog" }
        #expect(try setter(history) == merge)
        #expect(try setter(history, "record") == merge)
    }

    @Test("`-s ours` keeps our side's ages")
    func ours() throws {
        var history = SyntheticHistory()
        let base = history.commit { $0.coops["ab"] = record("ant") }
        let other = history.commit(on: [base]) { $0.coops["ab"] = record("bee") }
        let one = history.commit(on: [base]) { $0.coops["cd"] = record("cow") }
        history.commit("A merge", on: [one, other])
        #expect(try setter(history) == base)
    }

    @Test("an octopus and a criss-cross are walked once")
    func crissCross() throws {
        var history = SyntheticHistory()
        var left = history.commit { $0.coops["ab"] = record("ant", skills: ["ant"]) }
        var right = history.commit { $0.coops["ab"]?.sets["skills"] = ["ant", "bee"] }
        for _ in 0..<40 {
            let (one, other) = (left, right)
            left = history.commit("A merge", on: [one, other]) { $0.coops["ab"]?.sets["skills"] = ["ant", "cow"] }
            right = history.commit("A merge", on: [other, one]) { $0.coops["ab"]?.sets["skills"] = ["ant", "bee"] }
        }
        history.commit("An octopus", on: [left, right, 0]) { $0.coops["ab"]?.sets["skills"] = ["ant", "bee", "cow"] }
        #expect(try setter(history, "skills › ant") == 0)
    }

    @Test("rule 3e: deleted and restored, a value keeps its age")
    func restored() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant", skills: ["bee"]) }
        history.commit { $0.coops["ab"] = nil }
        history.commit { $0.coops["cd"] = record("cow") }
        let back = history.commit { $0.coops["ab"] = record("ant", skills: ["dog"]) }
        #expect(try setter(history) == 0)
        #expect(try setter(history, "skills › dog") == back)
    }

    @Test("rule 3e: deleted on one side only, found through every parent")
    func restoredThroughMerge() throws {
        var history = SyntheticHistory()
        let base = history.commit { $0.coops["ab"] = record("ant") }
        let deleted = history.commit { $0.coops["ab"] = nil }
        let side = history.commit(on: [base]) { $0.coops["ab"] = record("bee") }
        history.commit("A merge", on: [deleted, side]) { $0.coops["ab"] = nil }
        history.commit { $0.coops["ab"] = record("bee") }
        #expect(try setter(history) == side)
    }

    @Test("a record that continues another: one that `formerly` names, or that the same commit removes, is continued")
    func renamed() throws {
        for change in 0..<3 {
            var history = SyntheticHistory()
            history.commit { $0.coops["ab"] = record("ant", skills: ["bee"]) }
            history.commit { $0.coops["zz"] = record("dog") }
            history.commit { commit in
                commit.coops["cd"] = commit.coops.removeValue(forKey: "ab")
                switch change {
                case 0: commit.coops["cd"]?.sets["formerly"] = ["ab"]
                case 1: commit.renames = [("ab", "cd")]
                default: break
                }
            }
            #expect(try setter(history, of: "cd") == 0)
            #expect(try setter(history, "skills as a whole", of: "cd") == 0)
        }
    }

    @Test("a record that continues another: of several former ids the first counts, in whatever order they are written")
    func severalFormerIDs() throws {
        for style in 0..<8 {
            var history = SyntheticHistory()
            history.commit { $0.coops["ab"] = record("ant") }
            history.commit { $0.coops["cd"] = record("ant") }
            history.commit { commit in
                commit.coops["zz"] = record("ant")
                commit.coops["zz"]?.sets["formerly"] = ["ab", "cd"]
                commit.layout["zz"] = style
            }
            #expect(try setter(history, of: "zz") == 0)
        }
    }

    @Test("rule 3c: an unreadable version is passed over")
    func unreadable() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant", skills: ["bee"]) }
        let broken = history.commit { $0.coops["ab"]?.isBroken = true }
        history.commit { $0.coops["ab"]?.sets["skills"] = ["cow"] }
        history.commit { $0.coops["ab"]?.isBroken = false }
        #expect(try setter(history) == 0)
        #expect(try setter(history, "skills › cow") == broken)
    }

    @Test("rule 3a: what a revert or an undo restores has the age that it had")
    func reverted() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant") }
        let later = history.commit { $0.coops["ab"]?.contacts["bee"] = "cow" }
        let mistake = history.commit { $0.coops["ab"]?.scalars["name"] = "dog" }
        history.commit { $0.coops["cd"] = record("cow") }
        history.commit { commit in
            commit.coops["ab"]?.scalars["name"] = "ant"
            commit.undoes = [mistake]
        }
        #expect(try setter(history) == 0)
        #expect(try setter(history, "record") == later)
    }

    @Test("rule 3a: a claim to undo something else is not believed")
    func falseRevert() throws {
        var history = SyntheticHistory()
        let first = history.commit { $0.coops["ab"] = record("ant") }
        let other = history.commit { $0.coops["cd"] = record("cow") }
        let claim = history.commit { commit in
            commit.coops["ab"]?.scalars["name"] = "dog"
            commit.undoes = [other, first]
        }
        #expect(try setter(history) == claim)
    }

    @Test("rule 3d: a sweep refreshes nothing, and marks what it introduces")
    func sweep() throws {
        var history = SyntheticHistory()
        let ids = ["ab", "cd", "ef", "gh"]
        history.commit { commit in for id in ids { commit.coops[id] = record("ant") } }
        let sweep = history.commit { commit in
            for id in ids {
                commit.coops[id]?.scalars["name"] = "bee"
                commit.coops[id]?.scalars["email"] = "a@b"
            }
        }
        #expect(try setter(history) == 0)
        #expect(try setter(history, "record") == 0)
        #expect(try setter(history, "email › ", bySweep: true) == sweep)
        #expect(try setter(history, options: AgeOptions(setsSweepsAside: false)) == sweep)
        #expect(try setter(history, options: AgeOptions(sweepLimit: 4)) == sweep)
    }

    @Test("rule 3d: three co-ops are no sweep, nor are four that only appear or are only restyled")
    func noSweep() throws {
        var history = SyntheticHistory()
        let ids = ["ab", "cd", "ef", "gh"]
        history.commit { commit in for id in ids { commit.coops[id] = record("ant") } }
        let change = history.commit { commit in
            for id in ids.dropLast() { commit.coops[id]?.scalars["name"] = "bee" }
            commit.layout["gh"] = 3
            for id in ["ij", "kl", "mn"] { commit.coops[id] = record("new") }
        }
        #expect(try setter(history) == change)
    }

    @Test("rule 3d: confirmations of many that come back, or are mended, confirm none, and go on as they were before")
    func confirmationsOfMany() throws {
        let ids = ["ab", "cd", "ef", "gh"]
        for isDeleted in [true, false] {
            for before in [nil, "2020-01-01"] {
                var history = SyntheticHistory()
                let first = history.commit { commit in
                    for id in ids { commit.coops[id] = record("ant") }
                    commit.coops["ab"]?.scalars["confirmed"] = before
                }
                let held = history.commits[first].coops
                history.commit { commit in
                    for id in ids { if isDeleted { commit.coops[id] = nil } else { commit.coops[id]?.isBroken = true } }
                }
                let back = history.commit { commit in
                    commit.coops = held
                    for id in ids { commit.coops[id]?.scalars["confirmed"] = "2020-02-02" }
                }
                let expected = before == nil ? back : first
                #expect(try setter(history, "confirmed › ", bySweep: before == nil) == expected)
                #expect(try setter(history, "confirmed › ", options: AgeOptions(sweepLimit: 4)) == back)
                #expect(try setter(history) == first)
            }
        }
    }

    @Test("rule 3d: a commit that .git-blame-ignore-revs lists refreshes nothing")
    func ignored() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant") }
        history.commit { $0.coops["ab"]?.scalars["name"] = "bee" }
        #expect(try setter(history) == 1)
        #expect(try setter(history, ignoring: [1]) == 0)
    }

    @Test("rule 3b: a renamed term keeps its age where the rename explains it, and only there")
    func substitution() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant", skills: ["bee", "cow"]) }
        let rename = history.commit { commit in
            commit.coops["ab"]?.sets["skills"] = ["beetle", "cow"]
            commit.coops["ab"]?.scalars["name"] = "antelope"
            commit.renames = [("bee", "beetle")]
        }
        #expect(try setter(history, "skills › beetle") == 0)
        #expect(try setter(history, "skills as a whole") == 0)
        #expect(try setter(history) == rename)
        #expect(try setter(history, "record") == rename)
    }

    @Test("rule 3b: that `formerly` notes the record's own renaming refreshes nothing; another's id does")
    func notedRenaming() throws {
        for (noted, renames, isExplained) in [
            (["ab"], [("ab", "cd")], true), (["ab", "xy"], [("ab", "cd")], false), (["ab"], [("ab", "zz")], false),
            (["ab"], [("xy", "cd")], false),
        ] {
            var history = SyntheticHistory()
            history.commit { $0.coops["ab"] = record("ant", skills: ["bee"]) }
            let rename = history.commit { commit in
                commit.coops["cd"] = commit.coops.removeValue(forKey: "ab")
                commit.coops["cd"]?.sets["formerly"] = Set(noted)
                commit.renames = renames
            }
            #expect(try setter(history, "record", of: "cd") == (isExplained ? 0 : rename))
            #expect(try setter(history, "formerly as a whole", of: "cd") == rename)
            #expect(try setter(history, of: "cd") == 0)
            // And back again.
            history.commit { commit in
                commit.coops["ab"] = commit.coops.removeValue(forKey: "cd")
                commit.coops["ab"]?.sets["formerly"] = Set(noted + ["cd"]).subtracting(["ab"])
                commit.renames = [("cd", "ab")]
            }
            #expect(try setter(history, "record", of: "ab") == (isExplained ? 0 : rename))
        }
    }

    @Test("rule 3b: a merging refreshes nothing in the one that stays, though it takes over earlier names")
    func merged() throws {
        for isInherited in [true, false] {
            var history = SyntheticHistory()
            history.commit { commit in
                commit.coops["ab"] = record("ant", skills: ["bee"])
                if isInherited { commit.coops["ab"]?.sets["formerly"] = ["xy"] }
            }
            let own = history.commit { $0.coops["cd"] = record("cow") }
            let merge = history.commit { commit in
                commit.coops["ab"] = nil
                commit.coops["cd"]?.sets["formerly"] = ["ab", "xy"]
                commit.renames = [("ab", "cd")]
            }
            #expect(try setter(history, "record", of: "cd") == (isInherited ? own : merge))
            #expect(try setter(history, of: "cd") == own)
            #expect(try setter(history, "formerly › xy", of: "cd") == merge)
        }
    }

    @Test("the date: it is the earlier of the two, and one far ahead says nothing")
    func dates() throws {
        var history = SyntheticHistory()
        history.commit { commit in
            commit.coops["ab"] = record("ant")
            commit.author = 1_400_000_000
        }
        let place = try TemporaryRepository()
        let ids = try history.write(to: place.repository)
        let ages = try Ages.compute(
            in: place.repository, at: ids[0], kinds: [SyntheticHistory.kind], usesCache: false)
        let answer = try #require(RecordID("ab").flatMap { ages.ages(of: "coops", $0) }?.record)
        #expect(answer.date == Instant(seconds: 1_400_000_000))
        #expect(!answer.isAhead(of: Instant(seconds: 1_400_000_000 - day)))
        #expect(answer.isAhead(of: Instant(seconds: 1_400_000_000 - day - 1)))
    }

    @Test("a history of twenty thousand commits does not exhaust the stack")
    func deep() throws {
        var history = SyntheticHistory()
        history.commit { $0.coops["ab"] = record("ant") }
        for number in 0..<20_000 { history.commit { $0.coops["ab"]?.scalars["email"] = "a\(number % 7)" } }
        let place = try TemporaryRepository()
        let ids = try history.write(to: place.repository)
        let ages = try Ages.compute(
            in: place.repository, at: ids[ids.count - 1], kinds: [SyntheticHistory.kind], usesCache: false)
        let found = try #require(RecordID("ab").flatMap { ages.ages(of: "coops", $0) })
        #expect(found.leaf("name")?.commit == ids[0])
        #expect(found.record.commit == ids[ids.count - 1])
    }
}
