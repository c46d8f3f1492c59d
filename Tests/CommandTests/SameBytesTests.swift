import CoopNetwork
import Foundation
import Git
import RecordModel
import RecordStore
import TestSupport
import Testing

/// Git with the driver, and the merge of whole trees, give the same bytes.
@Suite(.serialized) struct SameBytesTests {
    /// Random changes to a store's files, from a seed.
    private struct Writer {
        var state: UInt64

        mutating func number(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }

        mutating func pick<Value>(_ values: [Value]) -> Value { values[number(values.count)] }

        mutating func changed(_ files: [String: String]) -> [String: String] {
            var files = files
            for _ in 0..<(2 + number(5)) { change(&files) }
            return files
        }

        private mutating func change(_ files: inout [String: String]) {
            let path = pick(files.keys.filter { $0 != ".gitattributes" }.sorted())
            guard let text = files[path] else { return }
            var lines = text.components(separatedBy: "\n")
            switch number(12) {
            case 0:
                files["skills/new-\(number(3)).yaml"] =
                    "label: \(pick(["One", "Two"]))\nkind: \(pick(["tech", "service"]))\n"
            case 1 where path != "cotech.yaml": files[path] = nil
            case 2 where path == "members/ash.md":
                files[path] = nil
                files["members/ash-grove.md"] = text.replacing("name: Ash\n", with: "name: Ash\nformerly: [ash]\n")
            case 3: files[path] = text.replacing("  - ", with: "- ")
            default:
                // A value, a line more, or a line less.
                guard let place = lines.indices.filter({ lines[$0].contains(": ") }).randomElement(using: &generator)
                else { return }
                let key = lines[place].prefix { $0 != ":" }
                switch number(4) {
                case 0, 1: lines[place] = "\(key): \(1 + number(4))"
                case 2: lines.insert("x-\(number(6)): \(number(3))", at: lines.first == "---" ? 1 : 0)
                default:
                    if !lines[place].hasPrefix("name") && !lines[place].hasPrefix("label") { lines.remove(at: place) }
                }
                files[path] = lines.joined(separator: "\n")
            }
        }

        private var generator: Source {
            mutating get { Source(state: UInt64(number(1 << 20))) }
            set {}
        }

