import CoopNetwork
import Foundation
import Git
import RecordModel
import RecordStore
import RecordText
import Testing

extension StoreFixture {
    /// A commit on top of another, which no branch names.
    func commit(
        _ changes: [String: String?], on parent: ObjectID?, merging others: [ObjectID] = [], at seconds: Int64? = nil
    ) throws -> ObjectID {
        var entries: [String: TreeEntry?] = [:]
        for (path, text) in changes {
            entries[path] = .some(try text.map { .file(try repository.writeBlob(Array($0.utf8))) })
        }
        let hand = Signature(name: "Ada", email: "ada@example.org", seconds: seconds ?? Int64(now.seconds), offset: 0)
        let tree = try parent.map { try repository.commitHeader($0).tree }
        let commit = try repository.createCommit(
            tree: repository.updatingTree(tree, changes: entries), parents: (parent.map { [$0] } ?? []) + others,
            author: hand, committer: hand, message: "A change")
        try repository.storeObjects(of: commit)
        return commit
    }

    var head: ObjectID { get throws { try #require(try repository.head.id) } }

    func proposal(of tip: ObjectID, onto base: ObjectID?) throws -> Proposal {
        try store().proposal(of: tip, onto: base, now: now)
    }
}

/// What a branch would bring: only that, all of it, and as the host would merge it.
@Suite struct ProposalTests {
    /// What `check --base` finds, as `FILE CODE`, once a branch has made these changes.
    private func found(
        _ changes: [String: String?], in given: StoreFixture? = nil, meanwhile: [String: String?] = [:]
    ) throws -> [String] {
        let fixture = try given ?? StoreFixture()
        let start = try fixture.head
        let tip = try fixture.commit(changes, on: start)
        let base = meanwhile.isEmpty ? start : try fixture.commit(meanwhile, on: start)
        let report = try fixture.proposal(of: tip, onto: base).check(clock: fixture.now)
        return report.diagnostics.map { "\($0.file) \($0.code)" }
    }

    private static func profile(_ name: String, _ lines: String = "") -> String { "---\nname: \(name)\n\(lines)---\n" }

    @Test func `Only what the branch brings fails, though the base is wrong already`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/birch.md": "---\nname: Birch\ntwon: York\ntown: York\n---\n"])
        #expect(try found(["members/ash.md": Self.profile("Ash", "headcount: 5\n")], in: fixture) == [])
        // The same line further down, or on another file's account, is no news.
        #expect(try found(["members/birch.md": "---\nname: Birch\n\n# x\ntwon: York\n---\n"], in: fixture) == [])
        #expect(
            try found(["members/birch.md": "---\nname: Birch\ntwon: York\nheadcont: 3\n---\n"], in: fixture)
                == ["members/birch.md unknown-field"])
        let start = try fixture.head
        let tip = try fixture.commit(["members/ash.md": Self.profile("Ash", "headcont: 5\n")], on: start)
        let proposal = try fixture.proposal(of: tip, onto: start)
        let new = try proposal.check(clock: fixture.now).diagnostics
        #expect(new.map(\.file) == ["members/ash.md"])
        #expect(try proposal.standing(besides: new, clock: fixture.now).map(\.file) == ["members/birch.md"])
    }