        private struct Source: RandomNumberGenerator {
            var state: UInt64
            mutating func next() -> UInt64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state
            }
        }
    }

    private func commit(_ files: [String: String], on branch: String, from: String, _ network: Network) throws {
        try network.git("switch", "-q", "-C", branch, from)
        try network.shell("git rm -rq . && git clean -fdq")
        for (path, text) in files { try network.write(path, text) }
        try network.git("add", "-A")
        try network.git("-c", "user.name=\(branch)", "commit", "-q", "--allow-empty", "-m", "Change on \(branch)")
    }

    private func merged(_ network: Network, _ ours: String, _ theirs: String, named name: String) throws -> TreeMerge {
        let store = try Store.open(network.path, kinds: CoopNetwork.Network.kinds)
        return try store.merge(
            MergeSides(
                ours: .init("HEAD", at: ObjectID(network.git("rev-parse", ours))),
                theirs: .init(name, at: ObjectID(network.git("rev-parse", theirs)))))
    }

    /// Holds what git left in the working files against a merged tree.
    private func compare(_ network: Network, _ merge: TreeMerge, _ comment: Comment) throws {
        let repository = try Repository.open(network.path)
        var files: [String: [UInt8]] = [:]
        try repository.forEachFile(in: merge.tree) { (path, entry) throws(GitError) in
            files[path] = try repository.blob(entry.id)
        }
        let names = try network.git("-c", "core.quotepath=off", "ls-files", "-co", "--exclude-standard")
        let paths = Set(names.split(separator: "\n").map(String.init)).filter {
            FileManager.default.fileExists(atPath: "\(network.path)/\($0)")
        }
        #expect(paths == Set(files.keys), comment)
        for path in paths.intersection(files.keys) {
            let bytes = try network.bytes(path)
            #expect(
                bytes == files[path],
                "\(path) \(comment.rawValue)\n--- by git\n\(String(decoding: bytes, as: UTF8.self))\n--- here\n\(String(decoding: files[path] ?? [], as: UTF8.self))"
            )
        }
    }

    @Test(arguments: 0..<(Effort.isFull ? 250 : 25))
    func `Random branches are merged to the same bytes by git and by the store`(_ seed: Int) throws {
        var base = Network.files
        base["README.md"] = (1...12).map { "line: \($0)\n\n" }.joined()
        let network = try MergingTests.network(base)
        var writer = Writer(state: UInt64(seed) &* 7_919 &+ 1)
        base[".gitattributes"] = try network.read(".gitattributes")
        try commit(writer.changed(base), on: "ours", from: "main", network)
        try commit(writer.changed(base), on: "theirs", from: "main", network)
        try network.git("switch", "-q", "ours")
        let here = try merged(network, "ours", "theirs", named: "theirs")
        let output = try network.shell("git merge --no-edit theirs 2>&1; echo \"status $?\"")
        let comment = Comment(
            rawValue: "seed \(seed)\n\(output)\n\(here.findings.map(\.sentence).joined(separator: "\n"))")
        #expect(output.hasSuffix("status \(here.isClean ? 0 : 1)\n"), comment)
        for finding in here.findings {
            guard case .value = finding.matter else { continue }
            #expect(output.contains(finding.sentence), comment)
        }
        if here.isClean { #expect(try network.git("rev-parse", "HEAD^{tree}") == here.tree.description, comment) }
        try compare(network, here, comment)
    }

    @Test func `Branches that were merged crosswise are merged to the same bytes`() throws {
        let network = try MergingTests.network()
        var files = Network.files
        files[".gitattributes"] = try network.read(".gitattributes")
        func page(_ town: String, _ note: String) -> [String: String] {
            files.merging(["members/birch.md": "---\nname: Birch\ntown: \(town)\nnote: \(note)\n---\n"]) { $1 }
        }
        try commit(page("Hull", "a"), on: "one", from: "main", network)
        try commit(page("York", "b"), on: "other", from: "main", network)
        try network.shell(
            "git switch -q -C ours one && git merge -q -s ours other -m x && git switch -q -C theirs other && git merge -q -s ours one -m x"
        )
        for (ours, theirs) in [(page("Hull", "b"), page("Hull", "a")), (page("Bath", "c"), page("Bath", "c"))] {
            try network.shell("git switch -q main && git branch -f ours-now ours && git branch -f theirs-now theirs")
            try commit(ours, on: "ours-now", from: "ours", network)
            try commit(theirs, on: "theirs-now", from: "theirs", network)
            try network.git("switch", "-q", "ours-now")
            let here = try merged(network, "ours-now", "theirs-now", named: "theirs-now")
            let output = try network.shell("git merge --no-edit theirs-now 2>&1; echo \"status $?\"")
            #expect(output.hasSuffix("status \(here.isClean ? 0 : 1)\n"), "\(output)")
            try compare(network, here, "\(output)")
            try network.shell("git reset -q --hard")
        }
    }

    @Test func `Branches that three others were merged into are merged to the same bytes`() throws {
        let network = try MergingTests.network()
        var files = Network.files
        files[".gitattributes"] = try network.read(".gitattributes")
        func page(_ town: String, _ note: String) -> [String: String] {
            files.merging(["members/birch.md": "---\nname: Birch\ntown: \(town)\nnote: \(note)\n---\n"]) { $1 }
        }
        // Git merges the oldest two first; of two that are as old as each other any may be it.
        for (day, name, town, note) in [(3, "one", "Hull", "a"), (1, "two", "York", "b"), (2, "three", "Rhyl", "b")] {
            try commit(page(town, note), on: name, from: "main", network)
            try network.shell("GIT_COMMITTER_DATE=2026-11-0\(day)T09:00:00Z git commit -q --amend --no-edit")
        }
        try network.shell(
            "git switch -q -C ours one && git merge -q -s ours two three -m x && git switch -q -C theirs two && git merge -q -s ours three one -m x"
        )
        #expect(try network.git("merge-base", "--all", "ours", "theirs").split(separator: "\n").count == 3)
        for (ours, theirs) in [(page("Hull", "c"), page("York", "c")), (page("Bath", "c"), page("Bath", "c"))] {
            try network.shell("git switch -q main && git branch -f ours-now ours && git branch -f theirs-now theirs")
            try commit(ours, on: "ours-now", from: "ours", network)
            try commit(theirs, on: "theirs-now", from: "theirs", network)
            try network.git("switch", "-q", "ours-now")
            let here = try merged(network, "ours-now", "theirs-now", named: "theirs-now")
            let output = try network.shell("git merge --no-edit theirs-now 2>&1; echo \"status $?\"")
            #expect(output.hasSuffix("status \(here.isClean ? 0 : 1)\n"), "\(output)")
            try compare(network, here, "\(output)")
            try network.shell("git reset -q --hard")
        }
    }

    @Test func `A name that climbs out of its folder is left out and told`() throws {
        let network = try MergingTests.network()
        try Proposal.tree("a name that climbs", nil, [("100644", Array("..".utf8))]).make(network)
        try network.shell("git branch evil main && git update-ref refs/heads/main main~1")
        try network.write("notes.txt", "x\n")
        try network.commit("Ours")
        let merge = try merged(network, "main", "evil", named: "evil")
        #expect(merge.findings.map(\.matter) == [.unusableName], "\(merge.findings)")
        #expect(merge.tree.description == (try network.git("rev-parse", "main^{tree}")))
    }
}