    @Test func `The same mistake once more is new`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/birch.md": Self.profile("Birch", "services:\n  - swfit\n")])
        #expect(
            try found(
                ["members/birch.md": Self.profile("Birch", "services:\n  - swfit\ntechnologies:\n  - swfit\n")],
                in: fixture)
                == ["members/birch.md unknown-reference"])
    }

    @Test func `Every problem is told at once`() throws {
        let all = try found([
            "members/ash.md": Self.profile("Ash", "headcont: 5\nconfirmed: yesterday\n"),
            "members/fir.md": Self.profile("Fir", "services:\n  - nothing\n"), "members/Gum Tree.md": "x",
            "people/ada.yaml": "name: Ada\n",
        ])
        #expect(
            all == [
                "members/Gum Tree.md bad-path", "members/ash.md unknown-field", "members/ash.md bad-value",
                "members/fir.md unknown-reference", "people/ada.yaml private-in-public",
            ])
    }

    @Test func `A key that a clean merge of texts makes double is found`() throws {
        let fixture = try StoreFixture()
        let page = "name: Ash\ntown: Leeds\nheadcount: 4\nwebsite: https://ash.example\nemail: post@ash.example\n"
        try fixture.commit(["members/ash.md": "---\n\(page)---\n"])
        #expect(
            try found(
                ["members/ash.md": "---\ntelephone: 0114 496 0163\n\(page)---\n"], in: fixture,
                meanwhile: ["members/ash.md": "---\n\(page)telephone: 0114 496 0163\n---\n"])
                == ["members/ash.md duplicate-key"])
    }

    @Test func `What the host cannot merge is told by file`() throws {
        let change = ["members/birch.md": Self.profile("Birch", "town: Hull\n")]
        #expect(
            try found(change, meanwhile: ["members/birch.md": Self.profile("Birch", "town: Rhyl\n")])
                == ["members/birch.md merge-conflict"])
        #expect(try found(change, meanwhile: ["members/ash.md": Self.profile("Ash")]) == [])
    }

    @Test func `What others changed beside it is not told as the branch's, though the host cannot merge that`() throws {
        let fixture = try StoreFixture()
        func commit(_ fields: String, on parent: ObjectID) throws -> ObjectID {
            try fixture.commit(["members/birch.md": Self.profile("Birch", fields)], on: parent)
        }
        let start = try commit("town: Leeds\nheadcount: 4\n", on: fixture.head)
        let tip = try commit("town: Leeds\nheadcount: 8\n", on: start)
        let main = try commit("town: Hull\nheadcount: 4\n", on: start)
        let proposal = try fixture.store().proposal(of: tip, onto: main, called: "main", now: fixture.now)
        #expect(proposal.conflicts.map(\.path) == ["members/birch.md"])
        let change = try #require(proposal.changes.first)
        let town = try #require(change.kind?.field(named: "town"))
        let headcount = try #require(change.kind?.field(named: "headcount"))
        #expect(change.before?.content(of: town) == change.after?.content(of: town))
        #expect(change.before?.content(of: headcount).map(\.value.text) == ["4"])
        #expect(change.after?.content(of: headcount).map(\.value.text) == ["8"])
    }

    @Test func `What the host cannot merge is told by field, with both values and who says them`() throws {
        let fixture = try StoreFixture()
        let start = try fixture.head
        func told(_ branch: String, _ base: String) throws -> [String] {
            let tip = try fixture.commit(["members/birch.md": Self.profile("Birch", branch)], on: start)
            let main = try fixture.commit(["members/birch.md": Self.profile("Birch", base)], on: start)
            return try fixture.store().proposal(of: tip, onto: main, called: "origin/main", now: fixture.now)
                .check(clock: fixture.now).diagnostics.map { "\($0.message); \($0.help ?? "")" }
        }
        let help =
            "In a web editor, use the host's button for resolving conflicts. "
            + "In a clone, merge origin/main into the branch, decide what the file is to say, and save again: git merge origin/main"
        #expect(
            try told("town: Hull\nheadcount: 4\n", "town: Rhyl\nheadcount: 5\n") == [
                "Both changed headcount, so the host cannot merge it: origin/main says 5 (Ada), the branch says 4 (Ada); \(help)",
                "Both changed town, so the host cannot merge it: origin/main says Rhyl (Ada), the branch says Hull (Ada); \(help)",
            ])
        // Beside each other only: no host merges that, and everybody else can.
        let beside = try #require(try told("town: York\nheadcount: 4\n", "town: Hull\n").first)
        #expect(beside.contains("changed neighbouring lines of this file") && beside.contains("keep what both say"))
        #expect(beside.contains("use the host's button for resolving conflicts. In a clone, "), "\(beside)")
    }

    @Test func `What the host cannot merge of a renamed record is told once, at the new path`() throws {
        let fixture = try StoreFixture()
        let lines = "website: https://elm.example\ntown: York\nemail: post@elm.example\ntelephone: 0114 496 0163\n"
        let start = try fixture.commit(["members/elm.md": Self.profile("Elm", lines)])
        let named = Self.profile("Elm", "formerly:\n  - elm\n" + lines)
        let renamed = try fixture.commit(["members/elm.md": nil, "members/elms.md": named], on: start)
        let elsewhere = try fixture.commit(["members/elm.md": nil, "members/elm-tree.md": named], on: start)
        let edited = try fixture.commit(
            ["members/elm.md": Self.profile("Elm", lines.replacing("elm.example\ntown", with: "elm.coop\ntown"))],
            on: start)
        func told(_ tip: ObjectID, onto base: ObjectID) throws -> [String] {
            try fixture.store().proposal(of: tip, onto: base, called: "main", now: fixture.now)
                .check(clock: fixture.now).diagnostics.map { "\($0.file) \($0.code): \($0.message)" }
        }
        let end = "so the host cannot merge it, though they do not contradict each other"
        #expect(
            try told(edited, onto: renamed) == [
                "members/elms.md merge-conflict: The branch and main changed neighbouring lines of this file (members/elm.md in the branch), \(end)"
            ])
        #expect(
            try told(renamed, onto: edited) == [
                "members/elms.md merge-conflict: The branch and main changed neighbouring lines of this file (members/elm.md in main), \(end)"
            ])
        #expect(
            try told(elsewhere, onto: renamed) == [
                "members/elms.md merge-conflict: The branch renamed members/elm.md to members/elm-tree.md, and main to this file, so the host cannot merge it"
            ])
    }

    @Test func `A merge of three is judged as what it leaves`() throws {
        let fixture = try StoreFixture()
        let start = try fixture.head
        let one = try fixture.commit(["members/ash.md": Self.profile("Ash", "headcount: 5\n")], on: start)
        let two = try fixture.commit(["members/birch.md": Self.profile("Birch", "twon: Hull\n")], on: start)
        let tip = try fixture.commit(
            ["members/birch.md": Self.profile("Birch", "twon: Hull\n"), "skills/maps.yaml": "label: Maps\n"], on: one,
            merging: [two, fixture.commit(["skills/maps.yaml": "label: Maps\n"], on: start)])
        let meanwhile = try fixture.commit(["skills/music.yaml": "label: Music\n"], on: start)
        for base in [start, meanwhile, one, two] {
            let report = try fixture.proposal(of: tip, onto: base).check(clock: fixture.now)
            let wanted = base == two ? [] : ["members/birch.md unknown-field"]
            #expect(report.diagnostics.map { "\($0.file) \($0.code)" } == wanted)
        }
        let difference = try fixture.store().difference(from: two, to: tip, in: .public, now: fixture.now)
        #expect(difference.entries.map(\.change.path) == ["members/ash.md", "skills/maps.yaml"])
    }

    @Test func `Keys that no field has are told with what they said and say`() throws {
        let fixture = try StoreFixture()
        let one = try fixture.commit(
            ["members/birch.md": Self.profile("Birch", "twon: York\nx-call: first\n")], on: fixture.head)
        let other = try fixture.commit(["members/birch.md": Self.profile("Birch", "twon: Hull\n")], on: one)
        func parts(_ from: ObjectID, _ to: ObjectID) throws -> [[String]] {
            try fixture.store().difference(from: from, to: to, in: .public, now: fixture.now).entries.map(\.parts)
        }
        #expect(try parts(one, other) == [["twon York → Hull", "x-call cleared"]])
        #expect(try parts(other, one) == [["x-call first", "twon Hull → York"]])
        let kept = try fixture.commit(["members/birch.md": Self.profile("Birch", "twon: Hull\nx-call: 1\n")], on: other)
        let entry = try fixture.store().difference(from: other, to: kept, in: .public, now: fixture.now).entries.first
        #expect(entry?.event == .changed && entry?.parts == ["x-call 1"])
    }

    @Test func `A reference into what the base removed meanwhile leads nowhere`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["skills/php.yaml": "label: PHP\n"])
        #expect(
            try found(
                ["members/birch.md": Self.profile("Birch", "services:\n  - php\n")], in: fixture,
                meanwhile: ["skills/php.yaml": nil]) == ["members/birch.md unknown-reference"])
    }

    @Test func `What still refers to a removed record is found in records that nobody changed`() throws {
        #expect(try found(["skills/swift.yaml": nil]) == ["members/ash.md unknown-reference"])
        // Written with an escape, an id does not look like itself.
        let fixture = try StoreFixture()
        try fixture.commit(["members/birch.md": Self.profile("Birch", "services:\n  - \"sw\\x69ft\"\n")])
        #expect(
            try found(["skills/swift.yaml": nil], in: fixture)
                == ["members/ash.md unknown-reference", "members/birch.md unknown-reference"])
    }

    @Test func `A record that is kept for ever is not removed by a branch`() throws {
        let gone = try found(["members/birch.md": nil])
        #expect(gone == ["members/birch.md kept-record", "memberships/ash.yaml unknown-reference"])
        #expect(
            try found(["members/ash.md": nil])
                == ["members/ash.md kept-record", "memberships/ash.yaml unknown-reference"])
    }

    @Test func `A rename by hand is one, where the new record names the old id`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/birch.md": Self.profile("Birch", "twon: York\n")])
        // What was wrong before under the old name is not new.
        #expect(
            try found(
                [
                    "members/birch.md": nil,
                    "members/silver-birch.md": Self.profile("Birch", "formerly: [birch]\ntwon: York\n"),
                    "memberships/ash.yaml": "joined: 2020-01-01\nintroduced-by: silver-birch\n",
                ], in: fixture) == [])
    }

    @Test func `Ids that others have or had are not taken`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["members/birch.md": Self.profile("Birch", "formerly: [alder]\n")])
        #expect(try found(["members/alder.md": Self.profile("Alder")], in: fixture) == ["members/alder.md former-id"])
        #expect(try found(["members/_as/ash.md": Self.profile("Ash")]) == ["members/_as/ash.md duplicate-id"])
        #expect(try found(["members/ash.yaml": "name: Ash\n"]) == ["members/ash.yaml duplicate-id"])
        #expect(
            try found(["members/ash.md": Self.profile("Ash", "formerly: [birch]\n")]) == ["members/ash.md former-id"])
        // Moving between folders and formats is no second file.
        #expect(try found(["members/ash.md": nil, "members/_as/ash.md": Self.profile("Ash")]) == [])
    }

    @Test func `A file where a folder of records should be hides them all`() throws {
        let fixture = try StoreFixture()
        let all = try found(["skills/swift.yaml": nil, "skills": "x"], in: fixture)
        #expect(all.contains("skills bad-path"))
    }

    @Test func `A record of a co-op that there is not is found`() throws {
        #expect(
            try found(["memberships/nobody.yaml": "joined: 2020-01-01\n"]) == [
                "memberships/nobody.yaml unknown-reference"
            ])
    }

    @Test func `A step that the pipeline does not have is found`() throws {
        let fixture = try StoreFixture()
        try fixture.commit(["memberships/ash.yaml": "joined: 2020-01-01\nleft: 2024-01-01\n"])
        #expect(
            try found(["memberships/ash.yaml": "joined: 2020-01-01\nsuspended: 2025-01-01\n"], in: fixture)
                == ["memberships/ash.yaml bad-transition"])
    }

    @Test func `A field of the network's own that is taken away is missed in every record that has it`() throws {
        let fixture = try StoreFixture()
        let settings = "name: Marches Tech\ntime-zone: Europe/London\n"
        try fixture.commit([
            "cotech.yaml": settings + "extra:\n  members.colour: text\n",
            "members/birch.md": Self.profile("Birch", "extra:\n  colour: white\n"),
        ])
        #expect(try found(["cotech.yaml": settings], in: fixture) == ["members/birch.md unknown-field"])
        #expect(try found(["cotech.yaml": nil], in: fixture).contains("cotech.yaml missing-settings"))
    }

    @Test func `Lines of the ignore list are looked at when it changes`() throws {
        #expect(try found([".git-blame-ignore-revs": "nonsense\n"]) == [".git-blame-ignore-revs bad-revision"])
    }

    @Test func `A sweep of confirmations is warned of before it lands, and one each is not`() throws {
        let fixture = try StoreFixture()
        let names = ["elm", "fir", "gum", "hop"]
        func pages(_ lines: String) -> [String: String?] {
            Dictionary(uniqueKeysWithValues: names.map { ("members/\($0).md", Self.profile($0, lines)) })
        }
        try fixture.commit(pages(""))
        #expect(try found(pages("confirmed: 2026-11-23\n"), in: fixture) == ["members/elm.md idle-confirmation"])
        let start = try fixture.head
        var tip = start
        for (path, text) in pages("confirmed: 2026-11-23\n") { tip = try fixture.commit([path: text], on: tip) }
        #expect(try fixture.proposal(of: tip, onto: start).check(clock: fixture.now).diagnostics.isEmpty)
        #expect(try found(pages("town: Leeds\n"), in: fixture) == [])
        // As they come back, or are mended; not as they come.
        let swept = "members/elm.md idle-confirmation"
        #expect(try !found(pages("confirmed: 2026-11-23\n")).contains(swept))
        for meanwhile in [nil, "---\nname: [a\n---\n"] as [String?] {
            try fixture.commit(Dictionary(uniqueKeysWithValues: names.map { ("members/\($0).md", meanwhile) }))
            #expect(try found(pages("confirmed: 2026-11-23\n"), in: fixture).contains(swept))
        }
    }

    @Test func `A commit dated in the future is told while it can still be mended`() throws {
        let fixture = try StoreFixture()
        let start = try fixture.head
        let tip = try fixture.commit(
            ["members/ash.md": Self.profile("Ash")], on: start, at: Int64(fixture.now.seconds) + 3 * 86_400)
        let report = try fixture.proposal(of: tip, onto: start).check(clock: fixture.now)
        #expect(report.diagnostics.map(\.code) == ["future-commit"] && report.diagnostics[0].severity != .error)
    }

    @Test func `The rules are the base's, whatever the branch or HEAD says`() throws {
        let fixture = try StoreFixture()
        let start = try fixture.head
        let settings = "name: Marches Tech\ncoordinators:\n  - gitlab:mallory\n"
        let tip = try fixture.commit([
            "cotech.yaml": settings, "memberships/birch.yaml": "logins:\n  - gitlab:mallory\n",
        ])
        let proposal = try fixture.proposal(of: tip, onto: start)
        #expect(Speakers(in: proposal.base.context).coordinators.isEmpty)
        #expect(Speakers(in: proposal.base.context).speakers(for: "birch").isEmpty)
        #expect(Speakers(in: proposal.merged.context).speakers(for: "birch").map(\.description) == ["gitlab:mallory"])
        // A base without settings has none, though HEAD has.
        let bare = try fixture.commit(["members/ash.md": Self.profile("Ash")], on: nil)
        let onBare = try fixture.commit(["cotech.yaml": settings], on: bare)
        #expect(Speakers(in: try fixture.proposal(of: onBare, onto: bare).base.context).coordinators.isEmpty)
    }

    @Test func `What changes is told by record, wherever its file stands`() throws {
        let fixture = try StoreFixture()
        let start = try fixture.head
        let text = try fixture.read("members/birch.md")
        let tip = try fixture.commit(
            [
                "members/ash.md": nil, "members/_as/ash.md": Self.profile("Ash"), "members/birch.md": nil,
                "members/fir.md": text, "notes.txt": "x", "members/Bad Name.md": "x",
            ], on: start)
        let changes = try fixture.proposal(of: tip, onto: start).changes
        func action(_ path: String) -> ProposedChange.Action? { changes.first { $0.path == path }?.action }
        #expect(action("members/ash.md") == .changed && action("members/_as/ash.md") == .changed)
        #expect(action("members/birch.md") == .removed && action("members/fir.md") == .added)
        #expect(changes.first { $0.path == "members/birch.md" }?.movedTo == "members/fir.md")
        #expect(changes.first { $0.path == "notes.txt" }?.kind == nil)
        #expect(changes.filter(\.isStray).map(\.path) == ["members/Bad Name.md"])
    }

    @Test func `A branch that shares no history with its base is not judged`() throws {
        let fixture = try StoreFixture()
        let alone = try fixture.commit(["members/ash.md": Self.profile("Ash")], on: nil)
        let failure = try storeFailure { try fixture.proposal(of: alone, onto: try fixture.head) }
        #expect(failure.kind == .unavailable && failure.message.contains("no commit in common"))
    }

    @Test func `Records that no change concerns are not read`() throws {
        let fixture = try StoreFixture()
        var others: [String: String?] = [:]
        for number in 0..<40 { others["members/m\(number).md"] = Self.profile("M\(number)", "services:\n  - swift\n") }
        others["memberships/m1.yaml"] = "joined: 2020-01-01\nlogins:\n  - gitlab:one\n"
        let start = try fixture.commit(others)
        let tip = try fixture.commit(
            [
                "members/m1.md": Self.profile("M1", "services:\n  - nothing\n"),
                "memberships/m1.yaml": "joined: 2020-02-02\n",
            ],
            on: start)
        let base = try fixture.commit(["members/ash.md": Self.profile("Ash")], on: start)
        // What is not there cannot have been read.
        for path in others.keys.sorted() where !path.contains("/m1.") {
            let tree = try fixture.repository.commitHeader(start).tree
            let id = try #require(try fixture.repository.lookup(path, in: tree)).id.description
            try FileManager.default.removeItem(
                atPath: "\(fixture.repository.commonDirectory)/objects/\(id.prefix(2))/\(id.dropFirst(2))")
        }
        let proposal = try fixture.proposal(of: tip, onto: base)
        let report = try proposal.check(clock: fixture.now)
        #expect(report.diagnostics.map(\.code) == ["unknown-reference"] && report.recordCount == 2)
        let objections = Owners(in: proposal.base.context).objections(
            to: proposal.changes, by: HostIdentity("gitlab:one"))
        #expect(objections.map(\.path) == ["memberships/m1.yaml"])
    }

    @Test func `Nothing is written`() throws {
        let fixture = try StoreFixture()
        let start = try fixture.head
        let tip = try fixture.commit(["members/birch.md": Self.profile("Birch", "town: Hull\n")], on: start)
        let base = try fixture.commit(["members/ash.md": Self.profile("Ash")], on: start)
        let before = try fixture.repository.allObjects()
        _ = try fixture.proposal(of: tip, onto: base).check(clock: fixture.now)
        #expect(try fixture.repository.allObjects() == before)
    }
}
